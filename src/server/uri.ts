import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The absolute path a document's address stands for. An unsaved or virtual document gets one that no file has, so that
 * nothing on this machine's disk is taken for its neighbour.
 */
export function pathOf(uri: string): string {
  if (!isOnDisk(uri)) return `/${uri}`;
  try {
    return fileURLToPath(uri);
  } catch {
    return `/${uri}`;
  }
}

export function isOnDisk(uri: string): boolean {
  return uri.startsWith('file:');
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}
