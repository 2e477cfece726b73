/** All ways to the weights of a localization end at the coefficients that MKS regresses at every frequency. */
import { describe, expect, test } from "vitest";
import {
  fit,
  influenceCoefficients,
  linearLocalization,
  predictLinear,
} from "../../../src/cnn/index.js";
import { ndarrayOf } from "../../../src/core/index.js";
import { filteredCells } from "../../../src/microstructure/index.js";
import { fit as regress, predict } from "../../../src/mks/index.js";
import { phaseBasis } from "../../../src/states/index.js";
import { distance } from "../../physics/elasticity/cells.js";
import { cellsOf, gaugedDifference } from "./cells.js";

const full = linearLocalization({ states: 2, shape: [21, 21] });

describe.each(["1.5", "10"] as const)("contrast %s, 100 cells of 21²", (contrast) => {
  const { m, p } = cellsOf(contrast);
  const regressed = regress(m, p, phaseBasis(2));

  test("newton: in one step, to rounding", async () => {
    const { model, loss, history } = await fit(full, m, p, { solver: "newton" });
    expect(gaugedDifference(model, await regressed)).toBeLessThan(1e-12);
    expect(history).toHaveLength(1);
    const { diagnostics } = await regressed;
    expect(Math.abs(loss / diagnostics.trainingError[0] - 1)).toBeLessThan(1e-9);
    expect(distance(predictLinear(model, m), predict(await regressed, m))).toBeLessThan(1e-11);
  });

  test("lbfgs: to 1e-6 within 120 evaluations", async () => {
    const { model, evaluations, loss } = await fit(full, m, p, {
      solver: "lbfgs",
      maxEvaluations: 100,
    });
    expect(evaluations).toBeLessThanOrEqual(120);
    expect(gaugedDifference(model, await regressed)).toBeLessThan(1e-6);
    // The least squares are the least: no loss may be below them by more than rounding.
    const [least] = (await regressed).diagnostics.trainingError;
    expect(loss / least - 1).toBeGreaterThan(-1e-10);
    expect(loss / least - 1).toBeLessThan(1e-9);
  });

  test("adam with all samples: to 1e-8 in 1000 steps", async () => {
    const { model } = await fit(full, m, p, { solver: "adam", maxIterations: 1000 });
    expect(gaugedDifference(model, await regressed)).toBeLessThan(1e-8);
  }, 60000);

  test("adam with batches of 32: to 1e-2", async () => {
    const { model } = await fit(full, m, p, { solver: "adam", batchSize: 32, maxIterations: 1500 });
    const difference = gaugedDifference(model, await regressed);
    expect(difference).toBeLessThan(1e-2);
    // Batches leave noise: an exact answer would mean that they were not drawn.
    expect(difference).toBeGreaterThan(1e-6);
  }, 60000);
});

describe.each([1, 2])("cells correlated over σ = %i", (σ) => {
  // A response that is linear but for noise-free first-order convolution: strains of contrast 1.5 stand in for it.
  const m = filteredCells([21, 21], { samples: 150, sigma: [σ, σ] }, 4);
  const kernelOf = regress(cellsOf("1.5").m, cellsOf("1.5").p, phaseBasis(2));

  test("gradient descent needs the spectral preconditioner: 1e-6 in 200 steps with it, not without", async () => {
    const p = predict(await kernelOf, m);
    const regressed = await regress(m, p, phaseBasis(2));
    const descend = async (precondition: "spectral" | "none"): Promise<number> => {
      const { model } = await fit(full, m, p, { solver: "sgd", precondition, maxIterations: 200 });
      return gaugedDifference(model, regressed);
    };
    expect(await descend("spectral")).toBeLessThan(1e-6);
    expect(await descend("none")).toBeGreaterThan(1e-3);
  }, 60000);

  test("with three phases, where a frequency has more than one unknown, 200 steps still do", async () => {
    const two = filteredCells([21, 21], { samples: 300, sigma: [σ, σ] }, 5).data;
    const three = {
      data: two.slice(0, 150 * 441).map((h, i) => h + two[150 * 441 + i]),
      shape: m.shape,
    };
    // The strains of three phases whose moduli lie between 1 and 1.5, as far as one kernel for each tells them.
    const response = predict(await kernelOf, {
      data: three.data.map((h) => Math.min(h, 1)),
      shape: m.shape,
    });
    const more = predict(await kernelOf, {
      data: three.data.map((h) => Math.max(h - 1, 0)),
      shape: m.shape,
    });
    const p = ndarrayOf(
      response.data.map((value, i) => value + more.data[i]),
      response.shape,
    );
    const network = linearLocalization({ states: 3, shape: [21, 21] });
    const regressed = await regress(three, p, phaseBasis(3));
    const { model } = await fit(network, three, p, {
      ...{ solver: "sgd", precondition: "spectral", maxIterations: 200 },
    });
    expect(gaugedDifference(model, regressed)).toBeLessThan(1e-6);
  }, 60000);
});

