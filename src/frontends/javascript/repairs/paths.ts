import { render, withCallback, type Code } from './code.js';
import { beforeLeaving } from './half-open.js';
import { isKnownAt } from './names.js';
import { insert, statementAt } from './place.js';
import type { Cure, Draft, Site } from './site.js';
import { calledName, isCallOf, isFunction, isStatement, pathTo, textOf, type Node } from './syntax.js';

/** A path that gives up on a socket destroys it; what was written on it before still goes out. */
export const closeOnPath: Cure = (site) => {
  if (optionalCallee(site.statement?.statement)) return whenNotTaken(site);
  const leaving = beforeLeaving(site, closing(site), TITLE);
  return leaving ?? (site.atHead ? (inMissingElse(site) ?? inDefault(site)) : afterFault(site));
};

const TITLE = 'Close the socket on this path';

/** The fault is the whole handler: it closes an `if` that has no `else`. */
function inMissingElse(site: Site): Draft | undefined {
  const { enclosing, name, writer } = site;
  const last = enclosing?.body.type === 'BlockStatement' ? enclosing.body.body.at(-1) : undefined;
  if (last?.type !== 'IfStatement' || last.alternate || last.consequent.type !== 'BlockStatement' || !name)
    return undefined;
  const indent = writer.indentAt(last.range[0]);
  const code = render(['else {', `  ${name}.destroy();`, '}'], writer.style, indent);
  return { title: TITLE, edits: [insert(last.range[1], ` ${code}`)], changesBehaviour: false };
}

/** The fault is the whole handler: it closes a `switch` whose `default` does nothing about the socket. */
function inDefault({ enclosing, name, parsed, writer }: Site): Draft | undefined {
  const found = enclosing?.body.type === 'BlockStatement' ? enclosing.body.body.at(-1) : undefined;
  const other = found?.type === 'SwitchStatement' ? found.cases.find(({ test }) => test === null) : undefined;
  const last = other?.consequent.findLast(({ type }) => type !== 'BreakStatement');
  if (!name || !last || mentionsCall(textOf(parsed, last), name)) return undefined;
  const standing = statementAt(parsed, { start: last.range[0], end: last.range[1] });
  const edits = standing && [writer.after(standing, [`${name}.destroy();`])];
  return edits && { title: TITLE, edits, changesBehaviour: false };
}

/** `serve(socket)`, `socket.end()`: more than a look at the socket's properties. */
function mentionsCall(text: string, name: string): boolean {
  return text.includes(`(${name}`) || text.includes(`${name}.end(`) || text.includes(`${name}.pipe(`);
}

/** `handler?.(socket)`: when there is nobody to take the socket, it is destroyed. */
function whenNotTaken({ statement, writer, name, parsed }: Site): Draft | undefined {
  const callee = optionalCallee(statement?.statement);
  if (!statement || !name || callee?.type !== 'Identifier') return undefined;
  const edits = [writer.after(statement, [`if (!${textOf(parsed, callee)}) ${name}.destroy();`])];
  return { title: 'Destroy the socket when nobody takes it', edits, changesBehaviour: false };
}

/** What a statement calls if it is there. */
function optionalCallee(statement: Node | undefined): Node | undefined {
  const found = statement?.type === 'ExpressionStatement' ? statement.expression : undefined;
  const call = found?.type === 'ChainExpression' ? found.expression : undefined;
  return call?.type === 'CallExpression' ? call.callee : undefined;
}

/** Behind the statement at the fault: the path goes on to the end of the function. */
function afterFault(site: Site): Draft | undefined {
  const { statement, writer, name, parsed } = site;
  if (!statement || !name) return undefined;
  // What follows still works with the socket: this is not where the path gives it up.
  if (statement.rest.slice(1).some((node) => mentions(textOf(parsed, node), name))) return undefined;
  return { title: TITLE, edits: [writer.after(statement, closing(site))], changesBehaviour: false };
}

function mentions(text: string, name: string): boolean {
  const at = text.indexOf(name);
  return at >= 0 && !/[\w$]/.test(text[at + name.length] ?? '') && !/[\w$.]/.test(text[at - 1] ?? '');
}

/** `destroy()`; after a `write` of the same path `end()`, so that the answer arrives, and what still comes is discarded. */
function closing({ name, path, parsed, at }: Site): Code {
  const block = path.findLast((node) => node.type === 'BlockStatement');
  const wrote =
    block?.type === 'BlockStatement' &&
    block.body.some(
      (statement) => statement.range[0] < at.end && writesTo(statement, name, (node) => textOf(parsed, node)),
    );
  return wrote && block.range[0] > ownerStart(path)
    ? [`${name}.end();`, `${name}.resume();`]
    : [`${name}.destroy();`];
}

