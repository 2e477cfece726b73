/** What all ways to write an equation share: digits of numbers, names of derivatives, powers. */
import { sortedFactors } from "./equation.js";
import type { Factor } from "./equation.js";

/** The options a notation needs. */
export interface Written {
  readonly digits: number;
  readonly contributions: boolean;
  readonly intervals: boolean;
}

/** Sizes from 10⁻³ on and below 10⁵ are written without a power of ten. */
const [SMALLEST_PLAIN, LARGEST_PLAIN] = [-3, 4];

/** A number in significant digits, and the power of ten that belongs to it: 0 for none. */
export function digitsOf(
  value: number,
  digits: number,
): { readonly mantissa: string; readonly exponent: number } {
  if (value === 0 || !Number.isFinite(value)) return { mantissa: String(value), exponent: 0 };
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  const exponent = Number(power);
  if (exponent < SMALLEST_PLAIN || exponent > LARGEST_PLAIN) return { mantissa, exponent };
  const decimals = Math.max(0, digits - 1 - exponent);
  return { mantissa: value.toFixed(decimals), exponent: 0 };
}

/** Half the interval where the coefficient stands in its middle, to a hundredth of its length; else null. */
export function halfWidth(
  coefficient: number,
  [low, high]: readonly [number, number],
): number | null {
  const off = Math.abs(coefficient - (low + high) / 2);
  return off <= 0.01 * (high - low) ? (high - low) / 2 : null;
}

/** The axes of a derivative, each as often as it is differentiated along: xxy. */
export function subscript(order: readonly number[], axes: readonly string[]): string {
  return order.map((o, axis) => axes[axis].repeat(o)).join("");
}

/** The factors in the order in which they are written, equal ones as a power. */
export function powersOf(
  factors: readonly Factor[],
): { readonly factor: Factor; readonly power: number }[] {
  const out: { factor: Factor; power: number }[] = [];
  for (const factor of sortedFactors(factors)) {
    const before = out.at(-1);
    if (before && isSame(before.factor, factor)) before.power++;
    else out.push({ factor, power: 1 });
  }
  return out;
}

function isSame(a: Factor, b: Factor): boolean {
  return a.component === b.component && a.order.join() === b.order.join();
}
