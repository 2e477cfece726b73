/**
 * How a plan lies in memory: a header, then one record per pass. The first pass reads the caller's
 * data, the last one writes them; between them values lie in units of 32 bytes, two real parts and
 * two imaginary parts, L units side by side for every index.
 */

export const UNIT: usize = 32;

/** What a pass does: a factor written out, any odd factor by its definition, Rader, Bluestein. */
export const WRITTEN_OUT: i32 = 0;
export const DIRECT: i32 = 1;
export const RADER: i32 = 2;

const HEADER: usize = 32;
const RECORD: usize = 48;

export function lengthOf(plan: usize): usize {
  return load<u32>(plan);
}
export function passesOf(plan: usize): usize {
  return load<u32>(plan, 4);
}
/** Units side by side, at most, where they are read from neighbouring columns. */
export function lanesOf(plan: usize): usize {
  return load<u32>(plan, 8);
}
/** The same where every unit is read from lines of its own: few, so that the cache holds them. */
export function lineLanesOf(plan: usize): usize {
  return load<u32>(plan, 12);
}

export function recordOf(plan: usize, i: usize): usize {
  return plan + HEADER + RECORD * i;
}
export function kindOf(record: usize): i32 {
  return load<i32>(record);
}
export function factorOf(record: usize): usize {
  return load<u32>(record, 4);
}
/** What remains of the length after this pass. */
export function restOf(record: usize): usize {
  return load<u32>(record, 8);
}
/** The product of the factors before this pass. */
export function doneOf(record: usize): usize {
  return load<u32>(record, 12);
}
/** (cos, −sin) of 2πjk/(p·rest) for k < rest, 1 ≤ j < p; 0 for the last pass. */
export function turnsOf(record: usize): usize {
  return load<u32>(record, 16);
}
/** Constants of the factor's own sums. */
export function rootsOf(record: usize): usize {
  return load<u32>(record, 20);
}
/** The plan of the convolution, for Rader and Bluestein. */
export function innerOf(record: usize): usize {
  return load<u32>(record, 24);
}
/** Rader: powers of a generator, then their inverses. Bluestein: the chirp. */
export function orderOf(record: usize): usize {
  return load<u32>(record, 28);
}
/** The transform of what is convolved with. */
export function kernelOf(record: usize): usize {
  return load<u32>(record, 32);
}
