/** Two frequencies in one vector; where only one is left, it stands in both lanes. */

/** A complex number of two frequencies: real parts, then imaginary parts. */
export const ENTRY: usize = 32;

/** The numbers of two neighbouring frequencies, or twice that of one. */
export function take(address: usize, both: bool): v128 {
  return both ? v128.load(address) : v128.load64_splat(address);
}

/** Stores both lanes, or the first alone. */
export function put(address: usize, value: v128, both: bool): void {
  if (both) v128.store(address, value);
  else v128.store64_lane(address, value, 0);
}
