import type { TSESTree } from '@typescript-eslint/types';
import { exposeCollections } from '../evaluate/exposure.js';
import { Frame } from '../evaluate/frame.js';
import type { Scope } from '../evaluate/scope.js';
import { runBody } from '../evaluate/statements.js';
import type { Value } from '../values.js';
import { object, UNDEFINED } from '../values.js';
import type { SourceModule } from './source-module.js';

/**
 * Evaluates a module when one of its names is first needed; a cycle finds what is there so far. What it does by itself
 * belongs to its own analysis and is recorded nowhere.
 */
export function exportsOf(scope: Scope, module: SourceModule, node: TSESTree.Node): Value {
  if (!module.frame) {
    const frame = topFrame(scope.act.program.nextId(), module);
    scope.act.program.muted(() => {
      const { at } = scope.act.where(node, scope.frame);
      const act = scope.act.program.activation('module', at, false, at);
      runBody({ act, frame }, module.parsed.ast.body);
      exposeCollections(module);
    });
  }
  return wholeOf(module);
}

export function wholeOf({ frame, exports, whole }: SourceModule): Value {
  if (whole) return whole;
  const assigned = frame?.find('module')?.value;
  const common = assigned?.kind === 'object' ? assigned.fields.get('exports') : undefined;
  if (common && (common.kind !== 'object' || common !== exports)) {
    if (common.kind === 'union') {
      const [, last = UNDEFINED] = common.options;
      return last;
    }
    return common;
  }
  return exports;
}

/** The frame of a module with the names CommonJS gives it. */
export function topFrame(id: number, module: SourceModule): Frame {
  const frame = new Frame(id, undefined, true, module, []);
  module.frame = frame;
  const self = object();
  self.fields.set('exports', module.exports);
  frame.declare('module', self, 'const');
  frame.declare('exports', module.exports, 'const');
  frame.declare('this', module.exports, 'const');
  return frame;
}
