/** Where forecasts begin. */
import { ndarrayOf, sizeOf } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";

/** The first frames of u[t, c, …x] that were observed, one of every trajectory: u[s, c, …x]. */
export function startsOf(trajectories: readonly NdArray[]): NdArray {
  const [, ...rest] = trajectories[0].shape;
  const size = sizeOf(rest);
  const out = new Float64Array(trajectories.length * size);
  trajectories.forEach(({ data }, s) => {
    const t = Math.floor(data.findIndex(Number.isFinite) / size);
    out.set(data.subarray(t * size, (t + 1) * size), s * size);
  });
  return ndarrayOf(out, [trajectories.length, ...rest]);
}
