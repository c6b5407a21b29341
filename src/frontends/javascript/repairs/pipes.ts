import type { TSESTree } from '@typescript-eslint/types';
import { arrowHead, render, withCallback, type Code } from './code.js';
import { imported } from './imports.js';
import { replace } from './place.js';
import type { Cure, Draft, Site } from './site.js';
import { closeInCallback } from './paths.js';
import { isCallOf, textOf } from './syntax.js';

/** The fault is told at the target's listener: it destroys the source. */
export const destroyInTargetListener: Cure = (site) =>
  site.event === 'error' || site.event === 'close' ? closeInCallback(site) : undefined;

/** `a.pipe(b).pipe(c);` becomes `pipeline(a, b, c, …)`, which destroys all of them when one fails. */
export const usePipeline: Cure = (site) => {
  const { statement, writer, parsed, name } = site;
  const expression =
    statement?.statement.type === 'ExpressionStatement' ? statement.statement.expression : undefined;
  const streams = expression && streamsOf(site, expression);
  if (!expression || !streams || !name) return undefined;
  const { name: pipeline, edits } = imported(parsed, writer.style, 'stream', 'pipeline');
  const indent = writer.indentAt(expression.range[0]);
  const call = `${pipeline}(${streams.join(', ')}`;
  const code: Code = [`${call}, ${head(site)}`, `  if (error) ${name}.destroy();`, '})'];
  const edit = replace(...expression.range, render(code, writer.style, indent));
  return {
    title: 'Connect them by pipeline(), which destroys both when one fails',
    edits: [...edits, edit],
    changesBehaviour: true,
  };
};

function head({ writer: { style } }: Site): string {
  return style.arrows ? `${arrowHead(style, ['error'])} {` : 'function (error) {';
}

/** The streams of a chain of plain pipes, in the order of the data. */
function streamsOf(site: Site, chain: TSESTree.Expression): string[] | undefined {
  const targets: string[] = [];
  let at: TSESTree.Expression = chain;
  while (isCallOf(at, 'pipe') && at.callee.type === 'MemberExpression') {
    const [target, ...options] = at.arguments;
    if (!target || options.length > 0) return undefined;
    targets.unshift(textOf(site.parsed, target));
    at = at.callee.object;
  }
  const plain =
    targets.length > 0 &&
    (at.type === 'Identifier' || at.type === 'MemberExpression' || at.type === 'ThisExpression');
  return plain ? [textOf(site.parsed, at), ...targets] : undefined;
}

/** The source is destroyed when the target fails. */
export const destroyWithTarget: Cure = (site) =>
  besidePipe(site, 'error', 'destroy', 'Destroy the source when the target fails');

function besidePipe(site: Site, event: string, how: string, title: string): Draft | undefined {
  const to = site.detail('to');
  const { statement, writer, name } = site;
  if (!to || !statement || !name || !/^[\w$.#]+$/.test(to)) return undefined;
  const code = withCallback(writer.style, `${to}.on('${event}'`, `${name}.${how}()`);
  return { title, edits: [writer.after(statement, code)], changesBehaviour: false };
}

/** The half-open source of a pipe ends itself: nothing comes back that would end it. */
export const endBesidePipe: Cure = (site) => {
  const { statement, writer, name } = site;
  if (!statement || !name) return undefined;
  const code = withCallback(writer.style, `${name}.on('end'`, `${name}.end()`);
  return {
    title: "End the socket when the peer's FIN arrives",
    edits: [writer.after(statement, code)],
    changesBehaviour: false,
  };
};

/** After the peer's FIN the partner has a bounded time to finish. */
export const boundWait: Cure = (site) => {
  const title = "Destroy the socket 30 s after the peer's FIN, if the other side has not ended";
  const code = (name: string): Code =>
    withCallback(site.writer.style, `${name}.on('end'`, `setTimeout(() => ${name}.destroy(), 30_000)`);
  const draft = site.atOpening(title, code, true);
  if (draft || !site.statement || !site.name) return draft;
  return { title, edits: [site.writer.after(site.statement, code(site.name))], changesBehaviour: true };
};
