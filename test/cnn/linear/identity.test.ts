/** A convolution layer is a localization: the maps between their weights lose nothing. */
import { describe, expect, test } from "vitest";
import {
  fromInfluenceCoefficients,
  influenceCoefficients,
  linearLocalization,
  predictLinear,
  weightsOf,
} from "../../../src/cnn/index.js";
import type { LinearModel } from "../../../src/cnn/index.js";
import { createRng, ndarrayOf, normals } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { kernels, predict } from "../../../src/mks/index.js";
import { createModel } from "../../../src/nn/index.js";
import { fourierBasis, legendreBasis, primitiveBasis } from "../../../src/states/index.js";
import { distance } from "../../physics/elasticity/cells.js";

const GRIDS = [[7], [6], [5, 7], [4, 6], [5, 4], [3, 4, 5]];

/** A model with random, and so asymmetric, weights and offset. */
function modelOn(options: Parameters<typeof linearLocalization>[0], seed: number): LinearModel {
  const network = linearLocalization(options);
  const { parameters, state } = createModel(network.layers);
  const rng = createRng(seed);
  const drawn = Object.fromEntries(
    Object.entries(parameters as Record<string, Record<string, NdArray>>).map(([layer, leaves]) => [
      layer,
      Object.fromEntries(
        Object.entries(leaves).map(([name, { shape }]) => [name, normals(rng, shape)]),
      ),
    ]),
  );
  return {
    kind: "localizationNetwork",
    version: 1,
    network,
    parameters: drawn,
    state,
    problem: null,
  };
}

const cellsOn = (grid: readonly number[], states: number): NdArray<Int32Array> => {
  const rng = createRng(9);
  const size = grid.reduce((a, b) => a * b);
  return ndarrayOf(
    Int32Array.from({ length: 3 * size }, () => rng.integer(states)),
    [3, ...grid],
  );
};

describe.each(GRIDS.map((grid) => [grid]))("on %o", (grid) => {
  const model = modelOn({ states: 3, components: 2, shape: grid }, 1);
  const m = cellsOn(grid, 3);

  test("the network and its influence coefficients predict the same", () => {
    const coefficients = influenceCoefficients(model);
    expect(coefficients.grid).toEqual(grid);
    expect(distance(predictLinear(model, m), predict(coefficients, m))).toBeLessThan(1e-12);
  });

  test("both gauges predict the same, and only their coefficients differ", () => {
    const [a, b] = (["minimumNorm", "dropLast"] as const).map((gauge) =>
      influenceCoefficients(model, grid, { gauge }),
    );
    expect(distance(predict(a, m), predict(b, m))).toBeLessThan(1e-12);
    expect(distance(a.coefficients.re, b.coefficients.re)).toBeGreaterThan(0.1);
  });

  test("coefficients become a network and coefficients again, the same ones", () => {
    const coefficients = influenceCoefficients(model);
    const again = influenceCoefficients(fromInfluenceCoefficients(coefficients));
    expect(distance(again.coefficients.re, coefficients.coefficients.re)).toBeLessThan(1e-12);
    expect(distance(again.coefficients.im, coefficients.coefficients.im)).toBeLessThan(1e-12);
    expect(predictLinear(fromInfluenceCoefficients(coefficients), m).shape).toEqual([
      3,
      2,
      ...grid,
    ]);
  });

  test("a common kernel of zero sum changes neither predictions nor gauged coefficients", () => {
    const size = grid.reduce((a, b) => a * b);
    const common = normals(createRng(3), [2, ...grid]).data;
    for (let c = 0; c < 2; c++) {
      const part = common.subarray(c * size, (c + 1) * size);
      const mean = part.reduce((sum, value) => sum + value / size, 0);
      part.forEach((value, i) => (part[i] = value - mean));
    }
    const weight = (model.parameters as Record<string, Record<string, NdArray>>)["0"].weight;
    const shifted = weight.data.map(
      (w, i) => w + common[Math.floor(i / (3 * size)) * size + (i % size)],
    );
    const changed = {
      ...model,
      parameters: {
        "0": { ...(model.parameters["0"] as object), weight: ndarrayOf(shifted, weight.shape) },
      },
    };
    expect(distance(predictLinear(changed, m), predictLinear(model, m))).toBeLessThan(1e-12);
    const [a, b] = [changed, model].map((one) => kernels(influenceCoefficients(one)).data);
    expect(distance(a, b)).toBeLessThan(1e-12);
  });
});

