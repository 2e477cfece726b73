import { describe, expect, test } from "vitest";
import { effectiveStiffness, lameConstants, solveElasticity } from "../../../src/physics/index.js";
import { isPositiveDefinite } from "../../../src/physics/cell/matrices.js";
import type { Matrix } from "../../../src/physics/cell/matrices.js";
import { contrast, distance, ELEMENTS, randomCell, randomStiffness } from "./cells.js";

function rowsOf(stiffness: { data: Float64Array }, c: number, sample = 0): number[][] {
  return Array.from({ length: c }, (_, i) =>
    Array.from(stiffness.data.subarray((sample * c + i) * c, (sample * c + i + 1) * c)),
  );
}

/** Σ f_h C_h */
function mean(C: readonly Matrix[], m: Int32Array): number[][] {
  return C[0].map((row, i) =>
    row.map((_, j) => m.reduce((sum, h) => sum + C[h][i][j] / m.length, 0)),
  );
}

function minus(A: Matrix, B: Matrix): number[][] {
  return A.map((row, i) => row.map((entry, j) => entry - B[i][j]));
}

describe.each(ELEMENTS)("%s", (element) => {
  test("is symmetric and positive definite", async () => {
    for (const [grid, c] of [
      [[7, 8], 3],
      [[5, 4, 3], 6],
    ] as const) {
      const m = randomCell(grid, 2, 1);
      const { stiffness, symmetryError } = await effectiveStiffness(m, contrast(10), { element });
      expect(symmetryError[0]).toBeLessThan(1e-6);
      expect(isPositiveDefinite(rowsOf(stiffness, c))).toBe(true);
    }
  });
});

test.each(["q1", "q2"] as const)(
  "%s lies between Reuss and Voigt for phases of any symmetry",
  async (element) => {
    for (const [grid, c] of [
      [[7, 8], 3],
      [[4, 3, 5], 6],
    ] as const) {
      const m = randomCell(grid, 3, 2);
      const C = [1, 2, 3].map((seed) => randomStiffness(c, seed));
      const { stiffness } = await effectiveStiffness(
        m,
        { stiffness: C },
        { element, tolerance: 1e-8 },
      );
      const own = rowsOf(stiffness, c);
      const S = mean(C.map(inverse), m.data);
      expect(isPositiveDefinite(minus(mean(C, m.data), own))).toBe(true);
      expect(isPositiveDefinite(minus(own, inverse(S)))).toBe(true);
    }
  },
);

test("cells of cubic symmetry keep the Hashin–Shtrikman bounds of the bulk modulus", async () => {
  // A centred cube of the stiff phase in the soft one, and the reverse.
  const n = 8;
  const cube = Int32Array.from({ length: n ** 3 }, (_, at) => {
    const place = [Math.floor(at / (n * n)), Math.floor(at / n) % n, at % n];
    return place.every((x) => x < n / 2) ? 1 : 0;
  });
  for (const swap of [0, 1]) {
    const m = { data: cube.map((h) => (h + swap) % 2), shape: [1, n, n, n] };
    const { stiffness } = await effectiveStiffness(m, contrast(10), {
      element: "q2",
      tolerance: 1e-6,
    });
    const C = rowsOf(stiffness, 6);
    const K = (C[0][0] + 2 * C[0][1]) / 3;
    const [soft, stiff] = [1, 10].map((E) => {
      const [λ, μ] = lameConstants(E, 0.3);
      return { K: λ + (2 * μ) / 3, μ };
    });
    const share = swap === 0 ? 1 / 8 : 7 / 8; // of the stiff phase
    const bound = (a: typeof soft, b: typeof soft, f: number): number =>
      a.K + f / (1 / (b.K - a.K) + (3 * (1 - f)) / (3 * a.K + 4 * a.μ));
    expect(K).toBeGreaterThan(bound(soft, stiff, share));
    expect(K).toBeLessThan(bound(stiff, soft, 1 - share));
    expect(Math.abs(C[0][0] / C[1][1] - 1)).toBeLessThan(1e-6);
  }
});

