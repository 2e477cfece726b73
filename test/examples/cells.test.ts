/** Nothing but the pattern tells the classes of the classifier of microstructures apart. */
import { expect, test } from "vitest";
import { CLASSES, drawCells, SIDE } from "../../examples/scripts/networks/cells.js";

const SAMPLES = 150;
const size = SIDE * SIDE;
const { x, y } = drawCells(SAMPLES, 3);

test("all classes have the volume fractions of the others", () => {
  const fractions = CLASSES.map((_, label) =>
    Array.from({ length: SAMPLES / CLASSES.length }, (_, i) => {
      const first = (CLASSES.length * i + label) * size;
      return x.data.subarray(first, first + size).reduce((sum, phase) => sum + phase, 0) / size;
    }),
  );
  const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  // Wrong voxels alone spread a cell's fraction by 0.005; so do the last fibres.
  for (const ofClass of fractions) {
    expect(Math.abs(mean(ofClass) - 0.5)).toBeLessThan(0.005);
    expect(Math.max(...ofClass.map((fraction) => Math.abs(fraction - 0.5)))).toBeLessThan(0.03);
  }
});

test("no voxel tells a class: over many cells every place has every phase", () => {
  for (let cell = 0; cell < size; cell++) {
    let ones = 0;
    for (let s = 0; s < SAMPLES; s += CLASSES.length) ones += x.data[s * size + cell];
    // 50 fair coins: more than 45 or fewer than 5 have a probability of 1e-9.
    expect(Math.abs(ones - 25)).toBeLessThan(20);
  }
});

test("classes come in turn, and a seed gives the same cells", () => {
  expect([...y.data.subarray(0, 4)]).toEqual([0, 1, 2, 0]);
  expect(drawCells(3, 3).x.data).toEqual(x.data.subarray(0, 3 * size));
});
