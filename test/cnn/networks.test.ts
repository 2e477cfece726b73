import { describe, expect, test } from "vitest";
import {
  cost,
  createModel,
  feedForward,
  fourier,
  predict,
  recurrent,
} from "../../src/cnn/index.js";
import type { NonlinearNetwork, Problem } from "../../src/cnn/index.js";
import { generalStrain, randomCell } from "../physics/elasticity/cells.js";

const problemOf = (axes: number): Problem => ({
  elasticModulus: [1, 10],
  poissonRatio: [0.3, 0.3],
  element: "q1bbar",
  macroStrain: generalStrain(axes),
});

const networks: readonly (readonly [string, NonlinearNetwork, readonly (readonly number[])[]])[] = [
  [
    "feed-forward in the plane",
    feedForward({ axes: 2, width: 4 }),
    [
      [7, 9],
      [8, 6],
    ],
  ],
  ["feed-forward in space", feedForward({ axes: 3, width: 3 }), [[5, 4, 3]]],
  [
    "recurrent in the plane",
    recurrent({ axes: 2, width: 4, passes: 3 }),
    [
      [7, 9],
      [8, 6],
    ],
  ],
  ["recurrent in space", recurrent({ axes: 3, width: 3, passes: 2 }), [[5, 4, 3]]],
  [
    "recurrent without a Green operator",
    recurrent({ axes: 2, width: 4, passes: 3, green: false, memory: 0 }),
    [
      [7, 9],
      [8, 6],
    ],
  ],
  ["Fourier in the plane", fourier({ grid: [7, 8], width: 4, blocks: 2 }), [[7, 8]]],
  ["Fourier in space, few modes", fourier({ grid: [5, 4, 6], width: 3, modes: 1 }), [[5, 4, 6]]],
  [
    "dilated",
    recurrent({ axes: 2, width: 4, passes: 2, kernelSize: 3, dilations: [1, 2, 3] }),
    [[7, 9]],
  ],
];

/** Large first weights, so that what a network adds to the mean is no trifle. */
function modelOf(network: NonlinearNetwork, precision: "float64" | "float32") {
  return createModel(network, problemOf(network.axes), { seed: 1, precision });
}

const limits = { float64: { shift: 1e-12, mean: 1e-12 }, float32: { shift: 1e-5, mean: 1e-6 } };

describe.each(networks)("%s", (_, network, grids) => {
  describe.each(["float64", "float32"] as const)("in %s", (precision) => {
    const model = modelOf(network, precision);
    const problem = problemOf(network.axes);

    test.each(grids.map((grid) => [grid]))("the mean strain is exact on %o", (grid) => {
      const { strain } = predict(model, randomCell(grid, 2, 2), problem);
      const size = grid.reduce((a, b) => a * b);
      generalStrain(network.axes).forEach((expected, c) => {
        const part = strain.data.slice(c * size, (c + 1) * size);
        const mean = part.reduce((sum, value) => sum + value / size, 0);
        expect(Math.abs(mean - expected)).toBeLessThan(limits[precision].mean);
        expect(part.some((value) => Math.abs(value - expected) > 1e-3)).toBe(true);
      });
    });

    test.each(grids.map((grid) => [grid]))("it commutes with every shift on %o", (grid) => {
      const cell = randomCell(grid, 2, 3);
      const by = grid.map((n, axis) => (axis === 0 ? 1 : n - 2));
      const { strain } = predict(model, cell, problem);
      const shifted = predict(
        model,
        { data: rolled(cell.data, grid, by), shape: cell.shape },
        problem,
      ).strain;
      const size = cell.data.length;
      for (let c = 0; c < network.components; c++) {
        const expected = rolled(strain.data.slice(c * size, (c + 1) * size), grid, by);
        expected.forEach((value, x) => {
          expect(Math.abs(shifted.data[c * size + x] - value)).toBeLessThan(
            limits[precision].shift,
          );
        });
      }
    });
  });

  test("strains are proportional to the load", () => {
    const model = modelOf(network, "float64");
    const [grid] = grids;
    const cell = randomCell(grid, 2, 4);
    const problem = problemOf(network.axes);
    const twice = { ...problem, macroStrain: generalStrain(network.axes).map((e) => 2 * e) };
    const one = predict(model, cell, problem).strain;
    const two = predict(model, cell, twice).strain;
    one.data.forEach((value, i) => {
      expect(Math.abs(two.data[i] - 2 * value)).toBeLessThan(1e-13 * Math.max(1, Math.abs(value)));
    });
  });
});

describe("a body with stride", () => {
  const strided = { kernelSize: 3, width: 4, body: "strided" } as const;
  const model = modelOf(recurrent({ axes: 2, passes: 2, ...strided }), "float64");
  const cell = randomCell([8, 10], 2, 6);
  const { strain } = predict(model, cell, problemOf(2));
  /** Largest change of the prediction under a shift of the cell and back. */
  const violation = (by: readonly number[]): number => {
    const moved = { data: rolled(cell.data, [8, 10], by), shape: cell.shape };
    const found = predict(model, moved, problemOf(2)).strain;
    const expected = [0, 1, 2].flatMap((c) => [
      ...rolled(strain.data.slice(80 * c, 80 * (c + 1)), [8, 10], by),
    ]);
    return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - found.data[i])), 0);
  };

  test("declares its shift, commutes with it, and with no smaller one", () => {
    expect(model.network.shift).toBe(2);
    expect(violation([2, 4])).toBeLessThan(1e-12);
    expect(violation([1, 0])).toBeGreaterThan(1e-4);
  });

  test("refuses grids that are no multiple of it", () => {
    expect(() => predict(model, randomCell([8, 9], 2, 1), problemOf(2))).toThrow(
      "cnn.predict: cells should have a multiple of 2 voxels along every axis, the stride of the network's body; " +
        "got [8, 9]. Use a body without stride.",
    );
  });

  test("works in space", () => {
    const space = modelOf(feedForward({ axes: 3, ...strided }), "float64");
    expect(predict(space, randomCell([4, 6, 4], 2, 2), problemOf(3)).strain.shape).toEqual([
      1, 6, 4, 6, 4,
    ]);
  });
});

