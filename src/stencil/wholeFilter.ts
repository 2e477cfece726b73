/**
 * A kernel as the filter that does the same, with as many entries on either side of its centre. A periodic kernel
 * convolves, β[r] = q[−r], and of an even number of points the entry at n/2 is −n/2 as much as n/2: half of it goes
 * to either, so that an even kernel has no odd moment.
 */
import {
  checkFinite,
  checkInteger,
  checkOneOf,
  formatShape,
  perAxis,
  sameShape,
  ShapeError,
  sizeOf,
  stridesOf,
  toFloat64,
  unravel,
  ValueError,
} from "../core/index.js";
import type { ArrayInput, Dense } from "../core/index.js";
import { padKernel } from "./padding.js";
import { filterFromKernel } from "./views.js";

/** A small filter with its centre at (l − 1) ⫽ 2, which correlates, or a periodic kernel, r = 0 at index 0. */
export type KernelKind = "filter" | "kernel";

/** The known kinds. */
export const KERNEL_KINDS: readonly KernelKind[] = ["filter", "kernel"];

/** A filter, and what a window cut off. */
export interface WholeFilter {
  readonly filter: Dense<Float64Array>;
  /** Σ |β| outside the window over that of all. */
  readonly cut: number;
}

/**
 * The filter of a kernel; of a periodic one the part in a window of odd lengths, if there is one.
 * @throws ShapeError for other than one to three axes, and a window that does not fit
 * @throws ValueError for entries that are not finite, an unknown kind, and a window of even length or of a filter
 */
export function wholeFilter(
  kernel: ArrayInput,
  kind: KernelKind,
  window: number | readonly number[] | undefined,
  where: string,
  name: string,
): WholeFilter {
  checkOneOf(kind, KERNEL_KINDS, `${where}: kind`);
  const label = `${where}: ${name}`;
  const given = toFloat64(kernel, label);
  const { data, shape } = given;
  if (shape.length < 1 || shape.length > 3 || sizeOf(shape) === 0) {
    throw new ShapeError(
      `${label} should have one to three axes, all of them space; got ${formatShape(shape)}. ` +
        `Of several take one: kernels.pick(0, 1).`,
    );
  }
  checkFinite(given, label);
  if (kind === "filter") {
    if (window === undefined) return { filter: { data, shape }, cut: 0 };
    throw new ValueError(
      `${where}: window cuts cells out of a periodic kernel, and ${name} is a filter. Leave it out, or say kind: "kernel".`,
    );
  }
  const odd = shape.map((n) => n + 1 - (n % 2));
  const all = padKernel(given, odd, { splitNyquist: true });
  const lengths = window === undefined ? odd : perAxis(window, odd.length, `${where}: window`);
  lengths.forEach((length, axis) => {
    checkInteger(length, 1, odd[axis], `${where}: window[${axis}]`);
    if (length % 2 === 1) return;
    throw new ValueError(
      `${where}: window[${axis}] should be odd, as many cells on either side of r = 0; got ${length}.`,
    );
  });
  const filter = { data: filterFromKernel(all, lengths).data, shape: lengths };
  if (sameShape(lengths, odd)) return { filter, cut: 0 };
  const [whole, kept] = [sumOfSizes(all.data), sumOfSizes(filter.data)];
  return { filter, cut: whole === 0 ? 0 : Math.max(0, 1 - kept / whole) };
}

/** The filter without the zeros that lie farther from its centre than every other entry. */
export function trimmed({ data, shape }: Dense<Float64Array>): Dense<Float64Array> {
  const centre = shape.map((length) => (length - 1) >> 1);
  const reach = shape.map(() => 0);
  data.forEach((value, i) => {
    if (value === 0) return;
    unravel(i, shape).forEach((j, axis) => {
      reach[axis] = Math.max(reach[axis], Math.abs(j - centre[axis]));
    });
  });
  const lengths = reach.map((r) => 2 * r + 1);
  const out = new Float64Array(sizeOf(lengths));
  const strides = stridesOf(lengths);
  data.forEach((value, i) => {
    if (value === 0) return;
    const at = unravel(i, shape).map((j, axis) => j - centre[axis] + reach[axis]);
    out[at.reduce((sum, j, axis) => sum + j * strides[axis], 0)] = value;
  });
  return { data: out, shape: lengths };
}

function sumOfSizes(data: Float64Array): number {
  return data.reduce((sum, value) => sum + Math.abs(value), 0);
}
