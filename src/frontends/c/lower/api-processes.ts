import { SPECIAL } from '../../../lifecycle/descriptor/vocabulary.js';
import type { Place } from '../../../lifecycle/ir.js';
import { textOf, type Syntax } from '../syntax.js';
import { isArithmetic, type TypeRef } from '../types.js';
import type { Lowering } from './api.js';
import { resultOf, unknown, type Call } from './calls.js';
import type { Closure, Frame } from './frame.js';
import { runClosure } from './inline.js';
import { NORETURN } from './library.js';
import type { Value } from './value.js';

/** Processes and threads: fork(2), exec(3), wait(2), exit(3), pthread_create(3), std::thread. */
export const PROCESSES: Readonly<Record<string, Lowering>> = {
  fork,
  vfork: fork,
  ...Object.fromEntries(
    ['execl', 'execlp', 'execle', 'execv', 'execvp', 'execve', 'execvpe', 'fexecve'].map((name) => [
      name,
      exec,
    ]),
  ),
  wait: (call) => waitChild(call),
  waitpid: (call) => waitChild(call),
  ...Object.fromEntries([...NORETURN].map((name) => [name, stop])),
  pthread_exit: threadEnd,
  pthread_create: (call) => startThread(call, 2, [3]),
  thrd_create: (call) => startThread(call, 1, [2]),
  thread: objectThread,
  jthread: objectThread,
  async: objectThread,
  setjmp: unsure,
  _setjmp: unsure,
  sigsetjmp: unsure,
};

function fork(call: Call): Value {
  const result = call.into ?? call.f.temp();
  call.f.emit({ op: 'special', name: SPECIAL.fork, places: [result], at: call.at });
  return { place: result };
}

/** On success nothing after it runs in this process; what follows is the failure. */
function exec(call: Call): Value {
  call.f.emit({ op: 'special', name: SPECIAL.exec, places: [], at: call.at });
  return resultOf(call);
}

function waitChild(call: Call): Value {
  const result = call.into ?? call.f.temp();
  call.f.emit({ op: 'special', name: SPECIAL.waitChild, places: [result], at: call.at });
  return { place: result };
}

function stop({ f }: Call): Value {
  f.builder.halt('stop');
  return {};
}

function threadEnd({ f }: Call): Value {
  f.builder.halt('return');
  return {};
}

/** setjmp(3) returns twice: control flow that is not in the text. */
function unsure(call: Call): Value {
  call.f.builder.sure = false;
  return resultOf(call);
}

/**
 * The thread runs its function with the argument, or could not be started: then the result is an error number. Who does not
 * look at the result takes it for granted, and so do we.
 */
function startThread(call: Call, entryArg: number, passed: readonly number[]): Value {
  const { f, at } = call;
  const result = call.into ?? f.temp();
  const [started, failed, after] = [f.builder.label(), f.builder.label(), f.builder.label()];
  f.builder.branch(started);
  if (!call.discarded) f.builder.branch(failed);
  f.builder.seal();
  f.builder.place(failed);
  f.emit({ op: 'assign', into: result, value: 1, at });
  f.builder.jump(after);
  f.builder.place(started);
  run(call, call.args[entryArg], passed);
  f.emit({ op: 'assign', into: result, value: 0, at });
  f.builder.place(after);
  return { place: result };
}

function run(call: Call, entry: Syntax | undefined, passed: readonly number[]): void {
  const name = entry ? textOf(entry).replace(/^[&\s]+/, '') : '';
  const values = passed.map((index) => call.values[index] ?? {});
  const known = call.f.declarations.signature(name, values.length);
  for (const value of values) shareRecord(call, value);
  unknown({ ...call, into: undefined, values, concurrent: true }, known ? name : '@thread', known?.params);
}

/** What is passed by pointer both sides can reach from now on; a descriptor passed by value is the thread's. */
function shareRecord({ f, at }: Call, { place, type, address }: Value): void {
  if (place === undefined || !(address ?? (type?.pointer && !isArithmetic(type)))) return;
  const inside = type ? recordsIn(f, type) : [];
  f.emit({ op: 'escape', handle: place, to: 'thread', at, ...(inside.length > 0 ? { inside } : {}) });
}

/** The fields of a record that are records themselves, and theirs. */
function recordsIn(f: Frame, type: TypeRef, depth = 0): string[] {
  const record = f.declarations.record(f.declarations.resolve(type).name);
  if (!record || depth > 2) return [];
  return [...record.fields].flatMap(([name, { type: inner }]) =>
    inner.pointer || inner.array || !f.declarations.record(f.declarations.resolve(inner).name)
      ? []
      : [`.${name}`, ...recordsIn(f, inner, depth + 1).map((rest) => `.${name}${rest}`)],
  );
}

/** `std::thread(f, a, b)`: started now; that it cannot start is an exception (and rare: no path of its own). */
function objectThread(call: Call): Value {
  const [entry, ...rest] = call.args;
  const body = call.values[0]?.place;
  const closure = body === undefined ? undefined : call.f.closures.get(body);
  if (body !== undefined && closure) lambdaThread(call, body, closure);
  else
    run(
      call,
      entry,
      rest.map((_, i) => i + 1),
    );
  return {};
}

/**
 * A lambda's own copies are the thread's: it runs to its end here, or is still running. What it refers to is shared; what it makes
 * is its own.
 */
function lambdaThread(call: Call, body: Place, closure: Closure): void {
  const { f, at, values } = call;
  const captures = closure.node.kids.find((kid) => kid.type === 'lambda_capture_specifier');
  if (!captures || /&|\bthis\b/.test(textOf(captures))) f.escapeCaptures(body, 'thread', at);
  const [runs, stays, after] = [f.builder.label(), f.builder.label(), f.builder.label()];
  f.builder.branch(runs);
  f.builder.branch(stays);
  f.builder.seal();
  f.builder.place(stays);
  f.escapeCaptures(body, 'thread', at);
  f.builder.jump(after);
  f.builder.place(runs);
  runClosure(f, closure, values.slice(1), at);
  f.builder.place(after);
}
