import type { TextEdit } from '../../../shared/span.js';
import { withCallback, type Code } from './code.js';
import { chainedAt } from './opening.js';
import { isKnownAt } from './names.js';
import { replace } from './place.js';
import type { Cure, Draft, Site } from './site.js';
import { isCallOf, pathTo, walk, type Node } from './syntax.js';

/** Lets the data flow, so that EOF is seen: `socket.resume();` where it becomes known. */
export const resumeAtOpening: Cure = (site) => {
  const title = 'Read and discard what the peer sends, so that its FIN is seen';
  const draft = site.atOpening(title, (name) => [`${name}.resume();`]) ?? chained(site, title);
  return draft && { ...draft, edits: [...openedForReading(site), ...draft.edits] };
};

/** `new Socket({ fd, readable: false })` never reads, whatever is called later. */
function openedForReading({ parsed, leak }: Site): TextEdit[] {
  const opening = pathTo(parsed, leak.opened).findLast(({ type }) => type === 'NewExpression');
  return [...(opening ? walk(opening) : [])].flatMap((node) => {
    if (node.type !== 'Property' || node.key.type !== 'Identifier' || node.key.name !== 'readable') return [];
    const { value } = node;
    return value.type === 'Literal' && value.value === false ? [replace(...value.range, 'true')] : [];
  });
}

function chained(site: Site, title: string): Draft | undefined {
  const edit = chainedAt(site.writer, site.leak.opened, '.resume()');
  return edit && { title, edits: [edit], changesBehaviour: false };
}

/** A half-open socket that an event handed out: what comes is discarded, and its end is answered by ours. */
export const readHandedOut: Cure = (site) => {
  if (site.leak.origin.halfOpen !== true) return resumeAtOpening(site);
  const { style } = site.writer;
  const title = 'Discard what the peer sends, and end the socket when its FIN arrives';
  const code = (name: string): Code => [
    `${name}.resume();`,
    ...withCallback(style, `${name}.on('end'`, `${name}.end()`),
  ];
  return site.atOpening(title, code);
};

/** The same socket is ended at once: a refusal. */
export const endHandedOut: Cure = (site) => {
  const fn = site.callback;
  if (!fn || !site.nameInside) return undefined;
  const code: Code = [`${site.nameInside}.resume();`, `${site.nameInside}.end();`];
  const edits = [site.writer.last(fn, code)];
  return {
    title: 'End the socket at once and discard what still comes',
    edits,
    changesBehaviour: true,
    alternative: true,
  };
};

/** `pause()` that nothing undoes: destroys the socket, or does not pause where others still resume it. */
export const destroyInsteadOfPause: Cure = (site) => {
  const call = site.path.findLast((node) => isCallOf(node, 'pause', 'unpipe'));
  if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression')
    return resumeAfterStop(site);
  if (isResumedSomewhere(site) || isAfterOnce(site)) return withoutPause(site);
  const { property } = call.callee;
  const close = site.leak.origin.api.startsWith('ws') ? 'terminate' : 'destroy';
  return {
    title: `Destroy the socket instead of pausing it for good`,
    edits: [replace(property.range[0], property.range[1], close)],
    changesBehaviour: true,
  };
};

/** `lines.close();` pauses its input: what still comes is discarded. */
function resumeAfterStop(site: Site): Draft | undefined {
  const { statement, writer, path } = site;
  const name = site.opening?.name;
  if (!isCallOf(site.call, 'close') || !statement || !name || !isKnownAt(path, name)) return undefined;
  const title = "Go on reading, so that the peer's FIN is seen";
  return { title, edits: [writer.after(statement, [`${name}.resume();`])], changesBehaviour: true };
}

function isResumedSomewhere({ parsed }: Site): boolean {
  return [...walk(parsed.ast)].some((node) => isCallOf(node, 'resume'));
}

/** Paused once the first data has come: what the listener hands on is still to be used. */
function isAfterOnce({ path }: Site): boolean {
  const listening = path.findLast((node) => isCallOf(node, 'on', 'once', 'addListener'));
  return isCallOf(listening, 'once');
}

/** Takes the statement of the pause out, with its line. */
function withoutPause({ statement, parsed }: Site): Draft | undefined {
  if (statement?.statement.type !== 'ExpressionStatement' || !statement.inList) return undefined;
  const [start, end] = statement.statement.range;
  const lineStart = parsed.text.slice(0, start).search(/[ \t]*$/);
  const from = parsed.text[lineStart - 1] === '\n' ? lineStart - 1 : start;
  const title = "Go on reading, so that the peer's FIN is seen";
  return { title, edits: [replace(from, end, '')], changesBehaviour: true };
}

/** A pause for backpressure ends when the target drains. */
export const resumeOnDrain: Cure = (site) => {
  const sink = site.detail('sink');
  const { statement, writer, name } = site;
  if (!sink || !statement || !name) return undefined;
  const code = withCallback(writer.style, `${sink}.once('drain'`, `${name}.resume()`);
  const title = `Resume when ${sink} has drained`;
  return { title, edits: [writer.after(statement, code)], changesBehaviour: false };
};

/** A 'readable' listener reads until nothing is left. */
export const drainInListener: Cure = (site) => {
  const { listening, writer, name } = site;
  const fn = listening ? site.callbackOf(listening.arguments[1]) : site.callback;
  if (!fn) return drainBeside(site);
  const edits = [writer.last(fn, [`${drain(name)};`])];
  return name ? { title: DRAINS, edits, changesBehaviour: true } : undefined;
};

const DRAINS = 'Read until nothing is left, so that EOF is seen';

function drain(name: string): string {
  return `while (${name}.read() !== null)`;
}

/** Another 'readable' listener reads what the one that is made elsewhere leaves. */
function drainBeside({ statement, writer, name }: Site): Draft | undefined {
  if (!statement || !name) return undefined;
  const head = writer.style.arrows ? '() =>' : 'function ()';
  const code = [`${name}.on('readable', ${head} {`, `  ${drain(name)};`, '});'];
  return { title: DRAINS, edits: [writer.after(statement, code)], changesBehaviour: true };
}

/** `onread` goes on: its callback returns true. */
export const keepOnReading: Cure = (site) => {
  const fn = site.callback;
  if (!fn) return undefined;
  const title = 'Return true, so that the socket is read on';
  const returned = site.statement?.statement;
  if (returned?.type === 'ReturnStatement' && returned.argument) {
    const { range } = returned.argument;
    return { title, edits: [replace(range[0], range[1], 'true')], changesBehaviour: true };
  }
  const last = lastReturn(fn.body);
  const edits = last
    ? [replace(last.range[0], last.range[1], 'true')]
    : [site.writer.last(fn, ['return true;'])];
  return { title, edits, changesBehaviour: true };
};

function lastReturn(body: Node): Node | undefined {
  if (body.type !== 'BlockStatement') return body;
  const last = body.body.at(-1);
  return last?.type === 'ReturnStatement' ? (last.argument ?? undefined) : undefined;
}
