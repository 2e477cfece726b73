import { describe, expect, test } from "vitest";
import { ndarrayOf, sizeOf, unravel } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { discretize, neighbourBasis, phaseBasis, primitiveBasis } from "../../src/states/index.js";
import type { NeighbourBasis } from "../../src/states/index.js";
import { randomField, randomPhases } from "../mks/synthetic.js";

type Cell = readonly number[];

const key = (cells: readonly Cell[]): string => cells.map((cell) => cell.join()).join(" ");

/** Whether two sets of cells differ by a translation only, by trying them all. */
function areTranslates(a: readonly Cell[], b: readonly Cell[]): boolean {
  if (a.length !== b.length) return false;
  return b.some((target) => {
    const by = target.map((c, axis) => c - a[0][axis]);
    return a.every((cell) =>
      b.some((other) => other.every((c, axis) => c === cell[axis] + by[axis])),
    );
  });
}

/** All sets of at most `order` cells that hold the origin and else neighbours of it, once up to translation. */
function cellSets(neighbours: readonly Cell[], order: number): Cell[][] {
  const origin = neighbours[0].map(() => 0);
  const found: Cell[][] = [];
  for (let bits = 0; bits < 2 ** neighbours.length; bits++) {
    const set = [origin, ...neighbours.filter((_, i) => Math.floor(bits / 2 ** i) % 2 === 1)];
    if (set.length <= order && !found.some((other) => areTranslates(set, other))) found.push(set);
  }
  return found;
}

/** Offsets within a reach whose squared distance is at most `distance`, without the origin. */
function ball(axes: number, reach: number, largest: number): Cell[] {
  const side = 2 * reach + 1;
  const grid = new Array<number>(axes).fill(side);
  return Array.from({ length: side ** axes }, (_, i) =>
    unravel(i, grid).map((c) => c - reach),
  ).filter((cell) => {
    const square = cell.reduce((sum, c) => sum + c * c, 0);
    return square > 0 && square <= largest;
  });
}

/** m[s, term, …x] = Π m_h(x + o), cell by cell. */
function products(m: NdArray, { cell, terms }: NeighbourBasis): NdArray {
  const [samples, ...grid] = m.shape;
  const states = discretize(m, cell);
  const size = sizeOf(grid);
  const out: number[] = [];
  for (let s = 0; s < samples; s++) {
    for (const term of terms) {
      for (let i = 0; i < size; i++) {
        const x = unravel(i, grid);
        let product = 1;
        term.offsets.forEach((offset, f) => {
          const index = x.map(
            (c, axis) => (((c + offset[axis]) % grid[axis]) + grid[axis]) % grid[axis],
          );
          product *= states.get(s, term.states[f], ...index);
        });
        out.push(product);
      }
    }
  }
  return ndarrayOf(Float64Array.from(out), [samples, terms.length, ...grid]);
}

const NAMED = [
  { neighbours: 4, cells: ball(2, 1, 1) },
  { neighbours: 8, cells: ball(2, 1, 2) },
  { neighbours: 24, cells: ball(2, 2, 8) },
  { neighbours: 6, cells: ball(3, 1, 1) },
  { neighbours: 18, cells: ball(3, 1, 2) },
  { neighbours: 26, cells: ball(3, 1, 3) },
];

