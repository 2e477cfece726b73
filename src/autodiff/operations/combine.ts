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
 * one that calls a function for every entry takes several times as long, and places as products do too.
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

/** Faster loops, for lines of two arrays or of an array and a single entry of another; a function that is symmetric. */
export interface LineKernels {
  readonly both?: (a: Reals, b: Reals, out: Reals) => void;
  readonly withOne?: (x: Reals, one: Reals, out: Reals) => void;
  /** Of a whole array and another with one number for each of its channels, in this order. */
  readonly perChannel?: (x: Reals, channels: Reals, planes: Planes, out: Reals) => void;
}

/** Shorter lines are done sooner than views of them are made. */
const LONG = 512;

/** The function's values. */
export function combine(
  name: string,
  a: Values,
  b: Values,
  line: LineKernel,
  { both, withOne, perChannel }: LineKernels = {},
): Result {
  const shape = broadcastShape(a.shape, b.shape, `autodiff.${name}`);
  const [x, y] = [a.data, b.data];
  const data = newValues(sizeOf(shape), precisionOf(x));
  if (both && sameShape(a.shape, b.shape)) {
    both(x, y, data);
    return { data, shape };
  }
  const planes = perChannel && x.length === data.length && planesOf(shape, b.shape);
  if (perChannel && planes) {
    perChannel(x, y, planes, data);
    return { data, shape };
  }
  forEachLine(shape, [a.shape, b.shape], ([i, j], [di, dj], to, count) => {
    const kernel = di === dj ? both : withOne;
    if (!kernel || count < LONG) line(x, i, di, y, j, dj, data, to, count);
    else {
      const lineOfX = x.subarray(i, di === 0 ? i + 1 : i + count);
      const lineOfY = y.subarray(j, dj === 0 ? j + 1 : j + count);
      const out = data.subarray(to, to + count);
      if (di === 0) kernel(lineOfY, lineOfX, out);
      else kernel(lineOfX, lineOfY, out);
    }
  });
  return { data, shape };
}