test("a Fourier network refuses other grids than its own", () => {
  const model = modelOf(fourier({ grid: [6, 6] }), "float32");
  expect(() => predict(model, randomCell([6, 7], 2, 1), problemOf(2))).toThrow(
    "cnn.predict: a Fourier network works on its own grid [6, 6]; got cells on [6, 7].",
  );
});

test.each([
  [() => recurrent({ axes: 4 as 3 }), "cnn.recurrent: axes"],
  [() => recurrent({ axes: 2, passes: 0 }), "cnn.recurrent: passes"],
  [() => recurrent({ axes: 2, poissonRatio: 0.5 }), "cnn.recurrent: poissonRatio"],
  [() => recurrent({ axes: 2, dilations: [] }), "cnn.recurrent: dilations should list one number"],
  [() => feedForward({ axes: 2, states: 1 }), "cnn.feedForward: states"],
  [() => feedForward({ axes: 2, body: "deep" as "dilated" }), "cnn.feedForward: body"],
  [() => fourier({ grid: [4] }), "cnn.fourier: grid"],
  [
    () => fourier({ grid: [4, 4], modes: [1, 3] }),
    "modes[1] should be an integer between 0 and 2; got 3",
  ],
  [
    () => createModel(feedForward({ axes: 2 }), { ...problemOf(2), poissonRatio: [0.3] }),
    "cnn.createModel: poissonRatio",
  ],
])("options out of range are refused: %#", (make, sentence) => {
  expect(make).toThrow(sentence);
});

test("batches of one and of many are the same", () => {
  const model = modelOf(recurrent({ axes: 2, width: 4, passes: 2 }), "float64");
  const cells = {
    data: Int32Array.from({ length: 4 * 63 }, (_, i) => (i * i) % 2),
    shape: [4, 7, 9],
  };
  const all = predict(model, cells, problemOf(2)).strain;
  const each = predict(model, cells, problemOf(2), { batchSize: 1 }).strain;
  each.data.forEach((value, i) => {
    expect(Math.abs(value - all.data[i])).toBeLessThan(1e-14);
  });
});

test("every sample may have its own load", () => {
  const model = modelOf(recurrent({ axes: 2, width: 4, passes: 2 }), "float64");
  const { data } = randomCell([7, 9], 2, 5);
  const twice = { data: Int32Array.from([...data, ...data]), shape: [2, 7, 9] };
  const loads = [
    [1, 0, 0],
    [0, 0, 1],
  ];
  const both = predict(model, twice, { ...problemOf(2), macroStrain: loads }).strain;
  loads.forEach((macroStrain, s) => {
    const one = predict(model, { data, shape: [1, 7, 9] }, { ...problemOf(2), macroStrain }).strain;
    one.data.forEach((value, i) => {
      expect(Math.abs(value - both.data[s * one.size + i])).toBeLessThan(1e-14);
    });
  });
});

test("a network's cost is that of its filters: two operations per weight, voxel and pass", () => {
  const inputs = 6;
  const first = inputs * 16 * 25;
  const body = first + 3 * 16 * 16 * 25 + 16 * 3;
  const slopes = 4 * 16;
  const flat = cost(feedForward({ axes: 2 }), [21, 21]);
  expect(flat).toEqual({
    parameters: body + slopes + 4 * 16 + 3,
    operations: 2 * (body + slopes) * 441,
  });
  const options = {
    axes: 2,
    green: false,
    memory: 0,
    kernelSize: 5,
    dilations: [1, 1, 1, 1],
  } as const;
  const tied = cost(recurrent({ ...options, passes: 4 }), [21, 21]);
  expect(tied).toEqual({ parameters: flat.parameters, operations: 4 * flat.operations });
  expect(() => cost(feedForward({ axes: 2 }), [21])).toThrow("cnn.cost");
  // On the grid of 64 cells: 6·4·9 + 4 + 4 + 8·3 weights; on that of 16: 4·4·4 + 4 + 4·4·9 + 4 + 4·4·4.
  const strided = { width: 4, kernelSize: 3, dilations: [1], body: "strided" } as const;
  const twice = cost(feedForward({ axes: 2, ...strided }), [8, 8]);
  expect(twice.operations).toBe(2 * (248 * 64 + 280 * 16));
  // One block of one mode: 2·(6·4 + 4·4 + 4·32 + 32·3) + 8·4·4·(3·2) + 8 transforms of 64 voxels.
  const waves = cost(fourier({ grid: [8, 8], width: 4, blocks: 1, modes: 1 }), [8, 8]);
  expect(waves.operations).toBe(2 * 264 * 64 + 8 * 96 + 8 * 2.5 * 64 * 6);
});

function rolled<A extends Int32Array | Float64Array>(
  u: A,
  grid: readonly number[],
  by: readonly number[],
): A {
  const out = u.slice() as A;
  for (let i = 0; i < u.length; i++) {
    let [rest, to, stride] = [i, 0, 1];
    for (let axis = grid.length - 1; axis >= 0; axis--) {
      const at = ((rest % grid[axis]) + by[axis]) % grid[axis];
      rest = Math.floor(rest / grid[axis]);
      to += at * stride;
      stride *= grid[axis];
    }
    out[to] = u[i];
  }
  return out;
}
