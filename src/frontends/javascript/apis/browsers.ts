import type { TSESTree } from '@typescript-eslint/types';
import type { Parsed } from '../parse.js';

/** What only a page has: names that no Node.js program uses without making them itself. */
const OF_PAGES =
  /\bwindow\.\w|\bdocument\.(?:body|cookie|head|getElementById|querySelector|createElement|addEventListener|documentElement)\b|\bnavigator\.serviceWorker\b|\b(?:local|session)Storage\.\w|^['"]use client['"]|\bfrom ['"](?:react-dom|preact|vue|svelte|solid-js)\b|\buse(?:Effect|State|Query|Callback)\(/m;

/** What only a service worker or a worker at the edge has (Service Workers §4.6, Cloudflare Workers documentation, "Runtime APIs"). */
const OF_WORKERS =
  /\baddEventListener\(\s*['"]fetch['"]|\bnew WebSocketPair\(|\b(?:from|require\(|import\()\s*['"]cloudflare:/;

const known = new WeakMap<Parsed, boolean>();

/** Whether a file is the script of a page or of a worker: what its `fetch` leaves unread is no descriptor of a program's. */
export function isPageScript(parsed: Parsed): boolean {
  const is = known.get(parsed) ?? (OF_PAGES.test(parsed.text) || isWorker(parsed));
  known.set(parsed, is);
  return is;
}

/** `export default { fetch(request, env) {…} }`: such a module is called by the worker's runtime (WinterTC, "Minimum Common API"). */
function isWorker({ ast, text }: Parsed): boolean {
  if (OF_WORKERS.test(text)) return true;
  const given = ast.body.find((node) => node.type === 'ExportDefaultDeclaration')?.declaration;
  const whole = given && plain(given);
  const made = whole?.type === 'Identifier' ? constantOf(whole.name, ast) : whole;
  return made?.type === 'ObjectExpression' && made.properties.some(isFetchMethod);
}

/** An expression without what only TypeScript sees in it. */
function plain(node: TSESTree.Node): TSESTree.Node {
  return node.type === 'TSSatisfiesExpression' || node.type === 'TSAsExpression'
    ? plain(node.expression)
    : node;
}

function constantOf(name: string, { body }: TSESTree.Program): TSESTree.Node | undefined {
  const declarators = body.flatMap((node) => (node.type === 'VariableDeclaration' ? node.declarations : []));
  const init = declarators.find(({ id }) => id.type === 'Identifier' && id.name === name)?.init;
  return init ? plain(init) : undefined;
}

function isFetchMethod(property: TSESTree.ObjectLiteralElement): boolean {
  return (
    property.type === 'Property' &&
    property.key.type === 'Identifier' &&
    property.key.name === 'fetch' &&
    property.value.type.includes('Function')
  );
}

/** `fetch('/api')`: Node.js knows no page that the path could belong to and rejects it (WHATWG URL, "relative-URL string"). */
export function isRelative(url: TSESTree.Node | undefined): boolean {
  if (url?.type === 'Literal') return typeof url.value === 'string' && /^[./?#]/.test(url.value);
  return url?.type === 'TemplateLiteral' && /^[./?#]/.test(url.quasis[0]?.value.raw ?? '');
}
