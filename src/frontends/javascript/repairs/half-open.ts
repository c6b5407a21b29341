import type { TSESTree } from '@typescript-eslint/types';
import { endAfterReader, usesWebStreams } from './after-eof.js';
import { withCallback, type Code } from './code.js';
import { chainedAt } from './opening.js';
import { insert, replace } from './place.js';
import type { Cure, Draft, Site } from './site.js';
import {
  calledName,
  isCallOf,
  isFunction,
  ownNodes,
  textOf,
  walk,
  type FunctionNode,
  type Node,
} from './syntax.js';

/** A listener of its own where the socket becomes known: `socket.on('end', () => socket.end());`. */
export const endAtOpening: Cure = (site) => {
  const style = site.writer.style;
  const code = (name: string): Code => withCallback(style, `${name}.on('end'`, `${name}.end()`);
  return site.atOpening("End the socket when the peer's FIN arrives", code) ?? endInChain(site);
};

function endInChain(site: Site): Draft | undefined {
  const quote = site.writer.style.quote;
  const call = `.on(${quote}end${quote}, function () { this.end(); })`;
  const edit = chainedAt(site.writer, site.leak.opened, call);
  return (
    edit && { title: "End the socket when the peer's FIN arrives", edits: [edit], changesBehaviour: false }
  );
}

/** The 'end' listener ends the socket: a closing `write` becomes `end`, else `end()` comes last. */
export const endInListener: Cure = (site) => {
  if (!isListener(site) || !site.name) return undefined;
  const fn = listenerFunction(site);
  if (!fn || leavesEarly(fn)) return endBesideListener(site);
  const title = `End the socket in its 'end' listener`;
  const last = lastWrite(site, fn);
  if (last) return { title, edits: [replace(...last, 'end')], changesBehaviour: false };
  return { title, edits: [site.writer.last(fn, [`${site.name}.end();`])], changesBehaviour: false };
};

/** Another 'end' listener behind the one that does not end. */
const endBesideListener: Cure = (site) => {
  const { listening } = site;
  if (!listening || !site.name) return undefined;
  const { quote, arrows } = site.writer.style;
  const body =
    arrows || /\bthis\b/.test(site.name) ? `() => ${site.name}.end()` : `function () { ${site.name}.end(); }`;
  const edits = [insert(listening.range[1], `.on(${quote}end${quote}, ${body})`)];
  return { title: "End the socket when the peer's FIN arrives", edits, changesBehaviour: false };
};

/** The fault is the 'end' listener itself or its registration; a table of events would end the socket on all of them. */
function isListener({ path, event, listening }: Site): boolean {
  return listening ? event === 'end' || event === 'close' : isFunction(path.at(-1));
}

function listenerFunction(site: Site): FunctionNode | undefined {
  const handler = site.listening?.arguments[1];
  if (!handler || isFunction(handler)) return site.callback;
  // A named function serves other sockets too, unless it gets this one by the same name: its own listener is safer.
  return undefined;
}

function leavesEarly(fn: FunctionNode): boolean {
  for (const node of ownNodes(fn)) {
    if (node.type === 'ReturnStatement' || node.type === 'ThrowStatement' || node.type === 'AwaitExpression')
      return true;
  }
  return false;
}

/** The `write` of a listener's closing `socket.write(…);`. */
function lastWrite({ parsed, name }: Site, { body }: FunctionNode): [number, number] | undefined {
  const last = body.type === 'BlockStatement' ? body.body.at(-1) : undefined;
  const expression = last?.type === 'ExpressionStatement' ? last.expression : body;
  if (expression.type !== 'CallExpression' || calledName(expression) !== 'write') return undefined;
  const { callee } = expression;
  if (callee.type !== 'MemberExpression' || textOf(parsed, callee.object) !== name) return undefined;
  return [callee.property.range[0], callee.property.range[1]];
}

/** A path of the 'end' listener: before the return, at the end of the catch clause, or in `finally`. */
export const endOnPath: Cure = (site) => {
  const code = [`${site.name}.end();`];
  return (
    beforeLeaving(site, code, 'End the socket on this path') ?? inFinally(site, code) ?? endInListener(site)
  );
};

