import { expect, test } from "vitest";
import { layersOf, shapesOf, TRAINING_WORKS } from "../../../../examples/benchmarks/nn/works.js";

test("works have names of their own", () => {
  expect(TRAINING_WORKS.map(({ name }) => name)).toEqual([
    "f32 8 x 1-16-16-1 on 101x101 by 3x3",
    "f64 8 x 1-16-16-1 on 101x101 by 3x3",
    "f32 1 x 2-32-1 on 31x31x31 by 3x3x3",
    "f32 1 x 2-32-32-1 on 31x31x31 by 3x3x3",
    "f32 256 x 64-256-256-1",
  ]);
});

test("arrays are the data, then weight [o, c, …r] and bias of every layer", () => {
  const [, , solid, , dense] = TRAINING_WORKS;
  expect(layersOf(solid)).toEqual([
    { inputs: 2, outputs: 32 },
    { inputs: 32, outputs: 1 },
  ]);
  expect(shapesOf(solid)).toEqual([
    [1, 2, 31, 31, 31],
    [1, 1, 31, 31, 31],
    ...[[32, 2, 3, 3, 3], [32]],
    ...[[1, 32, 3, 3, 3], [1]],
  ]);
  expect(shapesOf(dense).slice(0, 4)).toEqual([[256, 64], [256, 1], [256, 64], [256]]);
});
