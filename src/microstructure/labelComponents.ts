/**
 * Connected components: two cells belong together if a way of neighbouring cells of one phase leads from one to the other. Each pair of
 * neighbours joins two trees of cells at their roots (union–find), each way to a root is halved when it is gone.
 *
 * Tarjan and van Leeuwen, Journal of the ACM 31 (1984) 245. Hoshen and Kopelman, Physical Review B 14 (1976) 3438 (clusters on lattices).
 */
import { checkBoolean, checkInteger, ndarrayOf } from "../core/index.js";
import type { ArrayInput, Dense, NdArray, NumericData } from "../core/index.js";
import { forEachNeighbours, stepsToNeighbours } from "./neighbours.js";
import { checkPhaseIndices } from "./phaseIndices.js";
import { sampled } from "./picked.js";

/** Options of `labelComponents`. */
export interface ComponentOptions {
  /** Whether cells on opposite faces are neighbours. Default true, as for all cells that repeat; false for images. */
  readonly periodic?: boolean;
  /**
   * Along how many axes at once neighbours may differ. Default 1: 4 neighbours in 2-D, 6 in 3-D; 2: 8 and 18; 3: 26.
   */
  readonly connectivity?: number;
}

/** The components of all samples. */
export interface Components {
  /** The number of its component in every cell, [s, …x]: from 0 on, in the order of their first cells, from sample to sample. */
  readonly labels: NdArray<Int32Array>;
  /** The phase of every component. */
  readonly phases: Int32Array;
  /** How many cells it has. */
  readonly sizes: Int32Array;
}

/**
 * The connected components of all phases.
 * @param m phase indices m[s, …x], or labels of grains
 * @throws ShapeError for other numbers of axes
 * @throws ValueError for entries that are no phase indices, or a connectivity beyond the number of space axes
 */
export function labelComponents(m: ArrayInput, options: ComponentOptions = {}): Components {
  const where = "microstructure.labelComponents";
  return componentsOf(sampled(m, where), options, where);
}

/** What `labelComponents` does, for callers that complain in their own name. */
export function componentsOf(
  dense: Dense,
  { periodic = true, connectivity = 1 }: ComponentOptions,
  where: string,
): Components {
  checkPhaseIndices(dense, where);
  checkBoolean(periodic, `${where}: periodic`);
  checkInteger(connectivity, 1, dense.shape.length - 1, `${where}: connectivity`);
  const parent = joinNeighbours(dense.data, dense.shape, periodic, connectivity);
  const phases: number[] = [];
  const sizes: number[] = [];
  // Roots are the first cells of their components, so they come before all others.
  const labels = parent;
  for (let i = 0; i < parent.length; i++) {
    if (parent[i] === i) {
      labels[i] = phases.push(dense.data[i]) - 1;
      sizes.push(1);
    } else {
      labels[i] = labels[parent[i]];
      sizes[labels[i]]++;
    }
  }
  return {
    labels: ndarrayOf(labels, dense.shape),
    phases: Int32Array.from(phases),
    sizes: Int32Array.from(sizes),
  };
}

/** A tree per component, as the parent of every cell, never after it; roots are their own. */
function joinNeighbours(
  phases: NumericData,
  [samples, ...grid]: readonly number[],
  periodic: boolean,
  connectivity: number,
): Int32Array {
  const parent = new Int32Array(phases.length).map((_, i) => i);
  const rootOf = (cell: number): number => {
    let root = cell;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  };
  const size = parent.length / samples;
  const steps = stepsToNeighbours(grid.length, connectivity);
  for (let first = 0; first < parent.length; first += size) {
    forEachNeighbours(grid, steps, periodic, (cell, neighbour) => {
      if (phases[first + cell] !== phases[first + neighbour]) return;
      const [a, b] = [rootOf(first + cell), rootOf(first + neighbour)];
      parent[Math.max(a, b)] = Math.min(a, b);
    });
  }
  return parent;
}