test("columns are mean stresses of unit strains", async () => {
  const m = randomCell([6, 5], 2, 3);
  const { stiffness } = await effectiveStiffness(m, contrast(7), { tolerance: 1e-12 });
  for (let j = 0; j < 3; j++) {
    const E = [0, 1, 2].map((i) => (i === j ? 1 : 0));
    const { meanStress } = await solveElasticity(m, contrast(7), E, { tolerance: 1e-12 });
    expect(
      distance(
        meanStress,
        rowsOf(stiffness, 3).map((row) => row[j]),
      ),
    ).toBeLessThan(1e-10);
  }
});

test("a mean stress is met by mixed loads, in the plane and in space", async () => {
  const cases = [
    { grid: [7, 6], strain: [1, null, null], stress: [null, 0, 0] },
    {
      grid: [5, 4, 3],
      strain: [0.5, null, null, null, 0.1, null],
      stress: [null, 0.3, 0, -0.2, null, 0],
    },
    { grid: [7, 6], strain: [null, null, null], stress: [1, 2, 0.5] },
  ];
  for (const { grid, strain, stress } of cases) {
    const m = randomCell(grid, 2, 4);
    const eigenstrain = [strain.map(() => 0), strain.map((_, i) => 0.1 * i)];
    const { meanStrain, meanStress } = await solveElasticity(m, contrast(10), strain, {
      ...{ macroStress: stress, eigenstrain, tolerance: 1e-10 },
    });
    strain.forEach((value, i) => {
      if (value !== null) expect(Math.abs(meanStrain.data[i] - value)).toBeLessThan(1e-12);
      else expect(Math.abs(meanStress.data[i] - (stress[i] ?? NaN))).toBeLessThan(1e-8);
    });
  }
});

test("uniaxial stress of a homogeneous solid gives E and ν", async () => {
  const m = { data: new Int32Array(27), shape: [1, 3, 3, 3] };
  const phases = { elasticModulus: [70], poissonRatio: [0.33] };
  const { meanStress, meanStrain } = await solveElasticity(
    m,
    phases,
    [1e-3, null, null, null, null, null],
    {
      macroStress: [null, 0, 0, 0, 0, 0],
    },
  );
  expect(Math.abs(meanStress.data[0] - 0.07)).toBeLessThan(1e-12);
  expect(Math.abs(meanStrain.data[1] + 0.33e-3)).toBeLessThan(1e-12);
});

test("eigenstrain equal to the mean strain leaves no stress", async () => {
  const m = randomCell([5, 4, 3], 2, 5);
  const E = [0.1, 0.2, -0.1, 0.3, 0, 0.2];
  const { stress, energy } = await solveElasticity(m, contrast(10), E, { eigenstrain: [E, E] });
  expect(Math.max(...stress.data.map(Math.abs))).toBeLessThan(1e-12);
  expect(Math.abs(energy[0])).toBeLessThan(1e-12);
});

test("plane stress of a homogeneous sheet has E/(1 − ν²)", async () => {
  const m = { data: new Int32Array(12), shape: [1, 4, 3] };
  const phases = { elasticModulus: [70], poissonRatio: [0.33] };
  const isotropic = await effectiveStiffness(m, phases, { plane: "stress" });
  expect(Math.abs(isotropic.stiffness.data[0] - 70 / (1 - 0.33 ** 2))).toBeLessThan(1e-12 * 70);
  const [λ, μ] = lameConstants(70, 0.33);
  const crystal = { C11: [λ + 2 * μ], C12: [λ], C44: [μ], orientation: [[0.4, 1, 2]] };
  const turned = await effectiveStiffness(m, crystal, { plane: "stress" });
  expect(distance(turned.stiffness, isotropic.stiffness)).toBeLessThan(1e-12 * 70);
});

function inverse(A: Matrix): number[][] {
  const rows = A.map((row, i) => [...row, ...A.map((_, j) => (i === j ? 1 : 0))]);
  for (let k = 0; k < A.length; k++) {
    rows[k] = rows[k].map((entry) => entry / rows[k][k]);
    rows.forEach((row, i) => {
      if (i !== k) rows[i] = row.map((entry, j) => entry - row[k] * rows[k][j]);
    });
  }
  return rows.map((row) => row.slice(A.length));
}
