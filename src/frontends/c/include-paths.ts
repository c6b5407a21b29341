import { basename, dirname, relative } from 'node:path';

/** The headers of a project by their last name; asked again and again for the same list. */
const byName = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

/**
 * The header of the project that an include means which does not lie next to the file that includes it: builds name the folders
 * to look in (`-I`), which are not known here. Of several of that name it is the one nearest to the file.
 * @param named where it would lie next to the file.
 */
export function elsewhere(named: string, by: string, paths: readonly string[]): string | undefined {
  const folder = dirname(by);
  const written = `/${relative(folder, named).replace(/^(?:\.\.\/)+/, '')}`;
  const parts = folder.split('/');
  let nearest: { readonly path: string; readonly shared: number } | undefined;
  for (const path of headersOf(paths).get(basename(named)) ?? []) {
    const shared = path.endsWith(written) ? sharedWith(parts, path) : -1;
    if (shared > (nearest?.shared ?? -1)) nearest = { path, shared };
  }
  return nearest?.path;
}

function headersOf(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const known = byName.get(paths);
  if (known) return known;
  const headers = new Map<string, string[]>();
  for (const path of paths.filter((one) => /\.h\w*$/.test(one))) {
    const same = headers.get(basename(path));
    if (same) same.push(path);
    else headers.set(basename(path), [path]);
  }
  byName.set(paths, headers);
  return headers;
}

/** How many folders two paths have in common from the top. */
function sharedWith(folder: readonly string[], path: string): number {
  const other = dirname(path).split('/');
  const differs = folder.findIndex((part, i) => part !== other[i]);
  return differs < 0 ? folder.length : differs;
}
