/** A continuous field cut into phases: m(x) = #{ l : q_l < v(x) }, for levels q_0 < q_1 < … */
import {
  checkFinite,
  checkInteger,
  checkRank,
  formatShape,
  ndarrayOf,
  toFloat64,
  ValueError,
} from "../core/index.js";
import type { ArrayInput, Dense, NdArray } from "../core/index.js";
import { cumulativeFractions } from "./fractions.js";
import { cut, quantileLevels } from "./levels.js";

/**
 * The phases of a field: how many levels lie below its value, so that phase 0 is the darkest. A value at a level belongs to the phase
 * below it.
 * @param field v[s, …x]; a grey image [1, …x]
 * @param levels one number, or several in increasing order
 * @returns m[s, …x]
 * @throws ShapeError for other numbers of axes
 * @throws ValueError for levels that are not finite or do not increase, or values that are not finite
 */
export function threshold(
  field: ArrayInput,
  levels: number | readonly number[],
): NdArray<Uint8Array> {
  const where = "microstructure.threshold";
  const { data, shape } = fieldOf(field, where);
  const m = new Uint8Array(data.length);
  cut(m, 0, data, checkLevels(levels, where));
  return ndarrayOf(m, shape);
}

/**
 * The phases of a field that have given volume fractions: every sample is cut at its own quantiles, the values at index (N − 1) c_l
 * in increasing order, rounded to nearest, c_l being the cumulative fraction. Where values are different the cells with a phase up to
 * l number N c_l to within 3/2; equal values, of which images of 8 bits have many, cannot be parted.
 * @param field v[s, …x]; a grey image [1, …x]
 * @param volumeFraction of phases 0, 1, …, the darkest first, with the sum 1
 * @returns m[s, …x]
 * @throws ShapeError for other numbers of axes
 * @throws ValueError for fractions that are none, or values that are not finite
 */
export function quantileThreshold(
  field: ArrayInput,
  volumeFraction: readonly number[],
): NdArray<Uint8Array> {
  const where = "microstructure.quantileThreshold";
  const { data, shape } = fieldOf(field, where);
  const cumulative = cumulativeFractions({ volumeFraction }, where);
  const m = new Uint8Array(data.length);
  const size = data.length / shape[0];
  for (let s = 0; s < shape[0]; s++) {
    const v = data.subarray(s * size, (s + 1) * size);
    cut(m, s * size, v, quantileLevels(v, cumulative));
  }
  return ndarrayOf(m, shape);
}

/**
 * The levels as a list.
 * @throws ValueError unless they are finite and increase
 */
export function checkLevels(levels: number | readonly number[], where: string): readonly number[] {
  const list = typeof levels === "number" ? [levels] : levels;
  checkInteger(list?.length ?? 0, 1, 255, `${where}: the number of levels`);
  const increase = list.every((level, l) => Number.isFinite(level) && !(level <= list[l - 1]));
  if (increase) return list;
  throw new ValueError(
    `${where}: levels should be finite and increase; got ${formatShape(list)}. Sort them, each once.`,
  );
}

function fieldOf(field: ArrayInput, where: string): Dense<Float64Array> {
  const dense = toFloat64(field, `${where}: field`);
  checkRank(dense, [2, 3, 4], "[sample, …x]", `${where}: field`);
  checkFinite(dense, `${where}: field`);
  return dense;
}
