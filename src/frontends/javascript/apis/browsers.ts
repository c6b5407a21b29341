import type { TSESTree } from '@typescript-eslint/types';
import type { Parsed } from '../parse.js';

/** What only a page has: names that no Node.js program uses without making them itself. */
const OF_PAGES =
  /\bwindow\.\w|\bdocument\.(?:body|cookie|head|getElementById|querySelector|createElement|addEventListener|documentElement)\b|\bnavigator\.serviceWorker\b|\b(?:local|session)Storage\.\w|^['"]use client['"]|\bfrom ['"](?:react-dom|preact|vue|svelte|solid-js)\b|\buse(?:Effect|State|Query|Callback)\(/m;

const known = new WeakMap<Parsed, boolean>();

/** Whether a file is a page's script: what its `fetch` leaves unread is the browser's, and no descriptor of a program's. */
export function isPageScript(parsed: Parsed): boolean {
  const is = known.get(parsed) ?? OF_PAGES.test(parsed.text);
  known.set(parsed, is);
  return is;
}

/** `fetch('/api')`: Node.js knows no page that the path could belong to and rejects it (WHATWG URL, "relative-URL string"). */
export function isRelative(url: TSESTree.Node | undefined): boolean {
  if (url?.type === 'Literal') return typeof url.value === 'string' && /^[./?#]/.test(url.value);
  return url?.type === 'TemplateLiteral' && /^[./?#]/.test(url.quasis[0]?.value.raw ?? '');
}
