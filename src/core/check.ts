/** The checks of the public border. Each words its own sentence; inner code trusts what passed. */
import type { Dense } from "./array.js";
import { ShapeError, ValueError } from "./errors.js";
import { formatShape, sameShape, unravel } from "./shape.js";

/**
 * Refuses NaN and infinities, naming the first index.
 * @throws ValueError
 */
export function checkFinite({ data, shape }: Dense, where: string): void {
  if (!(data instanceof Float64Array || data instanceof Float32Array) || allFinite(data)) return;
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) {
      throw new ValueError(
        `${where} should be finite; got ${data[i]} at index ${formatShape(unravel(i, shape))}. ` +
          `Remove or fill that entry first.`,
      );
    }
  }
}

/**
 * Whether all values are finite: 0 · x is NaN for the others, and a sum keeps a NaN. Two sums, so that
 * one addition need not wait for the one before it.
 */
function allFinite(data: Float64Array | Float32Array): boolean {
  let [even, odd] = [0, 0];
  for (let i = 1; i < data.length; i += 2) {
    even += 0 * data[i - 1];
    odd += 0 * data[i];
  }
  const last = data.length % 2 === 1 ? 0 * data[data.length - 1] : 0;
  return even + odd + last === 0;
}

/**
 * Refuses arrays with another number of axes.
 * @param layout the axes in words, for the message: `[sample, …x]`
 * @throws ShapeError
 */
export function checkRank(
  array: Dense,
  ranks: readonly number[],
  layout: string,
  where: string,
): void {
  if (ranks.includes(array.shape.length)) return;
  throw new ShapeError(
    `${where} should have the axes ${layout} (${ranks.join(" or ")} axes); ` +
      `got ${formatShape(array.shape)}. Reshape it, a single sample with a leading axis of length 1.`,
  );
}

/**
 * Refuses arrays of another shape.
 * @throws ShapeError
 */
export function checkShape(
  array: Dense,
  expected: readonly number[],
  advice: string,
  where: string,
): void {
  if (sameShape(array.shape, expected)) return;
  throw new ShapeError(
    `${where} should have shape ${formatShape(expected)}; got ${formatShape(array.shape)}. ${advice}`,
  );
}

/**
 * Refuses numbers that are not integers within [from, to].
 * @throws ValueError
 */
export function checkInteger(value: number, from: number, to: number, where: string): void {
  if (Number.isInteger(value) && value >= from && value <= to) return;
  throw new ValueError(`${where} should be an integer${rangeText(from, to)}; got ${shown(value)}.`);
}

/**
 * Refuses numbers that are not finite or lie outside [from, to].
 * @throws ValueError
 */
export function checkNumber(value: number, from: number, to: number, where: string): void {
  if (Number.isFinite(value) && value >= from && value <= to) return;
  throw new ValueError(
    `${where} should be a finite number${rangeText(from, to)}; got ${shown(value)}.`,
  );
}

/** The range in words; ends that only keep infinities or zero out are none. */
function rangeText(from: number, to: number): string {
  const least = from === Number.MIN_VALUE ? " > 0" : ` ≥ ${from}`;
  if (to < Number.MAX_VALUE) {
    return from === Number.MIN_VALUE ? `${least} and ≤ ${to}` : ` between ${from} and ${to}`;
  }
  return from > -Number.MAX_VALUE ? least : "";
}

/** What came, so that text that looks like a number is seen to be text. */
function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/**
 * Refuses option values that are none of the known words.
 * @throws ValueError
 */
export function checkOneOf<T extends string>(
  value: string,
  known: readonly T[],
  where: string,
): asserts value is T {
  if ((known as readonly string[]).includes(value)) return;
  throw new ValueError(
    `${where} should be one of ${known.map((word) => `"${word}"`).join(", ")}; got "${value}".`,
  );
}

/**
 * Refuses option values that are neither true nor false.
 * @throws ValueError
 */
export function checkBoolean(value: boolean, where: string): void {
  if (typeof value === "boolean") return;
  throw new ValueError(`${where} should be true or false; got ${JSON.stringify(value)}.`);
}