/** Where the innermost function's own block starts: writes there belong to all paths. */
function ownerStart(path: readonly Node[]): number {
  const fn = path.findLast((node) => isFunction(node));
  return isFunction(fn) ? fn.body.range[0] : -1;
}

function writesTo(statement: Node, name: string, text: (node: Node) => string): boolean {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'CallExpression')
    return false;
  const { callee } = statement.expression;
  return (
    calledName(statement.expression) === 'write' &&
    callee.type === 'MemberExpression' &&
    text(callee.object) === name
  );
}

/** An error gives up on a socket: at the end of the catch clause, or in a new one that throws on. */
export const closeOnError: Cure = (site) => {
  if (isErrorEvent(site)) return closeInNamed(site) ?? closeInCallback(site);
  const caught = inCatchHandler(site);
  if (caught) return caught;
  const code = [`${site.name}.destroy();`];
  return (
    beforeLeaving(site, code, 'Destroy the socket when this fails') ??
    aroundRest(site) ??
    closeInCallback(site)
  );
};

/** `request.on('error', onError)`: the function it names destroys the socket where it knows it, else a listener beside it. */
function closeInNamed(site: Site): Draft | undefined {
  const { listening, writer, parsed, name, statement } = site;
  const handler = listening?.arguments.at(-1);
  if (!name || handler?.type !== 'Identifier' || listening?.callee.type !== 'MemberExpression')
    return undefined;
  const title = 'Destroy the socket when this fails';
  const fn = site.callbackOf(handler);
  const inside = fn && pathTo(parsed, { start: fn.body.range[0], end: fn.body.range[1] });
  if (fn && inside && isKnownAt(inside, name) && !name.startsWith('this'))
    return { title, edits: [writer.last(fn, [`${name}.destroy();`])], changesBehaviour: false };
  if (!statement) return undefined;
  const call = `${textOf(parsed, listening.callee)}('${site.event ?? 'error'}'`;
  const code = withCallback(writer.style, call, `${name}.destroy()`);
  return { title, edits: [writer.after(statement, code)], changesBehaviour: false };
}

/** `serve(socket).catch((error) => …)`: the handler gives up on the socket. */
function inCatchHandler({ statement, writer, name }: Site): Draft | undefined {
  const found = statement?.statement;
  const call = found?.type === 'ExpressionStatement' ? found.expression : undefined;
  if (!name || !call || !isCallOf(call, 'catch')) return undefined;
  const [handler] = call.arguments;
  if (!isFunction(handler)) return undefined;
  const edits = [writer.last(handler, [`${name}.destroy();`])];
  return { title: 'Destroy the socket when this fails', edits, changesBehaviour: false };
}

/** The fault is the listener of an error, a close or a timeout of something else. */
function isErrorEvent({ event, path }: Site): boolean {
  return /^(?:\w*[eE]rror|close|timeout|exit|abort(?:ed)?)$/.test(event ?? '') && !isFunction(path.at(-1));
}

/** What follows the fault is put in `try`; `catch` destroys and throws on. */
function aroundRest(site: Site): Draft | undefined {
  if (!site.name) return undefined;
  const standing = statementAt(site.parsed, site.at);
  if (!standing?.inList || !isStatement(standing.statement)) return undefined;
  const rest = standing.rest.filter((node) => node.type !== 'FunctionDeclaration');
  const code = [`${site.name}.destroy();`, 'throw error;'];
  const edit = site.writer.wrapInTry(rest, 'catch (error)', code);
  return edit && { title: 'Destroy the socket when this fails', edits: [edit], changesBehaviour: false };
}

/** A listener or callback destroys the socket in the end: an error listener of the partner, a timeout. */
export const closeInCallback: Cure = (site) => {
  const fn = site.callback;
  if (!fn || !site.nameInside) return undefined;
  const edits = [site.writer.last(fn, [`${site.nameInside}.destroy();`])];
  return { title: 'Destroy the socket here', edits, changesBehaviour: false };
};

/** Everything in a collection is closed before the collection forgets it. */
export const closeForgotten: Cure = (site) => {
  const collection = site.detail('collection');
  const { statement, writer } = site;
  if (!collection || !statement) return undefined;
  const code = [`for (const socket of ${collection}) socket.destroy();`];
  const title = 'Destroy the sockets before they are forgotten';
  return { title, edits: [writer.before(statement, code)], changesBehaviour: true };
};
