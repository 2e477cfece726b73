/**
 * Upsampling: every cell becomes f cells, on every space axis. "nearest" repeats its entry; "linear"
 * interpolates between the centres of cells, axis by axis,
 *
 *   y[f m + p] = (1 − |δ|) u[m] + |δ| u[m + sign δ],   δ = (p + ½)/f − ½,
 *
 * where beyond an axis lies the grid again, or its last cell ("edge", PyTorch's align_corners=False).
 */
import { checkOneOf, checkRank, precisionOf, sizeOf } from "../../core/index.js";
import { defineOperation, type Operation } from "../operation.js";
import { newValues } from "../tape.js";
import { asVariables, type Operand, type Variable } from "../variable.js";
import { type PerAxis, perAxis } from "./perAxis.js";
import { spreadWindows } from "./pooling.js";
import { windowsOn } from "./poolingWindows.js";

const MODES = ["nearest", "linear"] as const;
const PADDINGS = ["periodic", "edge"] as const;

/** How to fill in. */
export interface UpsampleOptions {
  /** "nearest" (default) repeats entries, "linear" interpolates. */
  readonly mode?: (typeof MODES)[number];
  /** What lies beyond the grid for "linear": the grid again ("periodic", default), or its last cell ("edge"). */
  readonly padding?: (typeof PADDINGS)[number];
}

/**
 * The fields on a grid that is finer by a factor.
 * @param x fields x[s, c, …x] on one, two or three space axes
 * @param factor cells for every cell, on all space axes or on each
 * @throws ShapeError if x has other axes
 * @throws ValueError for a factor or options out of range
 */
export function upsample(
  x: Operand,
  factor: PerAxis,
  { mode = "nearest", padding = "periodic" }: UpsampleOptions = {},
): Variable {
  const where = "autodiff.upsample";
  const [fields] = asVariables([x], where);
  checkRank(fields, [3, 4, 5], "[sample, channel, …x]", `${where}: x`);
  checkOneOf(mode, MODES, `${where}: mode`);
  checkOneOf(padding, PADDINGS, `${where}: padding`);
  const grid = fields.shape.slice(2);
  const factors = perAxis(factor, grid.length, `${where}: factor`);
  if (mode === "nearest") {
    const fine = grid.map((n, axis) => factors[axis] * n);
    return spreadWindows([fields], {
      windows: windowsOn(fine, { window: factors }, where),
      factor: 1,
    });
  }
  return factors.reduce(
    (finer, f, axis) =>
      f === 1 ? finer : interpolate([finer], { axis: axis + 2, factor: f, padding }),
    fields,
  );
}

/** Linear interpolation along one axis. */
interface Interpolation {
  readonly axis: number;
  readonly factor: number;
  readonly padding: (typeof PADDINGS)[number];
}

const interpolate: Operation<Interpolation> = defineOperation<Interpolation>(
  ([{ data, shape }], options) => {
    const { axis, factor } = options;
    const fine = shape.with(axis, shape[axis] * factor);
    const y = newValues(data.length * factor, precisionOf(data));
    forEachLine(shape, options, (coarse, near, to, inner, weight) => {
      for (let i = 0; i < inner; i++) {
        y[to + i] = (1 - weight) * data[coarse + i] + weight * data[near + i];
      }
    });
    return { data: y, shape: fine };
  },
  (g, { options }) => collect([g], options),
  "upsample",
);

/** The adjoint of interpolation. */
const collect: Operation<Interpolation> = defineOperation<Interpolation>(
  ([{ data, shape }], options) => {
    const { axis, factor } = options;
    const coarseShape = shape.with(axis, shape[axis] / factor);
    const y = newValues(data.length / factor, precisionOf(data)).fill(0);
    forEachLine(coarseShape, options, (coarse, near, from, inner, weight) => {
      for (let i = 0; i < inner; i++) {
        y[coarse + i] += (1 - weight) * data[from + i];
        y[near + i] += weight * data[from + i];
      }
    });
    return { data: y, shape: coarseShape };
  },
  (g, { options }) => interpolate([g], options),
  "collect",
);

/** Visits the fine lines across an axis: the two coarse ones it lies between, and the weight of the second. */
function forEachLine(
  shape: readonly number[],
  { axis, factor, padding }: Interpolation,
  visit: (coarse: number, near: number, fine: number, inner: number, weight: number) => void,
): void {
  const n = shape[axis];
  const outer = sizeOf(shape.slice(0, axis));
  const inner = sizeOf(shape.slice(axis + 1));
  for (let o = 0; o < outer; o++) {
    for (let m = 0; m < n; m++) {
      for (let p = 0; p < factor; p++) {
        const shift = (p + 0.5) / factor - 0.5;
        const beside = m + Math.sign(shift);
        const near =
          padding === "periodic" ? (beside + n) % n : Math.min(Math.max(beside, 0), n - 1);
        const fine = ((o * n + m) * factor + p) * inner;
        visit((o * n + m) * inner, (o * n + near) * inner, fine, inner, Math.abs(shift));
      }
    }
  }
}
