/** A function of two numbers for every entry of two arrays, with broadcasting. */
import type { Planes } from "../../compute/index.js";
import { precisionOf, sameShape, sizeOf } from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import type { Result } from "../operation.js";
import { newValues } from "../tape.js";
import type { Values } from "../variable.js";
import { broadcastShape } from "./broadcast.js";
import { forEachLine, planesOf } from "./lines.js";

/**
 * Fills out[to + k], k < count, from a[i + k di] and b[j + k dj]. A loop of its own for every function:
 * one that calls a function for every entry takes several times as long.
 */
export type LineKernel = (
  a: Reals,
  i: number,
  di: number,
  b: Reals,
  j: number,
  dj: number,
  out: Reals,
  to: number,
  count: number,
) => void;

/**
 * The function's values.
 * @param line its loop
 * @param kernel a faster one for whole arrays of one length
 * @param scaled a faster one for a number and an array, if the function is symmetric
 * @param planewise a faster one for an array and a number for each of its channels
 */
export function combine(
  name: string,
  a: Values,
  b: Values,
  line: LineKernel,
  kernel?: (a: Reals, b: Reals, out: Reals) => void,
  scaled?: (a: number, b: Reals, out: Reals) => void,
  planewise?: (a: Reals, b: Reals, planes: Planes, out: Reals) => void,
): Result {
  const shape = broadcastShape(a.shape, b.shape, `autodiff.${name}`);
  const [x, y] = [a.data, b.data];
  const data = newValues(sizeOf(shape), precisionOf(x));
  const planes = planewise && x.length === data.length ? planesOf(shape, b.shape) : undefined;
  if (kernel && sameShape(a.shape, b.shape)) kernel(x, y, data);
  else if (scaled && x.length === 1) scaled(x[0], y, data);
  else if (scaled && y.length === 1) scaled(y[0], x, data);
  else if (planewise && planes) planewise(x, y, planes, data);
  else {
    forEachLine(shape, [a.shape, b.shape], (starts, steps, to, count) => {
      line(x, starts[0], steps[0], y, starts[1], steps[1], data, to, count);
    });
  }
  return { data, shape };
}
