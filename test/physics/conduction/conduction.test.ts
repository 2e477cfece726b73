import { describe, expect, test } from "vitest";
import { effectiveConductivity, solveConduction } from "../../../src/physics/index.js";
import { distance, layers, randomCell, smoothCell } from "../elasticity/cells.js";

describe.each(["q1", "q1r", "q2"] as const)("%s", (element) => {
  test("layers conduct in series across and in parallel along, exactly", async () => {
    const order = [0, 1, 1, 2, 0, 2, 1, 1];
    const κ = [1, 50, 7];
    const along = order.reduce((sum, h) => sum + κ[h] / 8, 0);
    const across = 1 / order.reduce((sum, h) => sum + 1 / κ[h] / 8, 0);
    for (const [grid, axis] of [
      [[8, 3], 0],
      [[3, 8], 1],
      [[3, 8, 2], 1],
    ] as const) {
      const options = { element, tolerance: 1e-13, spacing: [0.5, 2, 1].slice(0, grid.length) };
      const { conductivity } = await effectiveConductivity(layers(grid, axis, order), κ, options);
      grid.forEach((_, a) => {
        grid.forEach((__, b) => {
          const exact = a === b ? (a === axis ? across : along) : 0;
          expect(Math.abs(conductivity.get(0, a, b) - exact)).toBeLessThan(1e-11);
        });
      });
    }
  });

  test("the flux has no divergence and the gradient its mean", async () => {
    const m = randomCell([7, 6], 2, 1);
    const { gradient, flux, meanFlux, iterations } = await solveConduction(m, [1, 10], [1, -0.5], {
      element,
    });
    expect(Math.abs(gradient.data.subarray(0, 42).reduce((a, b) => a + b) / 42 - 1)).toBeLessThan(
      1e-12,
    );
    expect(iterations[0]).toBeGreaterThan(3);
    for (let x = 0; x < 42; x++) {
      expect(Math.abs(flux.data[x] + [1, 10][m.data[x]] * gradient.data[x])).toBeLessThan(1e-12);
    }
    expect(meanFlux.data[0]).toBeLessThan(0);
  });
});

test("the quadrant checkerboard conducts √(κ₁κ₂), and the elements come to it at their slow rate", async () => {
  // Singular corners: the error falls as h^{2α}, α = (4/π) atan(c^{−1/2}).
  for (const c of [10, 25]) {
    const rate = 2 * (4 / Math.PI) * Math.atan(1 / Math.sqrt(c));
    const errors: number[] = [];
    for (const n of [16, 32, 64, 128]) {
      const board = Int32Array.from({ length: n * n }, (_, at) =>
        2 * Math.floor(at / n) < n === 2 * (at % n) < n ? 0 : 1,
      );
      const { conductivity } = await effectiveConductivity(
        { data: board, shape: [1, n, n] },
        [1, c],
        {
          tolerance: 1e-9,
        },
      );
      errors.push(conductivity.data[0] / Math.sqrt(c) - 1);
    }
    expect(Math.min(...errors)).toBeGreaterThan(0); // conforming elements conduct too much
    // The order between successive grids comes down to it.
    const orders = [1, 2, 3].map((i) => Math.log2(errors[i - 1] / errors[i]));
    expect(orders[0]).toBeGreaterThan(orders[1]);
    expect(orders[1]).toBeGreaterThan(orders[2]);
    expect(orders[2] / rate).toBeGreaterThan(1);
    expect(orders[2] / rate).toBeLessThan(1.07);
  }
});

test("tensors of conductivity: a turned one is turned, an isotropic one is a number", async () => {
  const m = randomCell([6, 5], 2, 2);
  const same = await effectiveConductivity(m, [1, 4], { tolerance: 1e-12 });
  const tensors = [1, 4].map((κ) => [
    [κ, 0],
    [0, κ],
  ]);
  const other = await effectiveConductivity(m, tensors, { tolerance: 1e-12 });
  expect(distance(other.conductivity, same.conductivity)).toBeLessThan(1e-10);
  const one = [
    [
      [3, 1],
      [1, 2],
    ],
  ];
  const uniform = await effectiveConductivity({ data: new Int32Array(20), shape: [1, 5, 4] }, one);
  expect(distance(uniform.conductivity, one.flat(2))).toBeLessThan(1e-14);
});

