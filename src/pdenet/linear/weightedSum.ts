/**
 * Channels weighed in every point, in one pass over them and without the array of all products:
 *
 *   y[s, x] = Σ_o c[s, o, x] d[s, o, x],   c̄ = ȳ d,   d̄ = ȳ c,
 *
 * where c may be the same for all samples.
 */
import { defineOperation, multiply, newValues, sum } from "../../autodiff/index.js";
import type { Operation, Variable } from "../../autodiff/index.js";
import { backend } from "../../compute/index.js";
import { sizeOf } from "../../core/index.js";
import type { Dense } from "../../core/index.js";

/** y[s, 1, …x] of c[s or 1, o, …x] and d[s, o, …x]. */
export function weightedSum(c: Variable, d: Variable): Variable {
  return sumOperation([c, d], undefined);
}

const sumOperation: Operation<undefined> = defineOperation(
  ([weight, channels]) => {
    const { data: c, shape: weights } = weight as Dense<Float64Array>;
    const { data: d, shape } = channels as Dense<Float64Array>;
    const [samples, count, ...grid] = shape;
    const size = sizeOf(grid);
    const data = newValues(samples * size, "float64").fill(0);
    const compute = backend();
    for (let s = 0; s < samples; s++) {
      const at = s * size;
      for (let o = 0; o < count; o++) {
        const p = (weights[0] === 1 ? o : s * count + o) * size;
        const q = (s * count + o) * size;
        const y = data.subarray(at, at + size);
        compute.multiplyAdd(c.subarray(p, p + size), d.subarray(q, q + size), y, y);
      }
    }
    return { data, shape: [samples, 1, ...grid] };
  },
  [
    (g, { inputs: [c, d] }) => {
      const all = productOperation([g, d], undefined);
      return c.shape[0] === d.shape[0] ? all : sumOfSamples(all);
    },
    (g, { inputs: [c, d] }) => productOperation([g, c], d.shape[0]),
  ],
  "weightedSum",
);

/** g[s, 1, …x] d[s or 1, o, …x]. */
const productOperation: Operation<number | undefined> = defineOperation<number | undefined>(
  ([fields, channels]) => {
    const {
      data: g,
      shape: [samples, , ...grid],
    } = fields as Dense<Float64Array>;
    const { data: d, shape } = channels as Dense<Float64Array>;
    const [, count] = shape;
    const size = sizeOf(grid);
    const data = newValues(samples * count * size, "float64");
    const compute = backend();
    for (let s = 0; s < samples; s++) {
      for (let o = 0; o < count; o++) {
        const p = (shape[0] === 1 ? o : s * count + o) * size;
        const to = (s * count + o) * size;
        const field = g.subarray(s * size, (s + 1) * size);
        compute.multiply(field, d.subarray(p, p + size), data.subarray(to, to + size));
      }
    }
    return { data, shape: [samples, count, ...grid] };
  },
  [
    (h, { inputs: [, d] }) => weightedSum(d, h),
    (h, { inputs: [g, d] }) => {
      const all = multiply(h, g);
      return d.shape[0] === h.shape[0] ? all : sumOfSamples(all);
    },
  ],
  "weighted",
);

function sumOfSamples(x: Variable): Variable {
  return sum(x, { axes: [0], keepAxes: true });
}