test("the filter is the kernel read backwards: what lies one cell ahead is seen by the entry behind the centre", () => {
  const model = modelOn({ states: 2, kernelSize: 3, axes: 1 }, 1);
  const filter = [0, 0, 0, 0, 0, 5];
  const parameters = {
    "0": {
      weight: ndarrayOf(Float64Array.from(filter), [1, 2, 3]),
      bias: ndarrayOf(new Float64Array(1), [1]),
    },
  };
  const one = { ...model, parameters };
  expect([...predictLinear(one, [[0, 0, 1, 0, 0]]).data]).toEqual([0, 5, 0, 0, 0]);
  // β[r] = q[−r]: the entry at distance +1 convolves as r = −1, which is index 4 of 5.
  const { coefficients } = influenceCoefficients(one, [5]);
  const kernel = kernels({ ...influenceCoefficients(one, [5]), coefficients }).data;
  const difference = [...kernel.slice(5, 10)].map((value, i) => value - kernel[i]);
  [0, 0, 0, 0, 5].forEach((value, i) => {
    expect(difference[i]).toBeCloseTo(value, 12);
  });
});

test("weights survive the way through the kernel bit for bit, as it only permutes them", () => {
  for (const grid of [[7], [6], [5, 4], [3, 4, 5]]) {
    const model = modelOn({ states: 2, shape: grid }, 4);
    const weights = weightsOf(model)["0.weight"] as NdArray;
    const size = grid.reduce((a, b) => a * b);
    expect(weights.shape).toEqual([1, 2, ...grid]);
    expect(new Set(weights.data).size).toBe(2 * size);
  }
});

describe.each([
  ["three hats", primitiveBasis(3, [0, 1])],
  ["four polynomials", legendreBasis(4, [-1, 1])],
] as const)("with %s as states", (_, basis) => {
  test("the network and its coefficients predict the same", () => {
    const model = modelOn({ states: basis, shape: [5, 6] }, 5);
    const rng = createRng(6);
    const [least, most] = basis.domain;
    const m = ndarrayOf(
      Float64Array.from({ length: 60 }, () => least + (most - least) * rng.uniform()),
      [2, 5, 6],
    );
    expect(
      distance(predictLinear(model, m), predict(influenceCoefficients(model), m)),
    ).toBeLessThan(1e-12);
  });
});

describe("refused are", () => {
  test.each([
    [{ states: 2 }, "cnn.linearLocalization: either shape"],
    [{ states: 2, shape: [5], kernelSize: 3 }, "cnn.linearLocalization: either shape"],
    [{ states: fourierBasis(3, [0, 1]), shape: [5] }, "the fourier basis has complex states"],
    [{ states: 2, kernelSize: [[3, 3], [3]] }, "kernelSize of several layers"],
    [{ states: 2, kernelSize: 0 }, "cnn.linearLocalization: kernelSize"],
    [{ states: 2, kernelSize: 3, axes: 4 }, "cnn.linearLocalization: axes"],
    [{ states: 2, shape: [5], components: 0 }, "cnn.linearLocalization: components"],
  ])("options that are none: %#", (options, sentence) => {
    expect(() => linearLocalization(options)).toThrow(sentence);
  });

  test("grids other than that of a full kernel, and smaller than a window", () => {
    const full = modelOn({ states: 2, shape: [5, 5] }, 7);
    expect(() => predictLinear(full, cellsOn([5, 6], 2))).toThrow(
      "Take cnn.influenceCoefficients(model) through mks.resize",
    );
    const window = modelOn({ states: 2, kernelSize: 5 }, 8);
    expect(() => predictLinear(window, cellsOn([4, 6], 2))).toThrow(
      "a filter of [5, 5] cells does not fit",
    );
    expect(() => predictLinear(window, cellsOn([6, 6], 3))).toThrow("cnn.predictLinear");
  });
});
