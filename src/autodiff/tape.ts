/**
 * The tape: every operation of a computation in the order in which it was done, with what its
 * derivative needs. One tape is open at a time; what is computed without one is not recorded, and
 * lives in ordinary memory.
 */
import { backend } from "../compute/index.js";
import { createArray } from "../core/index.js";
import type { Precision, Precisions, Reals } from "../core/index.js";
import { type Arena, createArena } from "./arena.js";
import type { Rule } from "./operation.js";
import type { Variable } from "./variable.js";

/** An operation that was done. */
export interface Step {
  readonly name: string;
  readonly inputs: readonly Variable[];
  readonly output: Variable;
  readonly options: unknown;
  /** What the operation kept for its derivative. */
  readonly kept: unknown;
  /** The rule of the derivative to input `index`. */
  readonly ruleFor: (index: number) => Rule<unknown>;
}

/** A record of operations, and the memory of their values. */
export interface Tape {
  readonly steps: Step[];
  readonly arena: Arena;
  /** On the way back, arrays that are free once they were handed on. */
  passing?: Set<Reals> | undefined;
  /** Whether operations are recorded now. */
  recording: boolean;
  /** Whether the computation has ended, and its values with it. */
  closed: boolean;
}

let current: Tape | undefined;

/** The open tape. */
export function currentTape(): Tape | undefined {
  return current;
}

/**
 * Runs work on the open tape, or else on a new one. What it returns must not refer to values of the
 * tape, unless it was open before.
 * @param arena where the values of a new tape live; its round ends with the work. Default: one for this call.
 */
export function onTape<T>(work: (tape: Tape) => T, arena?: Arena): T {
  if (current) return work(current);
  const own = arena ?? createArena();
  const tape: Tape = { steps: [], arena: own, recording: true, closed: false };
  current = tape;
  try {
    return work(tape);
  } finally {
    tape.closed = true;
    current = undefined;
    if (arena) own.reset();
    else own.close();
  }
}

/**
 * Returns what `work` returns, computed without a record: derivatives see its results as constants.
 */
export function noGrad<T>(work: () => T): T {
  return recorded(false, work);
}

/** Runs work with or without a record of its operations. */
export function recorded<T>(recording: boolean, work: () => T): T {
  const tape = current;
  if (!tape) return work();
  const before = tape.recording;
  tape.recording = recording;
  try {
    return work();
  } finally {
    tape.recording = before;
  }
}

/** Whether what is computed now is recorded, so that a derivative may ask for what operations keep. */
export function isRecorded(): boolean {
  return current?.recording === true;
}

/** An array with undefined entries for a value: of the open tape, or of nobody but the caller. */
export function newValues<P extends Precision>(length: number, precision: P): Precisions[P] {
  return current ? current.arena.take(length, precision) : createArray(length, precision);
}

/**
 * The same for a gradient that neither its rule nor the operations behind it look at again: on the way back its array
 * is free once it was handed on.
 */
export function passingValues<P extends Precision>(length: number, precision: P): Precisions[P] {
  const values = newValues(length, precision);
  current?.passing?.add(values);
  return values;
}

/** Runs work with an array of undefined entries that it does not keep. */
export function withScratch<T, P extends Precision>(
  length: number,
  precision: P,
  work: (scratch: Precisions[P]) => T,
): T {
  const arena = current?.arena;
  const scratch = arena ? arena.take(length, precision) : backend().allocate(length, precision);
  try {
    return work(scratch);
  } finally {
    if (arena) arena.give(scratch);
    else backend().release(scratch);
  }
}