/** Before a `return`, `break` or `continue`; at the end of a catch clause; before a `throw`. */
export function beforeLeaving(site: Site, code: Code, title: string): Draft | undefined {
  if (!site.name) return undefined;
  const clause = site.path.findLast((node) => node.type === 'CatchClause');
  const { statement, writer, at } = site;
  const kind = statement?.statement.type ?? '';
  if (
    statement &&
    /^(?:Return|Throw|Break|Continue)Statement$/.test(kind) &&
    !holdsSocket(site, statement.statement)
  ) {
    return { title, edits: [writer.before(statement, code)], changesBehaviour: false };
  }
  if (clause && clause.range[0] >= at.start - 1) {
    return { title, edits: [writer.append(clause.body, code)], changesBehaviour: false };
  }
  return undefined;
}

/** `return call(socket)`: the fault is the call, not the leaving. */
function holdsSocket({ at }: Site, { range }: Node): boolean {
  return at.start > range[0] + 'continue'.length;
}

function inFinally(site: Site, code: Code): Draft | undefined {
  const { enclosing, writer, name } = site;
  if (enclosing?.body.type !== 'BlockStatement' || !name) return undefined;
  const edit = writer.wrapInTry(enclosing.body.body, 'finally', code);
  return edit && { title: 'End the socket on every path', edits: [edit], changesBehaviour: false };
}

/** A consumer that read to EOF ends the socket afterwards: in its callback, behind its `await` or its loop. */
export const endAfterConsumer: Cure = (site) =>
  usesWebStreams(site)
    ? endAtOpening(site)
    : (inConsumerCallback(site) ?? afterConsumer(site) ?? endAfterReader(site) ?? endAtOpening(site));

const CONSUMERS: readonly string[] = ['pipeline', 'finished'];
const TITLE_AFTER = 'End the socket after it was read to its end';

function inConsumerCallback(site: Site): Draft | undefined {
  const call = site.path.findLast((node): node is TSESTree.CallExpression => isCallOf(node, ...CONSUMERS));
  if (!call || !site.name || isAwaited(site, call)) return undefined;
  const last = call.arguments.at(-1);
  const code = [`${site.name}.end();`];
  if (isFunction(last)) {
    return { title: TITLE_AFTER, edits: [site.writer.first(last, code)], changesBehaviour: false };
  }
  return undefined;
}

function isAwaited({ path }: Site, call: Node): boolean {
  return path[path.indexOf(call) - 1]?.type === 'AwaitExpression';
}

function afterConsumer(site: Site): Draft | undefined {
  const { statement, writer, name, path, enclosing } = site;
  // Who reads a generator goes on after its end, and may still write.
  if (!name || enclosing?.generator === true) return undefined;
  const loop = path.findLast((node) => node.type === 'ForOfStatement');
  const awaits = path.some((node) => node.type === 'AwaitExpression');
  if (!statement || (!awaits && statement.statement !== loop)) return undefined;
  return {
    title: TITLE_AFTER,
    edits: [writer.after(statement, [`${name}.end();`])],
    changesBehaviour: false,
  };
}

/** Takes `allowHalfOpen: true` out of the options: the socket then ends itself. */
export const dropHalfOpen: Cure = (site) => {
  const { parsed, leak } = site;
  const options = [...walk(parsed.ast)].filter(isHalfOpenOption);
  const option = options.length === 1 ? options[0] : undefined;
  if (!option || leak.origin.halfOpen !== true) return undefined;
  const edits = [replace(option.value.range[0], option.value.range[1], 'false')];
  return {
    title: 'Let the socket end itself: allowHalfOpen: false',
    edits,
    changesBehaviour: true,
    alternative: true,
  };
};

function isHalfOpenOption(node: Node): node is TSESTree.Property {
  return (
    node.type === 'Property' &&
    node.key.type === 'Identifier' &&
    node.key.name === 'allowHalfOpen' &&
    node.value.type === 'Literal' &&
    node.value.value === true
  );
}
