/** Mirror images and quarter turns, the symmetries of the grid. */
import { checkInteger, ValueError } from "../core/index.js";
import type { ArrayInput, NdArray, NumericData } from "../core/index.js";
import { picked, sampled, whole } from "./picked.js";
import type { Picks } from "./picked.js";

/**
 * Every sample mirrored along a space axis: m[s, …, n − 1 − x_a, …].
 * @param m microstructures or fields m[s, …x]
 * @param axis the space axis: 0 x, 1 y, 2 z
 * @returns m[s, …x] in the number type of m
 * @throws ShapeError for another number of axes; ValueError for an axis that is not there
 */
export function flip<D extends NumericData>(m: NdArray<D>, axis: number): NdArray<D>;
export function flip(m: ArrayInput, axis: number): NdArray<NumericData>;
export function flip(m: ArrayInput, axis: number): NdArray<NumericData> {
  const where = "microstructure.flip";
  const dense = sampled(m, where);
  const { shape } = dense;
  checkInteger(axis, 0, shape.length - 2, `${where}: axis`);
  const axes = shape.map((_, a) => (a === axis + 1 ? reversed(a, shape) : whole(a, shape)));
  return picked(dense, axes);
}

/**
 * Every sample turned by quarter turns in a plane: one turn takes what lies along the first axis to the second, so that with x to the
 * right and y up it goes counter-clockwise, m'[s, n_y − 1 − y, x] = m[s, x, y].
 * @param m microstructures or fields m[s, …x] with two or three space axes
 * @param turns how many quarter turns, of either sign. Default 1.
 * @param plane the two space axes of the plane. Default [0, 1], x to y.
 * @returns m[s, …x] in the number type of m; an odd number of turns changes the two lengths with each other
 * @throws ShapeError for another number of axes; ValueError for turns that are no integer, or a plane that is none
 */
export function rotate90<D extends NumericData>(
  m: NdArray<D>,
  turns?: number,
  plane?: readonly [number, number],
): NdArray<D>;
export function rotate90(
  m: ArrayInput,
  turns?: number,
  plane?: readonly [number, number],
): NdArray<NumericData>;
export function rotate90(
  m: ArrayInput,
  turns = 1,
  plane: readonly [number, number] = [0, 1],
): NdArray<NumericData> {
  const where = "microstructure.rotate90";
  const dense = sampled(m, where);
  const { shape } = dense;
  checkInteger(turns, -Infinity, Infinity, `${where}: turns`);
  plane.forEach((axis, i) => {
    checkInteger(axis, 0, shape.length - 2, `${where}: plane[${i}]`);
  });
  const [first, second] = plane.map((axis) => axis + 1);
  if (first === second) {
    throw new ValueError(`${where}: plane should be two different axes; got ${plane[0]} twice.`);
  }
  const quarter = ((turns % 4) + 4) % 4;
  const axes = shape.map((_, a) => whole(a, shape));
  // Along the first axis of the result: x, n_y − 1 − y, n_x − 1 − x, y; along the second: y, x, …
  const along: readonly (readonly [Picks, Picks])[] = [
    [whole(first, shape), whole(second, shape)],
    [reversed(second, shape), whole(first, shape)],
    [reversed(first, shape), reversed(second, shape)],
    [whole(second, shape), reversed(first, shape)],
  ];
  [axes[first], axes[second]] = along[quarter];
  return picked(dense, axes);
}

function reversed(axis: number, shape: readonly number[]): Picks {
  return { axis, picks: [...whole(axis, shape).picks].reverse() };
}
