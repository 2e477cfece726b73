/** Where a symbolic network begins. */
import { Variable } from "../../autodiff/index.js";
import { symnetSize } from "../../compute/index.js";
import { ndarrayOf, normals } from "../../core/index.js";
import type { NdArray, Rng } from "../../core/index.js";
import { momentsFromFilter } from "../../stencil/index.js";
import type { Constraint } from "../../stencil/index.js";
import { degreeOf } from "../derivatives.js";
import { freeMomentsOf } from "../filters.js";
import type { FilterBank } from "../filters.js";
import type { PdeNetwork } from "../network.js";

/** Deviation of the first weights, in the units of the network. */
const WEIGHTS = 0.1;

/** Weights of nets that know nothing: normal numbers of deviation 0.1. */
export function randomNets(nets: number, inputs: number, products: number, rng: Rng): NdArray {
  const { data, shape } = normals(rng, [nets, symnetSize(inputs, products)]);
  return ndarrayOf(
    Float64Array.from(data, (value) => WEIGHTS * value),
    shape,
  );
}

/**
 * The first free moments: differences of the highest accuracy, and for an upwind network first derivatives that lean
 * to larger coordinates.
 */
export function firstMoments(network: PdeNetwork, bank: FilterBank): Variable {
  const upwind = network.kind === "symbolic" && network.scheme === "upwind";
  const moments = bank.constraints.map((one) =>
    upwind && degreeOf(one.order) === 1
      ? momentsFromFilter(leaning(one))
      : momentsFromFilter(one.filter),
  );
  const free = freeMomentsOf(bank, moments);
  return new Variable(free, [free.length]);
}

/** The first derivative from p + 1 points around that one cell on: [−3, 4, −1]/2 at 0, 1, 2 for p = 2. */
function leaning({ order, size, accuracy }: Constraint): NdArray {
  const axis = order.indexOf(1);
  const p = typeof accuracy === "number" ? accuracy : 1;
  const offsets = Array.from({ length: p + 1 }, (_, i) => i - Math.floor((p - 1) / 2));
  const filter = new Float64Array(size.reduce((product, length) => product * length, 1));
  const stride = size.slice(axis + 1).reduce((product, length) => product * length, 1);
  const centre = size.reduce((at, length) => at * length + ((length - 1) >> 1), 0);
  let rest = 0;
  for (const r of offsets) {
    if (r === 0) continue;
    const others = offsets.filter((s) => s !== r);
    const above = others.filter((s) => s !== 0).reduce((product, s) => product * -s, 1);
    const below = others.reduce((product, s) => product * (r - s), 1);
    const weight = above / below;
    filter[centre + r * stride] = weight;
    rest += weight;
  }
  filter[centre] = -rest;
  return ndarrayOf(filter, size);
}