test("conductivities voxel by voxel agree with phases; insulators carry no flux", async () => {
  const m = randomCell([6, 5], 2, 3);
  const field = { data: Float64Array.from(m.data, (h) => [1, 4][h]), shape: m.shape };
  const options = { tolerance: 1e-12 };
  const [a, b] = [
    await solveConduction(m, [1, 4], [1, 0], options),
    await solveConduction(null, field, [1, 0], options),
  ];
  expect(distance(a.flux, b.flux)).toBeLessThan(1e-10);
  const pores = smoothCell([20, 21], 2, 4);
  const { flux, converged } = await solveConduction(pores, [0, 1], [1, 0]);
  expect(converged).toEqual([true]);
  pores.data.forEach((h, x) => {
    if (h === 0) expect(Math.abs(flux.data[x])).toBe(0);
  });
});

test("every sample may have its gradient, and its mean is met", async () => {
  const cells = [6, 7].map((seed) => randomCell([5, 4], 2, seed));
  const m = {
    data: Int32Array.from(cells.flatMap(({ data }) => Array.from(data))),
    shape: [2, 5, 4],
  };
  const G = [
    [1, 0],
    [-0.5, 2],
  ];
  const both = await solveConduction(m, [1, 10], G, { tolerance: 1e-12 });
  expect(distance(both.meanGradient, G.flat())).toBeLessThan(1e-12);
  for (const [sample, cell] of cells.entries()) {
    const { flux } = await solveConduction(cell, [1, 10], G[sample], { tolerance: 1e-12 });
    expect(distance(both.flux.data.slice(40 * sample, 40 * (sample + 1)), flux)).toBeLessThan(
      1e-10,
    );
    expect(both.equilibrium[sample]).toBeLessThan(1e-11);
  }
});

test("refined cells conduct less at every refinement, and come back as means over voxels", async () => {
  const m = randomCell([5, 4], 2, 8);
  let last = Infinity;
  for (const refine of [1, 2, 4]) {
    const { conductivity } = await effectiveConductivity(m, [1, 10], { refine, tolerance: 1e-10 });
    expect(conductivity.data[0]).toBeLessThan(last);
    [last] = conductivity.data;
    const solution = await solveConduction(m, [1, 10], [1, 0], { refine, tolerance: 1e-10 });
    expect(solution.gradient.shape).toEqual([1, 2, 5, 4]);
    expect(solution.potential.shape).toEqual([1, 5, 4]);
    expect(Math.abs(solution.meanFlux.data[0] + last)).toBeLessThan(1e-8);
  }
  // At the corners a refined potential is near the coarse one.
  const [coarse, fine] = [
    await solveConduction(m, [1, 10], [1, 0], { element: "q2", refine: 3 }),
    await solveConduction(m, [1, 10], [1, 0], { element: "q2", refine: 6 }),
  ];
  expect(distance(coarse.potential, fine.potential)).toBeLessThan(0.02);
});

test("what does not fit is refused", async () => {
  const m = randomCell([4, 3], 2, 5);
  await expect(solveConduction(m, [1], [1, 0])).rejects.toThrow(/phase indices 0 … 0/);
  await expect(solveConduction(m, [1, -1], [1, 0])).rejects.toThrow(
    /conductivity\[1\] should be positive, .*; got -1\./,
  );
  await expect(solveConduction(m, [[1, 2]], [1, 0])).rejects.toThrow(
    /conductivity should be \[H\]/,
  );
  await expect(solveConduction(m, [1, 2], [1])).rejects.toThrow(/macroGradient should be \[2\]/);
  await expect(solveConduction(m, [1, 2], [1, 0], { element: "q3" as "q1" })).rejects.toThrow(
    /element/,
  );
  await expect(solveConduction(m, [1, 2], [1, 0], { refine: 0.5 })).rejects.toThrow(/refine/);
  await expect(solveConduction(m, [1, 2], [1, 0], { spacing: 0 })).rejects.toThrow(
    /positive length/,
  );
  await expect(solveConduction(m, [1, 1000], [1, 0], { maxIterations: 1 })).rejects.toThrow(
    /after 1 iterations/,
  );
  await expect(effectiveConductivity(m, [NaN, 1])).rejects.toThrow(/finite/);
});
