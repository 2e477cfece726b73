/** Derivatives through filters that are given: D_o u = (q_o ⋆ u)/Π_a h_a^{o_a}. */
import { checkFinite, formatShape, ndarrayOf, ShapeError, sizeOf } from "../../core/index.js";
import type { Dense } from "../../core/index.js";
import { periodicConv } from "../../stencil/index.js";
import { derivativesUpTo, unitOf } from "../derivatives.js";
import { placeOf } from "./alongAxis.js";
import type { Differentiate, Place } from "./spaceRule.js";

/**
 * The derivatives of the given orders by q[o, …l].
 * @throws ShapeError for filters of other axes, longer than the grid, or without one of the orders
 */
export function givenFilters(
  filters: Dense<Float64Array>,
  orders: readonly (readonly number[])[],
  { grid, spacing, border }: Place,
  where: string,
): Differentiate {
  const [count, ...size] = filters.shape;
  if (size.length !== grid.length || size.some((length, axis) => length > grid[axis])) {
    throw new ShapeError(
      `${where}: filters should have the axes [order, …l] with lengths within the grid ${formatShape(grid)}; got ` +
        `${formatShape(filters.shape)}.`,
    );
  }
  checkFinite(filters, `${where}: filters`);
  const listed = listOf(count, grid.length);
  const rows = orders.map((order) =>
    listed.findIndex((known) => formatShape(known) === formatShape(order)),
  );
  const missing = rows.findIndex((row) => row < 0 || row >= count);
  if (missing >= 0) {
    throw new ShapeError(
      `${where}: filters should hold one for ${formatShape(orders[missing])}; there are ${count}, listed by degree. ` +
        `Leave out terms with that derivative.`,
    );
  }
  const length = sizeOf(size);
  const bank = new Float64Array(orders.length * length);
  rows.forEach((row, i) => {
    const unit = unitOf(orders[i], spacing);
    const q = filters.data.subarray(row * length, (row + 1) * length);
    bank.set(
      q.map((value) => value / unit),
      i * length,
    );
  });
  const kernels = ndarrayOf(bank, [orders.length, 1, ...size]);
  const frame = bordered(grid, size, border);
  return (u) => {
    const y = periodicConv(ndarrayOf(frame.pad(u), [1, 1, ...frame.grid]), kernels);
    const points = sizeOf(frame.grid);
    return orders.map((_, i) =>
      frame.crop((y.data as Float64Array).subarray(i * points, (i + 1) * points)),
    );
  };
}

/** All orders by degree, until there are `count`. */
function listOf(count: number, axes: number): (readonly number[])[] {
  let maxOrder = 0;
  while (derivativesUpTo(maxOrder, axes).length < count) maxOrder++;
  return derivativesUpTo(maxOrder, axes);
}

/** A border around fields on which a periodic correlation sees what lies beyond the grid. */
function bordered(
  grid: readonly number[],
  size: readonly number[],
  border: Place["border"],
): {
  readonly grid: readonly number[];
  readonly pad: (u: Float64Array) => Float64Array;
  readonly crop: (u: Float64Array) => Float64Array;
} {
  if (border === "periodic") return { grid, pad: (u) => u, crop: (u) => u.slice() };
  // Wide enough on both sides for either parity: what wraps around reaches nothing that is kept.
  const wide = grid.map((n, axis) => n + 2 * (size[axis] >> 1));
  const from = grid.map((n, axis) => {
    const width = size[axis] >> 1;
    return Array.from({ length: wide[axis] }, (_, i) => placeOf(i - width, n, border));
  });
  const inside = grid.map((n, axis) => Array.from({ length: n }, (_, x) => x + (size[axis] >> 1)));
  return {
    grid: wide,
    pad: (u) => gather(u, grid, from),
    crop: (u) => gather(u, wide, inside),
  };
}

/** u at places that are listed along every axis; zero at −1. */
function gather(
  u: Float64Array,
  grid: readonly number[],
  places: readonly (readonly number[])[],
): Float64Array {
  let values = u;
  const lengths = [...grid];
  places.forEach((list, axis) => {
    const inner = sizeOf(lengths.slice(axis + 1));
    const outer = sizeOf(lengths.slice(0, axis));
    const out = new Float64Array(outer * list.length * inner);
    for (let o = 0; o < outer; o++) {
      list.forEach((place, i) => {
        if (place < 0) return;
        const at = (o * lengths[axis] + place) * inner;
        out.set(values.subarray(at, at + inner), (o * list.length + i) * inner);
      });
    }
    values = out;
    lengths[axis] = list.length;
  });
  return values;
}
