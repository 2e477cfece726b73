/**
 * PReLU: y = x where x > 0, a[c] x elsewhere, with a slope for every channel that is learnt. With the signs of x
 * held fixed it is linear in x and in a, and so are its derivatives, made of three products:
 *
 *   sided   y = u, or a[c] u where x ≤ 0        below   y = 0, or a[c] u where x ≤ 0
 *   belowSum   y[c] = Σ u v over all entries of channel c where x ≤ 0
 *
 * He, Zhang, Ren and Sun, "Delving deep into rectifiers" (ICCV 2015), equation 1.
 */
import { backend } from "../../compute/index.js";
import { checkRank, checkShape, precisionOf, sizeOf } from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { defineOperation, type Operation } from "../operation.js";
import { newValues, withScratch } from "../tape.js";
import { asVariables, type Operand, type Variable } from "../variable.js";

/**
 * x, or slope[c] · x where x ≤ 0.
 * @param x x[s, c, …x]
 * @param slope slope[c], or one for all channels: slope[1]
 * @throws ShapeError if x has no channels, or the slopes are not as many
 */
export function prelu(x: Operand, slope: Operand): Variable {
  const [from, slopes] = asVariables([x, slope], "autodiff.prelu");
  checkRank(from, [2, 3, 4, 5], "[sample, channel, …x]", "autodiff.prelu: x");
  const count = slopes.size === 1 ? 1 : from.shape[1];
  checkShape(slopes, [count], "Give one slope per channel, or one.", "autodiff.prelu: slope");
  return sided([from, slopes], { signs: from.data, shape: from.shape, slopes: count });
}

/** The signs that decide, and how many slopes there are. */
interface Sides {
  readonly signs: Reals;
  /** [s, c, …x] */
  readonly shape: readonly number[];
  /** One for every channel, or 1. */
  readonly slopes: number;
}

const sided: Operation<Sides> = defineOperation<Sides>(
  ([{ data: u }, { data: slope }], sides) => {
    const data = newValues(u.length, precisionOf(u));
    fillSided(u, slope, sides, data);
    return { data, shape: sides.shape };
  },
  [
    (g, { inputs: [, slope], options }) => sided([g, slope], options),
    (g, { inputs: [u], options }) => belowSum([g, u], options),
  ],
  "prelu",
);

/** sided with slope a less sided with slope 0. */
const below: Operation<Sides> = defineOperation<Sides>(
  ([{ data: u }, { data: slope }], sides) => {
    const data = newValues(u.length, precisionOf(u));
    fillSided(u, slope, sides, data);
    withScratch(u.length, precisionOf(u), (above) => {
      fillSided(u, slope.slice().fill(0), sides, above);
      backend().addScaled(-1, above, data, data);
    });
    return { data, shape: sides.shape };
  },
  [
    (g, { inputs: [, slope], options }) => below([g, slope], options),
    (g, { inputs: [u], options }) => belowSum([g, u], options),
  ],
  "preluBelow",
);

/** The sum over all entries less that over those above zero. */
const belowSum: Operation<Sides> = defineOperation<Sides>(
  ([{ data: u }, { data: v }], sides) => {
    const { slopes } = sides;
    const sums = new Float64Array(slopes);
    withScratch(u.length, precisionOf(u), (above) => {
      fillSided(u, new Float64Array(slopes), sides, above);
      forEachChannel(sides, (c, first, last) => {
        const of = v.subarray(first, last);
        sums[c] += backend().dot(u.subarray(first, last), of);
        sums[c] -= backend().dot(above.subarray(first, last), of);
      });
    });
    const data = newValues(slopes, precisionOf(u));
    data.set(sums);
    return { data, shape: [slopes] };
  },
  [
    (g, { inputs: [, v], options }) => below([v, g], options),
    (g, { inputs: [u], options }) => below([u, g], options),
  ],
  "preluSum",
);

/** u where the signs are positive, a u elsewhere: the backend's derivative of a leaky ReLU, times u. */
function fillSided(u: Reals, slope: Reals, sides: Sides, out: Reals): void {
  const loops = backend();
  forEachChannel(sides, (c, first, last) => {
    const part = (array: Reals): Reals => array.subarray(first, last);
    loops.activateBackward("leakyRelu", part(sides.signs), part(u), slope[c], part(out));
  });
}

/** Calls `work` for the entries [first, last) that share a slope, with its number. */
function forEachChannel(
  { shape, slopes }: Sides,
  work: (slope: number, first: number, last: number) => void,
): void {
  const [samples, channels, ...space] = shape;
  if (slopes === 1) {
    work(0, 0, sizeOf(shape));
    return;
  }
  const size = sizeOf(space);
  for (let i = 0; i < samples * channels; i++) work(i % channels, i * size, (i + 1) * size);
}
