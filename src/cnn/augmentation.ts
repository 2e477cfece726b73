/** Batches of cells in all their exact symmetries: shifted, mirrored and turned at random, with loads and strains. */
import { emptyLike } from "./cells.js";
import type { Cells } from "./cells.js";
import { stridesOf } from "../core/index.js";
import type { Rng } from "../core/index.js";
import type { Augmentation } from "../nn/index.js";
import type { NonlinearNetwork } from "./network.js";
import { componentsUnder, orderOf, symmetries, type Symmetry, symmetriesOf } from "./symmetries.js";

/** A symmetry on one grid, ready for use. */
interface Turn {
  /** Where every cell was. */
  readonly order: Int32Array;
  readonly from: readonly number[];
  readonly sign: readonly number[];
}

/**
 * What shifts every cell of a batch by a random vector and turns it by a random symmetry: of all that keep the grid,
 * where loads of many directions are trained, and otherwise of those that keep the loads, too.
 */
export function augmentationOf(network: NonlinearNetwork, cells: Cells): Augmentation {
  const { grid } = cells;
  const turns = keptBy(network, cells)
    .filter(({ permutation }) => permutation.every((axis, a) => grid[axis] === grid[a]))
    .map((symmetry): Turn => ({ order: orderOf(symmetry, grid), ...componentsUnder(symmetry) }));
  const { components, shift } = network;
  return ({ x, y }, rng) => {
    const samples = x.shape[0];
    const size = y.data.length / (samples * components);
    const [cellsNow, strainsNow] = [emptyLike(x), emptyLike(y)];
    const source = new Int32Array(size);
    for (let s = 0; s < samples; s++) {
      const { order, from, sign } = turns[Math.floor(turns.length * rng.uniform())];
      fillShifted(source, order, grid, shift, rng);
      const first = s * (size + components);
      for (let i = 0; i < size; i++) cellsNow.data[first + i] = x.data[first + source[i]];
      for (let c = 0; c < components; c++) {
        cellsNow.data[first + size + c] = sign[c] * x.data[first + size + from[c]];
        const to = (s * components + c) * size;
        const old = (s * components + from[c]) * size;
        for (let i = 0; i < size; i++) {
          strainsNow.data[to + i] = sign[c] * y.data[old + source[i]];
        }
      }
    }
    return { x: cellsNow, y: strainsNow };
  };
}

/** More different loads than these count as loads of any direction. */
const MOST_LOADS = 12;

/** The symmetries that may turn the samples. */
function keptBy({ axes, components }: NonlinearNetwork, { x }: Cells): readonly Symmetry[] {
  const [samples, stride] = x.shape;
  const loads = new Map<string, number[]>();
  for (let s = 0; s < samples && loads.size <= MOST_LOADS; s++) {
    const last = (s + 1) * stride;
    const load = Array.from({ length: components }, (_, c) => x.data[last - components + c]);
    const rounded = load.map((e) => Math.round(e * 1e5) / 1e5 + 0);
    loads.set(rounded.join(), rounded);
  }
  return loads.size > MOST_LOADS ? symmetries(axes) : symmetriesOf([...loads.values()]);
}

/** Fills `source` with the cells that an order lists, read from a random place of the grid on. */
function fillShifted(
  source: Int32Array,
  order: Int32Array,
  grid: readonly number[],
  shift: number,
  rng: Rng,
): void {
  const by = grid.map((n) => shift * Math.floor((n / shift) * rng.uniform()));
  const strides = stridesOf(grid);
  const rows = source.length / grid[grid.length - 1];
  const n = grid[grid.length - 1];
  const last = by[grid.length - 1];
  for (let row = 0; row < rows; row++) {
    let from = 0;
    for (let axis = 0; axis < grid.length - 1; axis++) {
      const at = Math.floor((row * n) / strides[axis]) % grid[axis];
      from += ((at + by[axis]) % grid[axis]) * strides[axis];
    }
    for (let i = 0; i < n; i++) {
      const shifted = i + last < n ? i + last : i + last - n;
      source[row * n + i] = order[from + shifted];
    }
  }
}
