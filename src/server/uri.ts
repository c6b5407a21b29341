import { fileURLToPath, pathToFileURL } from 'node:url';

/** The absolute path a document's address stands for; of an unsaved or virtual document the path in its address. */
export function pathOf(uri: string): string {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : decodeURIComponent(new URL(uri).pathname);
  } catch {
    return uri;
  }
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}
