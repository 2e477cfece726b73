/**
 * Higher-order local states: products of the states of neighbouring cells, m_h(x) m_g(x + o) ….
 *
 * Because Σ_g m_g = 1, only h, g ∈ 1 … H−1 bring something new; because a response sums over all
 * cells, sets of cells that are translates of each other count once. State 0 is the constant 1.
 *
 * Fast and Kalidindi, Acta Materialia 59 (2011) 4595.
 */
import { checkInteger, formatShape, ShapeError, ValueError } from "../core/index.js";
import type { PhaseBasis, PrimitiveBasis } from "./basis.js";

/** One product: the state of the cell at each offset from x. Empty lists stand for the constant 1. */
export interface Term {
  readonly offsets: readonly (readonly number[])[];
  readonly states: readonly number[];
}

/** Products of the states of neighbouring cells, up to a given number of factors. */
export interface NeighbourBasis {
  readonly kind: "neighbours";
  /** The states of a single cell. */
  readonly cell: PhaseBasis | PrimitiveBasis;
  /** Number of space axes. */
  readonly axes: number;
  /** The largest number of factors. */
  readonly order: number;
  /** What every state is, in the order of the state axis. */
  readonly terms: readonly Term[];
}

/** Named neighbourhoods, one of each pair ±o: the squares of their allowed distances. */
const NEIGHBOURHOODS: Readonly<Record<number, { axes: number; reach: number; distance: number }>> =
  {
    4: { axes: 2, reach: 1, distance: 1 },
    8: { axes: 2, reach: 1, distance: 2 },
    24: { axes: 2, reach: 2, distance: 8 },
    6: { axes: 3, reach: 1, distance: 1 },
    18: { axes: 3, reach: 1, distance: 2 },
    26: { axes: 3, reach: 1, distance: 3 },
  };

/**
 * The basis of all products of up to `order` cells of one neighbourhood.
 *
 * For order 2 it has 1 + (H−1) + (H−1)² · (neighbours / 2) states, and the regression costs the
 * square of that number at every frequency: look at `basis.terms.length` before fitting.
 * @param cell the states of one cell; all of them kept
 * @param neighbours 4, 8 or 24 cells in 2-D, 6, 18 or 26 in 3-D, or a list of offsets
 * @throws ValueError for a cell basis with states left out, or an unknown neighbourhood
 * @throws ShapeError for offsets of different lengths
 */
export function neighbourBasis(
  cell: PhaseBasis | PrimitiveBasis,
  neighbours: number | readonly (readonly number[])[],
  options: {
    /** The largest number of factors. Default 2; 3 is affordable with few neighbours. */
    readonly order?: number;
  } = {},
): NeighbourBasis {
  const { order = 2 } = options;
  if (cell.states.length !== cell.count) {
    throw new ValueError(
      `states.neighbourBasis: the cell basis should keep all its ${cell.count} states; ` +
        `got ${cell.states.length}. Build it without the option states.`,
    );
  }
  const offsets = typeof neighbours === "number" ? named(neighbours) : checkedOffsets(neighbours);
  checkInteger(order, 1, 2 * offsets.length + 1, "states.neighbourBasis: order");
  const axes = offsets[0].length;
  const terms: Term[] = [{ offsets: [], states: [] }];
  for (const cells of cellSets(offsets, order)) {
    for (const states of assignments(cell.count, cells.length))
      terms.push({ offsets: cells, states });
  }
  return { kind: "neighbours", cell, axes, order, terms };
}

function named(neighbours: number): number[][] {
  const rule = NEIGHBOURHOODS[neighbours];
  if (!rule) {
    throw new ValueError(
      `states.neighbourBasis: neighbours should be 4, 8 or 24 (2-D), 6, 18 or 26 (3-D), ` +
        `or a list of offsets; got ${neighbours}.`,
    );
  }
  const { axes, reach, distance } = rule;
  return box(axes, reach).filter(
    (offset) =>
      offset.reduce((sum, o) => sum + o * o, 0) <= distance && compare(offset, zero(axes)) > 0,
  );
}

function checkedOffsets(offsets: readonly (readonly number[])[]): number[][] {
  const axes = offsets[0]?.length ?? 0;
  const valid = axes >= 1 && offsets.every((offset) => offset.length === axes);
  if (!valid) {
    throw new ShapeError(
      `states.neighbourBasis: offsets should be lists of one number per space axis, all of one length; ` +
        `got lengths ${formatShape(offsets.map((offset) => offset.length))}.`,
    );
  }
  for (const offset of offsets) {
    if (!offset.every(Number.isInteger) || offset.every((o) => o === 0)) {
      throw new ValueError(
        `states.neighbourBasis: an offset should be a non-zero list of integers; ` +
          `got ${formatShape(offset)}.`,
      );
    }
  }
  return offsets.map((offset) => [...offset]);
}

/** Every set of 1 … order cells of the neighbourhood that contains x, once up to translation. */
function cellSets(offsets: readonly number[][], order: number): number[][][] {
  const origin = zero(offsets[0].length);
  const around = new Map<string, number[]>();
  for (const offset of offsets) {
    for (const sign of [1, -1]) {
      const cell = offset.map((o) => sign * o + 0);
      around.set(cell.join(), cell);
    }
  }
  const found = new Map<string, number[][]>();
  const grow = (cells: number[][], candidates: number[][]): void => {
    const set = canonical(cells);
    found.set(set.map((cell) => cell.join()).join(";"), set);
    if (cells.length === order) return;
    candidates.forEach((cell, i) => {
      grow([...cells, cell], candidates.slice(i + 1));
    });
  };
  grow([origin], [...around.values()]);
  return [...found.values()].sort((a, b) => a.length - b.length);
}

/** The translate of a set of cells whose first cell, in sorted order, is the origin. */
function canonical(cells: number[][]): number[][] {
  const sorted = [...cells].sort(compare);
  const [first] = sorted;
  return sorted.map((cell) => cell.map((c, axis) => c - first[axis]));
}

/** All lists of states 1 … H−1, one per cell. */
function assignments(count: number, cells: number): number[][] {
  let lists: number[][] = [[]];
  for (let i = 0; i < cells; i++) {
    lists = lists.flatMap((list) => Array.from({ length: count - 1 }, (_, h) => [...list, h + 1]));
  }
  return lists;
}

function box(axes: number, reach: number): number[][] {
  if (axes === 0) return [[]];
  const side = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  return box(axes - 1, reach).flatMap((head) => side.map((o) => [...head, o]));
}

function zero(axes: number): number[] {
  return new Array<number>(axes).fill(0);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const axis = a.findIndex((value, i) => value !== b[i]);
  return axis < 0 ? 0 : a[axis] - b[axis];
}
