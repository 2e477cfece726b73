/** Sums over the unknowns, always in the order of the unknowns, so that a run has the same bits everywhere. */

/** aᵀb. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** ‖a‖∞; NaN if an entry is. */
export function largestMagnitude(a: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const magnitude = Math.abs(a[i]);
    if (!(magnitude <= largest)) largest = magnitude;
    if (magnitude !== magnitude) return NaN;
  }
  return largest;
}