describe("the states of a neighbourhood", () => {
  for (const { neighbours, cells } of NAMED) {
    test(`of ${neighbours} cells are 1 + (H−1) + (H−1)² · ${neighbours / 2}, one for each pair ±o`, () => {
      expect(cells).toHaveLength(neighbours);
      for (const states of [2, 3]) {
        const { terms, axes, order } = neighbourBasis(phaseBasis(states), neighbours);
        const free = states - 1;
        expect(terms).toHaveLength(1 + free + (free * free * neighbours) / 2);
        expect([axes, order]).toEqual([cells[0].length, 2]);
        const pairs = terms.filter(({ offsets }) => offsets.length === 2);
        for (const cell of cells) {
          const same = pairs.filter(({ offsets }) =>
            areTranslates(offsets, [cell, cell.map(() => 0)]),
          );
          expect(same).toHaveLength(free * free);
        }
      }
    });
  }

  test("begin with the constant, then the cell itself, and never hold state 0", () => {
    const { terms } = neighbourBasis(phaseBasis(3), 8);
    expect(terms.slice(0, 3)).toEqual([
      { offsets: [], states: [] },
      { offsets: [[0, 0]], states: [1] },
      { offsets: [[0, 0]], states: [2] },
    ]);
    for (const { offsets, states } of terms) {
      expect(states).toHaveLength(offsets.length);
      for (const h of states) expect([1, 2]).toContain(h);
    }
    const distinct = terms.map(({ offsets, states }) => `${key(offsets)} ${states.join()}`);
    expect(new Set(distinct).size).toBe(terms.length);
  });

  test("of a cell with one state is the constant alone", () => {
    expect(neighbourBasis(phaseBasis(1), 4).terms).toEqual([{ offsets: [], states: [] }]);
  });

  test("do not depend on the sign, order or repetition of the offsets", () => {
    const sorted = ({ terms }: NeighbourBasis): string[] =>
      terms.map((term) => JSON.stringify(term)).sort();
    for (const order of [2, 3]) {
      const expected = sorted(neighbourBasis(phaseBasis(3), 4, { order }));
      for (const offsets of [
        [
          [0, 1],
          [1, 0],
        ],
        [
          [-1, 0],
          [0, -1],
        ],
        [
          [0, 1],
          [0, -1],
          [1, 0],
          [-1, 0],
        ],
        [
          [1, 0],
          [1, 0],
          [0, 1],
        ],
      ]) {
        expect(sorted(neighbourBasis(phaseBasis(3), offsets, { order }))).toEqual(expected);
      }
    }
  });

  for (const { name, offsets, order } of [
    { name: "4 cells in 2-D", offsets: ball(2, 1, 1), order: 3 },
    { name: "4 cells in 2-D", offsets: ball(2, 1, 1), order: 5 },
    { name: "8 cells in 2-D", offsets: ball(2, 1, 2), order: 3 },
    { name: "6 cells in 3-D", offsets: ball(3, 1, 1), order: 3 },
    { name: "4 cells in 1-D", offsets: ball(1, 2, 4), order: 4 },
    {
      name: "two cells far off",
      offsets: [
        [0, 3],
        [0, -3],
        [2, -5],
        [-2, 5],
      ],
      order: 3,
    },
  ]) {
    test(`of order ${order} are products over all sets of cells up to translation: ${name}`, () => {
      const sets = cellSets(offsets, order);
      for (const states of [2, 3]) {
        const { terms } = neighbourBasis(phaseBasis(states), offsets, { order });
        const count = sets.reduce((sum, set) => sum + (states - 1) ** set.length, 1);
        expect(terms).toHaveLength(count);
        const factors = terms.map((term) => term.offsets.length);
        expect(factors).toEqual([...factors].sort((a, b) => a - b));
        const shapes = [...new Map(terms.map((t) => [key(t.offsets), t.offsets])).values()];
        expect(shapes).toHaveLength(sets.length + 1);
        for (const set of sets) {
          expect(shapes.filter((shape) => areTranslates(shape, set))).toHaveLength(1);
        }
      }
    });
  }

  test("of order 1 are those of the cell without its state 0, and the constant", () => {
    const m = randomPhases(2, [4, 5], 3, 1);
    const first = discretize(m, neighbourBasis(phaseBasis(3), 24, { order: 1 }));
    const cell = discretize(m, phaseBasis(3));
    expect(first.shape).toEqual([2, 3, 4, 5]);
    for (let s = 0; s < 2; s++) {
      expect(first.data.slice(60 * s, 60 * s + 20)).toEqual(new Float64Array(20).fill(1));
      expect(first.data.slice(60 * s + 20, 60 * s + 60)).toEqual(
        cell.data.slice(60 * s + 20, 60 * s + 60),
      );
    }
  });
});

describe("discretize in a neighbour basis", () => {
  for (const { grid, neighbours, order } of [
    { grid: [7], neighbours: [[1], [2]], order: 3 },
    { grid: [5, 6], neighbours: 24, order: 2 },
    { grid: [4, 3], neighbours: 8, order: 3 },
    { grid: [3, 4, 5], neighbours: 26, order: 2 },
    { grid: [1, 2], neighbours: 8, order: 2 },
    { grid: [3, 3], neighbours: [[4, -7]], order: 2 },
  ]) {
    test(`multiplies the states of cells, periodically, on ${grid.join("×")}`, () => {
      const phases = neighbourBasis(phaseBasis(3), neighbours, { order });
      const m = randomPhases(2, grid, 3, 2);
      const whole = ndarrayOf(Float64Array.from(m.data), m.shape);
      expect(discretize(m, phases)).toEqual(products(whole, phases));
      const hats = neighbourBasis(primitiveBasis(3), neighbours, { order });
      const field = randomField([2, ...grid], 3, [0, 1]);
      // The same factors in the same order: the same bits.
      expect(discretize(field, hats)).toEqual(products(field, hats));
    });
  }
});
