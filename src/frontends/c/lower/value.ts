import type { Place } from '../../../lifecycle/ir.js';
import type { TypeRef } from '../types.js';

/** What an expression gives, as far as the lifecycle of sockets needs to know; all absent = anything. */
export interface Value {
  /** Where the value lives. */
  readonly place?: Place;
  /** A number known from the text; NULL, false and nullptr are 0. */
  readonly value?: number;
  /** It is `errno`, or a copy of it. */
  readonly errno?: true;
  readonly type?: TypeRef | undefined;
  /** `&x`: the value is where the place lives. */
  readonly address?: true;
}

export const UNKNOWN: Value = {};

/** Stands for numbers that are only known to be greater than zero: sizes, counts. */
export const SOME_SIZE = 8;
