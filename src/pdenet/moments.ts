/** The filters that a network has learnt, as differential operators. */
import { Variable } from "../autodiff/index.js";
import { ndarrayOf } from "../core/index.js";
import type { NdArray } from "../core/index.js";
import { readKernel } from "../stencil/index.js";
import type { KernelReading } from "../stencil/index.js";
import { checkIsModel } from "./checkArguments.js";
import { filterBank } from "./filters.js";
import { carrierBank } from "./linear/dynamics.js";
import type { PdeModel } from "./model.js";

/** One filter. */
export interface FilterMoments {
  /** o: the derivative that the filter is for. */
  readonly order: readonly number[];
  /** q[…j] in units of the grid: q ⋆ u over Π h^o is the derivative. */
  readonly filter: NdArray;
  /** m[…k]. */
  readonly moments: NdArray;
  /** Which of them were free: 1, else 0. */
  readonly free: NdArray<Uint8Array>;
  /** Which operator it is, and what it leaves over, in physical units. */
  readonly reading: KernelReading;
}

/** All filters of a network. */
export interface NetworkMoments {
  /** In the order of `derivativesUpTo`. */
  readonly filters: readonly FilterMoments[];
  /** D₀ of a linear network that has one; else null. */
  readonly carrier: FilterMoments | null;
}

/**
 * The filters of a network with their moments, and what they amount to.
 * @throws ValueError for what is no model
 */
export function moments(model: PdeModel): NetworkMoments {
  checkIsModel(model, "pdenet.moments");
  const { network, spacing, parameters } = model;
  const ones = spacing.map(() => 1);
  const bank = filterBank(network, ones);
  const carrier = network.kind === "linear" ? carrierBank(network, ones) : null;
  return {
    filters: readAll(model, bank, parameters.moments),
    carrier: carrier ? readAll(model, carrier, parameters.carrier)[0] : null,
  };
}

function readAll(
  { spacing, axes }: PdeModel,
  bank: ReturnType<typeof filterBank>,
  { data, shape }: NdArray,
): FilterMoments[] {
  const free = Float64Array.from(data);
  const kernels = bank.kernels(new Variable(free, shape)).data;
  const all = bank.moments(free).data;
  return bank.constraints.map(({ order, size, free: mask }, o) => {
    const entries = mask.data.length;
    const part = (from: ArrayLike<number>): NdArray =>
      ndarrayOf(
        Float64Array.from({ length: entries }, (_, k) => from[o * entries + k]),
        size,
      );
    const filter = part(kernels);
    const scaled = unscaled(filter, order, spacing);
    const reading = readKernel(scaled, { spacing, axisNames: axes });
    return { order, filter, moments: part(all), free: mask, reading };
  });
}

/** The filter over Π_a h_a^{o_a}. */
function unscaled(
  { data, shape }: NdArray,
  order: readonly number[],
  spacing: readonly number[],
): NdArray {
  const unit = order.reduce((product, o, axis) => product * spacing[axis] ** o, 1);
  return ndarrayOf(
    Float64Array.from(data, (value) => value / unit),
    shape,
  );
}