describe("windows of K × K", () => {
  const { m, p } = cellsOf("10");
  /** Relative difference to the same window of the full kernel, as 300 other cells of independent pixels have it. */
  const CROPPED = { 3: 0.3, 5: 0.22, 9: 0.11, 15: 0.038 };

  test.each([3, 5, 9, 15] as const)(
    "%i: descent ends at the direct answer, which is no cropped kernel",
    async (K) => {
      const network = linearLocalization({ states: 2, kernelSize: K });
      const direct = await fit(network, m, p, { solver: "newton" });
      const trained = await fit(network, m, p, { solver: "lbfgs", maxIterations: 400 });
      const exact = influenceCoefficients(direct.model, [21, 21]);
      expect(gaugedDifference(trained.model, exact)).toBeLessThan(1e-6);
      expect(direct.loss).toBeLessThanOrEqual(trained.loss * (1 + 1e-12));
      const whole = await regress(m, p, phaseBasis(2));
      const difference = windowDifference(exact, whole, K);
      expect(difference).toBeGreaterThan(CROPPED[K] / 2);
      expect(difference).toBeLessThan(CROPPED[K] * 2);
    },
    60000,
  );

  test("samples that do not determine a window are refused", async () => {
    const one = { data: m.data.slice(0, 441), shape: [1, 21, 21] };
    const network = linearLocalization({ states: 2, kernelSize: 21 });
    await expect(
      fit(network, one, { data: p.data.slice(0, 441), shape: [1, 21, 21] }, { solver: "newton" }),
    ).rejects.toThrow("do not determine the");
  }, 60000);
});

test("two layers of 11 × 11 with 4 channels reproduce the full kernel to 1e-5", async () => {
  const { m, p } = cellsOf("10");
  const first = await fit(full, m, p);
  const response = predictLinear(first.model, m);
  const stacked = linearLocalization({
    states: 2,
    kernelSize: [
      [11, 11],
      [11, 11],
    ],
    channels: 4,
  });
  const { model } = await fit(stacked, m, response, {
    solver: "lbfgs",
    maxIterations: 3000,
    tolerance: 1e-12,
  });
  const exact = influenceCoefficients(first.model);
  expect(gaugedDifference(model, exact)).toBeLessThan(1e-5);
}, 300000);

test("a fit goes on from a model, and can be stopped", async () => {
  const { m, p } = cellsOf("1.5");
  const few = await fit(full, m, p, { solver: "lbfgs", maxIterations: 5 });
  const more = await fit(few.model, m, p, { solver: "lbfgs", maxIterations: 5 });
  expect(more.loss).toBeLessThan(few.loss);
  const reason = new Error("enough");
  await expect(
    fit(full, m, p, { solver: "adam", signal: AbortSignal.abort(reason) }),
  ).rejects.toThrow(reason);
});

describe("refused are", () => {
  const { m, p } = cellsOf("1.5");
  test("solvers and options that the network does not have", async () => {
    await expect(fit(full, m, p, { solver: "cg" as "sgd" })).rejects.toThrow(
      "cnn.fitLinear: solver",
    );
    const stacked = linearLocalization({
      states: 2,
      kernelSize: [
        [3, 3],
        [3, 3],
      ],
    });
    await expect(fit(stacked, m, p, { solver: "newton" })).rejects.toThrow(
      'solver "newton" is exact for one layer',
    );
    const window = linearLocalization({ states: 2, kernelSize: 3 });
    await expect(fit(window, m, p, { solver: "sgd", precondition: "spectral" })).rejects.toThrow(
      'precondition "spectral"',
    );
  });

  test("data that do not fit", async () => {
    await expect(fit(full, m, p.lo(1))).rejects.toThrow("cnn.fitLinear");
    const other = linearLocalization({ states: 2, shape: [21, 20] });
    await expect(fit(other, m, p)).rejects.toThrow("cnn.fitLinear");
    const bad = ndarrayOf(p.data.slice().fill(NaN, 7, 8), p.shape);
    await expect(fit(full, m, bad)).rejects.toThrow("cnn.fitLinear");
  });
});

/** ‖a − b‖/‖b‖ of the difference kernels α₁ − α₀ within a window, less their means there. */
function windowDifference(a: Awaited<ReturnType<typeof regress>>, b: typeof a, K: number): number {
  const [x, y] = [a, b].map((model) => differenceKernel(model, K));
  let [error, norm] = [0, 0];
  x.forEach((value, i) => {
    error += (value - y[i]) ** 2;
    norm += y[i] ** 2;
  });
  return Math.sqrt(error / norm);
}

function differenceKernel(model: Awaited<ReturnType<typeof regress>>, K: number): number[] {
  const one = predict(model, delta(1));
  const zero = predict(model, delta(0));
  const centre = 10;
  const reach = (K - 1) / 2;
  const values: number[] = [];
  for (let i = -reach; i <= reach; i++) {
    for (let j = -reach; j <= reach; j++) {
      const at = (centre + i) * 21 + centre + j;
      values.push(one.data[at] - zero.data[at]);
    }
  }
  return values;
}

/** A cell of phase 0 with one voxel of a phase in the middle. */
function delta(phase: 0 | 1) {
  const data = new Int32Array(441);
  data[10 * 21 + 10] = phase;
  return ndarrayOf(data, [1, 21, 21]);
}
