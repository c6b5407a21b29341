import type { Value } from '../values.js';
import { optionOf, optionsOf, truth, UNKNOWN } from '../values.js';

/** The options object among a call's arguments: the first that is neither a function nor a plain value. */
export function optionsAmong(args: readonly Value[]): Value | undefined {
  return args.find((arg) => optionsOf(arg).some(({ kind }) => kind === 'object' || kind === 'unknown'));
}

export function option(options: Value | undefined, name: string): Value | undefined {
  return options && optionOf(options, 'object')?.fields.get(name);
}

/** Whether a flag is set; `unknown` when the object comes from code that is not read. */
export function flag(options: Value | undefined, name: string): boolean | 'unknown' {
  if (!options) return false;
  const given = optionOf(options, 'object');
  const value = given?.fields.get(name);
  if (value) return truth(value) ?? 'unknown';
  if (!given) return optionsOf(options).some(({ kind }) => kind === 'unknown') ? 'unknown' : false;
  return given.rest ? 'unknown' : false;
}

/** Whether the options ask for HEAD, whose answer has no body (RFC 9110 §9.3.2): nothing of it can stay unread. */
export function isHead(args: readonly Value[]): boolean {
  return args.some((arg) =>
    optionsOf(option(arg, 'method') ?? UNKNOWN).some(
      (method) => method.kind === 'constant' && String(method.value).toUpperCase() === 'HEAD',
    ),
  );
}

/** The callback among a call's arguments: the last function. */
export function callbackOf(args: readonly Value[]): Value | undefined {
  return args.findLast((arg) => optionsOf(arg).some(({ kind }) => kind === 'function' || kind === 'native'));
}
