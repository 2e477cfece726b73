import { describe, expect, test } from "vitest";
import {
  createRng,
  integers,
  ndarrayOf,
  ShapeError,
  sizeOf,
  stridesOf,
  unravel,
  ValueError,
} from "../../src/core/index.js";
import type { NdArray, NumericData } from "../../src/core/index.js";
import { checkerboard, labelComponents } from "../../src/microstructure/index.js";
import type { ComponentOptions } from "../../src/microstructure/index.js";
import { rolled } from "../mks/synthetic.js";

/** Every component by flood: from each cell that has none, whatever can be reached. */
function flooded(
  { data, shape }: NdArray<NumericData>,
  { periodic = true, connectivity = 1 }: ComponentOptions,
): number[] {
  const [samples, ...grid] = shape;
  const size = sizeOf(grid);
  const strides = stridesOf(grid);
  const differences = Array.from({ length: 3 ** grid.length }, (_, code) =>
    grid.map((_, axis) => (Math.floor(code / 3 ** axis) % 3) - 1),
  ).filter((d) => d.filter((c) => c !== 0).length <= connectivity);
  const labels = new Array<number>(samples * size).fill(-1);
  let next = 0;
  for (let start = 0; start < labels.length; start++) {
    if (labels[start] >= 0) continue;
    const first = Math.floor(start / size) * size;
    const waiting = [start];
    labels[start] = next;
    for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
      const at = unravel(cell - first, grid);
      for (const difference of differences) {
        const to = at.map((x, axis) => x + difference[axis]);
        if (!periodic && to.some((x, axis) => x < 0 || x >= grid[axis])) continue;
        const there = to.reduce((sum, x, axis) => {
          const n = grid[axis];
          return sum + ((x + n) % n) * strides[axis];
        }, first);
        if (labels[there] >= 0 || data[there] !== data[start]) continue;
        labels[there] = next;
        waiting.push(there);
      }
    }
    next++;
  }
  return labels;
}

const GRIDS = [[1], [2], [17], [1, 6], [9, 8], [2, 2], [12, 7], [5, 4, 6], [1, 3, 2], [4, 4, 3]];

describe("labelComponents", () => {
  test.each(GRIDS.map((grid) => [grid]))("is what flooding finds, on %j", (grid) => {
    for (const phases of [2, 3]) {
      const m = integers(createRng(phases), phases, [3, ...grid]);
      for (const periodic of [true, false]) {
        for (let connectivity = 1; connectivity <= grid.length; connectivity++) {
          const { labels } = labelComponents(m, { periodic, connectivity });
          expect([...labels.data]).toEqual(flooded(m, { periodic, connectivity }));
        }
      }
    }
  });

  test("tells the phase and the size of every component", () => {
    const m = integers(createRng(1), 3, [2, 9, 10]);
    const { labels, phases, sizes } = labelComponents(m);
    expect(labels.shape).toEqual(m.shape);
    const counts = new Array<number>(sizes.length).fill(0);
    labels.data.forEach((label, i) => {
      counts[label]++;
      expect(phases[label]).toBe(m.data[i]);
    });
    expect([...sizes]).toEqual(counts);
  });

  test("finds as many components after a shift, if the cell repeats", () => {
    const m = integers(createRng(8), 2, [1, 12, 15]);
    const sizes = [...labelComponents(m).sizes].sort((a, b) => a - b);
    for (const shift of [
      [1, 0],
      [5, 11],
    ]) {
      const shifted = labelComponents(rolled(m, shift));
      expect([...shifted.sizes].sort((a, b) => a - b)).toEqual(sizes);
    }
  });

  test("counts the squares of a checkerboard, which touch at corners only", () => {
    const board = checkerboard([12, 8], 2);
    expect(labelComponents(board).sizes.length).toBe(24);
    expect([...labelComponents(board, { connectivity: 2 }).sizes]).toEqual([48, 48]);
    const rows = checkerboard([4, 4, 4], [4, 1, 1]);
    expect(labelComponents(rows).sizes.length).toBe(16);
    expect(labelComponents(rows, { connectivity: 2 }).sizes.length).toBe(2);
  });

  test("joins what meets over the faces of a cell that repeats, and only there", () => {
    const m = [[1, 0, 0, 1]];
    expect([...labelComponents(m).labels.data]).toEqual([0, 1, 1, 0]);
    expect([...labelComponents(m, { periodic: false }).labels.data]).toEqual([0, 1, 1, 2]);
  });

  test("follows a spiral to its end", () => {
    const side = 41;
    const data = new Uint8Array(side * side);
    for (let ring = 0; ring < side / 2; ring += 2) {
      for (let i = ring; i < side - ring; i++) {
        for (const [x, y] of [
          [i, ring],
          [i, side - 1 - ring],
          [ring, i],
          [side - 1 - ring, i],
        ]) {
          data[x * side + y] = 1;
        }
      }
      // Each ring opens beside its corner and leads to the next one.
      if (ring + 2 < side / 2) {
        data[ring * side + ring + 1] = 0;
        data[(ring + 1) * side + ring + 2] = 1;
      }
    }
    const { phases } = labelComponents(ndarrayOf(data, [1, side, side]), { periodic: false });
    expect(phases.filter((phase) => phase === 1).length).toBe(1);
  });

  test("refuses what are no phases, and neighbours that are none", () => {
    expect(() => labelComponents([[0, 1.5]])).toThrow(
      "microstructure.labelComponents: m should hold phase indices, integers ≥ 0; got 1.5 at [0, 1]. " +
        "Cut continuous fields with microstructure.threshold first.",
    );
    expect(() => labelComponents([[0, -1]])).toThrow("got -1 at [0, 1]");
    expect(() => labelComponents([[0, NaN]])).toThrow(ValueError);
    expect(() => labelComponents([0, 1])).toThrow(ShapeError);
    expect(() => labelComponents([[0, 1]], { connectivity: 2 })).toThrow(
      "microstructure.labelComponents: connectivity should be an integer between 1 and 1; got 2.",
    );
    expect(() => labelComponents([[0, 1]], { periodic: 1 as unknown as boolean })).toThrow(
      "microstructure.labelComponents: periodic should be true or false; got 1.",
    );
  });
});
