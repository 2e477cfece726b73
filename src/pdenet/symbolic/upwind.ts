/**
 * Pseudo-upwinding: u_t = g u_x with g > 0 carries information from larger x, so u_x should lean there. At every
 * point and for every component c and axis a the slope
 *
 *   g_{c,a} = ∂F_c/∂(∂_a u_c),   of channels that all lean to one side,
 *
 * decides: where g > 0 the channel stays, elsewhere that of the mirrored filter takes its place. The choice is a
 * constant to derivatives.
 *
 * Long, Lu and Dong, J. Comput. Phys. 399 (2019) 108925, section 2.3.
 */
import { defineOperation, newValues, noGrad, withScratch } from "../../autodiff/index.js";
import type { Operation, Variable } from "../../autodiff/index.js";
import { sizeOf } from "../../core/index.js";
import { symnetSlopes } from "./symnet.js";

/** Where the first derivatives and their mirrors are among the channels of one component. */
export interface UpwindLayout {
  readonly components: number;
  /** Filters that are no mirrors. */
  readonly filters: number;
  /** For every axis the filter of its first derivative; its mirror is `filters` + axis. */
  readonly firsts: readonly number[];
}

/**
 * The channels x[s, c · filter, …x] that F is to see, of channels[s, c · (filter and mirrors), …x].
 * @param weights those of F in units of the channels
 */
export function chooseUpwind(
  channels: Variable,
  weights: Variable,
  products: number,
  layout: UpwindLayout,
): Variable {
  const { components, filters, firsts } = layout;
  const [samples, , ...grid] = channels.shape;
  const points = sizeOf(grid);
  const pairs = Int32Array.from(
    Array.from({ length: components }, (_, c) =>
      firsts.flatMap((o) => [c, c * filters + o]),
    ).flat(),
  );
  return withScratch(samples * components * firsts.length * points, "float64", (slopes) => {
    const leaning = noGrad(() => choose([channels], { layout, mirrored: undefined }));
    symnetSlopes(leaning, weights, products, pairs, slopes);
    const mirrored = newValues(slopes.length, "float64");
    for (let i = 0; i < slopes.length; i++) mirrored[i] = slopes[i] > 0 ? 0 : 1;
    return choose([channels], { layout, mirrored });
  });
}

interface Choice {
  readonly layout: UpwindLayout;
  /** 1 where the mirror is seen, of [s, c, axis, …x]; undefined: nowhere. */
  readonly mirrored: Float64Array | undefined;
}

const choose: Operation<Choice> = defineOperation<Choice>(
  ([{ data: from, shape }], { layout, mirrored }) => {
    const { components, filters } = layout;
    const [samples, , ...grid] = shape;
    const points = sizeOf(grid);
    const data = newValues(samples * components * filters * points, "float64");
    forEachComponent(samples, layout, points, (plane, kept, all) => {
      data.set(from.subarray(all, all + filters * points), kept);
      if (!mirrored) return;
      layout.firsts.forEach((filter, axis) => {
        const choice = (plane * layout.firsts.length + axis) * points;
        const [to, mirror] = [kept + filter * points, all + (filters + axis) * points];
        for (let x = 0; x < points; x++) {
          if (mirrored[choice + x] === 1) data[to + x] = from[mirror + x];
        }
      });
    });
    return { data, shape: [samples, components * filters, ...grid] };
  },
  (g, { options }) => spread([g], options),
  "upwind",
);

/** The adjoint of `choose`. */
const spread: Operation<Choice> = defineOperation<Choice>(
  ([{ data: g, shape }], { layout, mirrored }) => {
    const { components, filters, firsts } = layout;
    const [samples, , ...grid] = shape;
    const points = sizeOf(grid);
    const width = filters + firsts.length;
    const data = newValues(samples * components * width * points, "float64");
    forEachComponent(samples, layout, points, (plane, kept, all) => {
      data.set(g.subarray(kept, kept + filters * points), all);
      data.fill(0, all + filters * points, all + width * points);
      if (!mirrored) return;
      firsts.forEach((filter, axis) => {
        const choice = (plane * firsts.length + axis) * points;
        const [from, mirror] = [all + filter * points, all + (filters + axis) * points];
        for (let x = 0; x < points; x++) {
          if (mirrored[choice + x] !== 1) continue;
          data[mirror + x] = data[from + x];
          data[from + x] = 0;
        }
      });
    });
    return { data, shape: [samples, components * width, ...grid] };
  },
  (g, { options }) => choose([g], options),
  "upwindSpread",
);

/** Calls `work` for every component of every sample with where its channels begin, chosen and all. */
function forEachComponent(
  samples: number,
  { components, filters, firsts }: UpwindLayout,
  points: number,
  work: (plane: number, kept: number, all: number) => void,
): void {
  for (let plane = 0; plane < samples * components; plane++) {
    work(plane, plane * filters * points, plane * (filters + firsts.length) * points);
  }
}
