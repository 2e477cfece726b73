/** Networks whose parameters are drawn, and smooth fields for them. */
import { symnetSize } from "../../src/compute/index.js";
import { createRng, ndarrayOf, sizeOf } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import type { PdeModel, Symbolic } from "../../src/pdenet/index.js";
import { symbolicFilters } from "../../src/pdenet/symbolic/dynamics.js";
import { firstMoments } from "../../src/pdenet/symbolic/start.js";
import { randomFourier } from "../../src/physics/index.js";

/** What a drawn model is for. */
export interface DrawnOptions {
  readonly spacing: readonly number[];
  readonly components?: number;
  /** How far free moments are from where they begin. Default 0. */
  readonly away?: number;
  /** Deviation of the weights. Default 0.3. */
  readonly weights?: number;
  readonly interval?: number;
  readonly seed?: number;
}

/** A symbolic network of drawn weights, in units of one. */
export function drawnModel(network: Symbolic, options: DrawnOptions): PdeModel<Symbolic> {
  const { spacing, components = 1, away = 0, weights = 0.3, interval = 0.05, seed = 0 } = options;
  const rng = createRng(seed);
  const bank = symbolicFilters(network, spacing);
  const begin = Float64Array.from(firstMoments(network, bank).data, (m) => m + away * rng.normal());
  const inputs = components * bank.orders.length;
  const size = symnetSize(inputs, network.products);
  const nets = Float64Array.from({ length: components * size }, () => weights * rng.normal());
  return {
    ...{ kind: "pdeNetwork", version: 1, network, spacing, interval },
    names: Array.from({ length: components }, (_, c) => `u${c}`),
    axes: ["x", "y", "z"].slice(0, spacing.length),
    lengths: spacing.map((h) => 16 * h),
    scales: {
      channels: new Array<number>(inputs).fill(1),
      rates: new Array<number>(components).fill(1),
    },
    explained: new Array<boolean>(components).fill(true),
    parameters: {
      moments: ndarrayOf(begin, [begin.length]),
      symnet: ndarrayOf(nets, [components, size]),
    },
  };
}

/** Fields u[s, c, …x] of waves up to a frequency, of magnitude one at most. */
export function smoothFields(
  grid: readonly number[],
  {
    samples = 1,
    components = 1,
    frequency = 2,
    seed = 1,
  }: {
    readonly samples?: number;
    readonly components?: number;
    readonly frequency?: number;
    readonly seed?: number;
  } = {},
): NdArray {
  return randomFourier(grid, { samples, components, frequency, normalize: true }, seed);
}

/** Entries of a field [s, c, …x] elsewhere: out[…x] = u[place(x)]. */
export function moved(
  { data, shape }: NdArray,
  place: (x: readonly number[]) => readonly number[],
  grid: readonly number[] = shape.slice(2),
): NdArray {
  const [samples, components, ...from] = shape;
  const [points, all] = [sizeOf(grid), sizeOf(from)];
  const out = new Float64Array(samples * components * points);
  const at = Array.from({ length: points }, (_, i) => {
    const x: number[] = [];
    for (let axis = grid.length - 1, rest = i; axis >= 0; axis--) {
      x.unshift(rest % grid[axis]);
      rest = Math.floor(rest / grid[axis]);
    }
    return place(x).reduce((sum, j, axis) => sum * from[axis] + j, 0);
  });
  for (let plane = 0; plane < samples * components; plane++) {
    at.forEach((place, i) => (out[plane * points + i] = data[plane * all + place]));
  }
  return ndarrayOf(out, [samples, components, ...grid]);
}

/** The largest difference over the largest entry of the second. */
export function distance(found: ArrayLike<number>, exact: ArrayLike<number>): number {
  if (found.length !== exact.length) return Infinity;
  let [gap, largest] = [0, 0];
  for (let i = 0; i < exact.length; i++) {
    const apart = Math.abs(found[i] - exact[i]);
    gap = apart > gap || Number.isNaN(apart) ? apart : gap;
    largest = Math.max(largest, Math.abs(exact[i]));
  }
  return gap / largest;
}
