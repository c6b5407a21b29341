import { innermost, isCallOf, isStatement, pathTo, textOf, walk, type Node } from './syntax.js';
import { arrowHead, withCallback, type Code } from './code.js';
import { replace, standingOf } from './place.js';
import type { Cure, Draft, Site } from './site.js';

/** An event that hands over a socket for closing: its listener destroys it. */
export const destroyInOwner: Cure = (site) => {
  const fn = site.callback;
  const title = 'Destroy the socket that the event hands over';
  if (!fn || !site.nameInside) return anotherListener(site, title);
  const close = `${site.nameInside}.destroy();`;
  // Where some way ends it with an answer, that answer still goes out.
  const code = site.leak.always ? [close] : [`if (!${site.nameInside}.writableEnded) ${close}`];
  return { title, edits: [site.writer.last(fn, code)], changesBehaviour: false };
};

/** The listener has no name for the socket: another one beside it, outside of a loop over events. */
function anotherListener(site: Site, title: string): Draft | undefined {
  const { listening, path, parsed, writer } = site;
  if (listening?.callee.type !== 'MemberExpression') return undefined;
  const loop = innermost(path, (node): node is Node => /^For(?:Of|In)?Statement$/.test(node.type));
  const statement =
    loop ?? innermost(path, (node): node is Node => isStatement(node) && node.type !== 'BlockStatement');
  const standing = statement && standingOf(path, statement.index);
  if (!standing) return undefined;
  const emitter = textOf(parsed, listening.callee.object);
  return { title, edits: [writer.after(standing, listener(site, emitter))], changesBehaviour: false };
}

function listener({ writer: { style } }: Site, emitter: string): Code {
  const params = ['_error', 'socket'];
  const call = `${emitter}.on('clientError'`;
  return style.arrows
    ? [`${call}, ${arrowHead(style, params)} socket.destroy());`]
    : withCallback(style, call, 'socket.destroy()', params);
}

/** The parent gives its copy of a handle up once the child has its own. */
export const destroyParentsCopy: Cure = (site) => {
  const { statement, writer, name } = site;
  const child = site.detail('child') ?? declaredName(statement?.statement);
  if (!statement || !child || !name) return sendAlone(site);
  const code = withCallback(writer.style, `${child}.on('spawn'`, `${name}.destroy()`);
  const title = "Destroy the parent's copy once the child has started";
  return { title, edits: [writer.after(statement, code)], changesBehaviour: false };
};

/** `child.send(message, socket, { keepOpen: true })`: without the option the handle is the child's alone. */
function sendAlone({ parsed, at }: Site): Draft | undefined {
  const call = pathTo(parsed, at).findLast((node) => isCallOf(node, 'send'));
  const kept = [...(call ? walk(call) : [])].find(
    (node) => node.type === 'Property' && textOf(parsed, node.key) === 'keepOpen',
  );
  if (kept?.type !== 'Property') return undefined;
  const edits = [replace(...kept.value.range, 'false')];
  return { title: 'Leave the handle to the child alone', edits, changesBehaviour: false };
}

function declaredName(statement: Node | undefined): string | undefined {
  if (statement?.type !== 'VariableDeclaration') return undefined;
  const [{ id }] = statement.declarations;
  return id.type === 'Identifier' ? id.name : undefined;
}
