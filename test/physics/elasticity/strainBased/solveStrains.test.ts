import { afterEach, describe, expect, test, vi } from "vitest";
import { backend, use, VOIGT } from "../../../../src/compute/index.js";
import type { VoxelElements } from "../../../../src/compute/index.js";
import { sizeOf } from "../../../../src/core/index.js";
import { addMeanGradientTranspose } from "../../../../src/physics/cell/averages.js";
import { randomField, randomPhases, rolled } from "../../../mks/synthetic.js";
import {
  asAnisotropic,
  cellOf,
  lame,
  largestDifference,
  meansOf,
  randomStiffness,
  SCHEMES,
  solved,
  stressOf,
} from "./cells.js";
import type { CellDraft } from "./cells.js";
import { laminateStrain, layers } from "./laminate.js";

const E2 = Float64Array.of(1, -0.4, 0.7);
const E3 = Float64Array.of(0.5, -0.2, 0.1, 0.3, -0.4, 0.6);

/** Random voxels of two phases with moduli 1 and 10. */
function randomCell(grid: readonly number[], seed = 1): CellDraft {
  const phase = randomPhases(1, grid, 2, seed).data;
  const meanStrain = grid.length === 2 ? E2 : E3;
  return { grid, coefficients: lame(phase, [1, 10], [0.35, 0.2]), meanStrain };
}

/** A random field [c, …x]. */
const randomStrain = (grid: readonly number[], seed: number): Float64Array =>
  randomField([VOIGT[grid.length].length, ...grid], seed).data;

/** The same strain in every voxel. */
const everywhere = (strain: Float64Array, grid: readonly number[]): Float64Array =>
  Float64Array.from(
    { length: strain.length * sizeOf(grid) },
    (_, i) => strain[Math.floor(i / sizeOf(grid))],
  );

describe.each(SCHEMES)("the strain by scheme %s", (scheme) => {
  test.each([[[8, 7]], [[6, 6]], [[5, 4, 3]], [[6, 4, 7]]])(
    "of a homogeneous cell is the mean strain, after no iteration: %j",
    async (grid) => {
      const meanStrain = grid.length === 2 ? E2 : E3;
      const phase = new Uint8Array(sizeOf(grid));
      const draft = { grid, coefficients: lame(phase, [210], [0.3]), meanStrain, scheme };
      const expected = everywhere(meanStrain, grid);
      for (const eigenstrain of [
        undefined,
        everywhere(
          meanStrain.map((e) => 1 - e),
          grid,
        ),
      ]) {
        const solution = await solved(eigenstrain ? { ...draft, eigenstrain } : draft);
        const { strain, iterations, converged, residual, history } = solution;
        expect({ iterations, converged, residual, history }).toEqual({
          ...{ iterations: 0, converged: true, residual: 0, history: [0] },
        });
        expect(largestDifference(strain, expected)).toBeLessThan(1e-15);
      }
    },
  );

  describe.each([{ grid: [15, 13] }, { grid: [9, 11] }, { grid: [7, 5, 3] }])(
    "where μ is the same everywhere, on the odd grid $grid",
    ({ grid }) => {
      const [axes, size, μ] = [grid.length, sizeOf(grid), 1.3];
      const meanStrain = axes === 2 ? E2 : E3;
      const traces = (strain: Float64Array, cells: number): Float64Array =>
        Float64Array.from({ length: cells }, (_, x) =>
          strain.reduce((sum, ε, i) => (i % cells === x && i < axes * cells ? sum + ε : sum), 0),
        );

      /** The largest error of tr ε = tr E / ⟨1/(λ+2μ)⟩ / (λ+2μ), relative to the largest tr ε. */
      const error = (strain: Float64Array, λ: Float64Array): number => {
        const mean = λ.reduce((sum, value) => sum + 1 / (value + 2 * μ), 0) / size;
        const [trace] = traces(meanStrain, 1);
        const expected = λ.map((value) => trace / mean / (value + 2 * μ));
        return largestDifference(traces(strain, size), expected) / Math.max(...expected);
      };
      const draftOf = (λ: Float64Array): CellDraft => {
        const coefficients = Float64Array.from([...λ, ...new Float64Array(size).fill(μ)]);
        return { grid, coefficients, meanStrain, scheme };
      };

      test("one iteration finds tr ε = tr E / ⟨1/(λ+2μ)⟩ / (λ+2μ) of two phases", async () => {
        const λ = Float64Array.from(randomPhases(1, grid, 2, 4).data, (h) => [1, 50][h]);
        const { strain, iterations } = await solved(draftOf(λ));
        expect(iterations).toBe(1);
        expect(error(strain, λ)).toBeLessThan(1e-13); // rounding alone
      });

      test("so it is of as many phases as voxels", async () => {
        const λ = randomField(grid, 4, [0.1, 50]).data;
        const { strain } = await solved({ ...draftOf(λ), tolerance: 1e-14 });
        expect(error(strain, λ)).toBeLessThan(1e-12); // λ+2μ varies by 20 and the residual is 1e-14
      });
    },
  );

  // On even grids Moulinec and Suquet's scheme has no stress at Nyquist frequencies: no closed form there.
  const even = [{ grid: [8, 6] }, { grid: [5, 4, 6] }];
  const odd = [{ grid: [9, 7] }, { grid: [5, 3, 7] }];
  test.each(scheme === "rotated" ? [...odd, ...even] : odd)(
    "of a laminate is the closed form, isotropic, anisotropic and with stress-free strains: $grid",
    async ({ grid }) => {
      const meanStrain = grid.length === 2 ? E2 : E3;
      for (let axis = 0; axis < grid.length; axis++) {
        const phase = layers(grid, axis, [0, 1, 1, 2, 0, 1, 2, 2, 0]);
        const isotropic = lame(phase, [1, 50, 7], [0.3, 0.2, 0.45]);
        const stiffness = randomStiffness(phase, 3, grid.length, 5);
        const free = randomField([3, VOIGT[grid.length].length], 6).data;
        const eigenstrain = Float64Array.from(
          VOIGT[grid.length].flatMap((_, c) =>
            Array.from(phase, (h) => free[h * VOIGT[grid.length].length + c]),
          ),
        );
        const drafts: Pick<CellDraft, "law" | "coefficients" | "eigenstrain">[] = [
          { coefficients: isotropic },
          { law: "anisotropic", coefficients: stiffness },
          { coefficients: isotropic, eigenstrain },
          { law: "anisotropic", coefficients: stiffness, eigenstrain },
        ];
        for (const draft of drafts) {
          const cell = { grid, scheme, meanStrain, tolerance: 1e-13, ...draft };
          const { strain } = await solved(cell);
          const expected = laminateStrain(cell, axis);
          const largest = Math.max(...expected.map(Math.abs));
          // The residual is 1e-13 of the load, which the contrast of 50 magnifies.
          expect(largestDifference(strain, expected)).toBeLessThan(1e-12 * largest);
        }
      }
    },
  );

  test.each([[[9, 8]], [[5, 4, 6]]])("has the mean strain that was asked for: %j", async (grid) => {
    const draft = { ...randomCell(grid), scheme, eigenstrain: randomStrain(grid, 2) };
    const { strain } = await solved(draft);
    expect(largestDifference(meansOf(strain, sizeOf(grid)), draft.meanStrain)).toBeLessThan(1e-14);
  });

  test.each([[[9, 8]], [[5, 4, 6]]])("moves with the cell: %j", async (grid) => {
    const draft = { ...randomCell(grid), scheme };
    const shift = [2, 3, 1].slice(0, grid.length);
    const fields = { data: draft.coefficients, shape: [2, ...grid] };
    const { strain } = await solved(draft);
    const moved = await solved({ ...draft, coefficients: rolled(fields, shift).data });
    const expected = rolled(
      { data: strain, shape: [strain.length / sizeOf(grid), ...grid] },
      shift,
    );
    expect(largestDifference(moved.strain, expected.data)).toBeLessThan(1e-11);
  });

  test("turns with the cell: axes and components are exchanged together", async () => {
    const { coefficients } = randomCell([6, 9]);
    const draft = { coefficients, grid: [6, 9], spacing: [1, 2], meanStrain: E2, scheme };
    const turned = (field: Float64Array, order: readonly number[]): Float64Array =>
      Float64Array.from(
        order.flatMap((c) =>
          Array.from({ length: 54 }, (_, x) => field[c * 54 + (x % 6) * 9 + Math.floor(x / 6)]),
        ),
      );
    const [{ strain }, other] = [
      await solved(draft),
      await solved({
        ...{ grid: [9, 6], spacing: [2, 1], scheme },
        coefficients: turned(coefficients, [0, 1]),
        meanStrain: Float64Array.of(E2[1], E2[0], E2[2]),
      }),
    ];
    expect(largestDifference(other.strain, turned(strain, [1, 0, 2]))).toBeLessThan(1e-11);
  });

  test("is the same for isotropic voxels written as matrices, and in any unit of length", async () => {
    for (const grid of [
      [8, 9],
      [5, 4, 3],
    ]) {
      const draft = { ...randomCell(grid), scheme, spacing: grid.map((_, axis) => 1 + axis) };
      const { strain } = await solved(draft);
      const coefficients = asAnisotropic(draft.coefficients, grid.length);
      const matrices = await solved({ ...draft, law: "anisotropic", coefficients });
      const metres = await solved({ ...draft, spacing: draft.spacing.map((h) => 1e-6 * h) });
      expect(largestDifference(matrices.strain, strain)).toBeLessThan(1e-11);
      expect(largestDifference(metres.strain, strain)).toBeLessThan(1e-11);
    }
  });

  test("does not depend on method, reference or start", async () => {
    const draft = { ...randomCell([9, 8], 3), scheme, eigenstrain: randomStrain([9, 8], 8) };
    const { strain } = await solved(draft);
    const [λ, μ] = cellOf(draft).reference;
    for (const other of [
      { method: "basic" },
      { reference: [3 * λ, 2 * μ] },
      { start: randomStrain([9, 8], 9) },
      { method: "basic", start: randomStrain([9, 8], 9) },
    ] as const) {
      const solution = await solved({ ...draft, ...other });
      expect(solution.converged).toBe(true);
      expect(largestDifference(solution.strain, strain)).toBeLessThan(1e-10);
    }
  });

  test("needs no iteration from the solution, and keeps its place in the history", async () => {
    const draft = { ...randomCell([9, 8]), scheme, eigenstrain: randomStrain([9, 8], 8) };
    const { strain, history, iterations } = await solved(draft);
    expect(history).toHaveLength(iterations + 1);
    expect(history[0]).toBe(1);
    const again = await solved({ ...draft, start: strain, tolerance: 2e-12 });
    expect(again.iterations).toBe(0);
    expect(again.residual).toBeLessThan(2e-12);
    const half = await solved({ ...draft, maxIterations: 10 });
    const rest = await solved({ ...draft, start: half.strain });
    expect(rest.history[0] / half.residual).toBeCloseTo(1, 6);
  });

  test("of a cell whose stress-free strain is the mean strain has no stress", async () => {
    const draft = { ...randomCell([9, 8]), scheme, eigenstrain: everywhere(E2, [9, 8]) };
    const { strain, iterations } = await solved(draft);
    expect(iterations).toBe(0);
    expect(largestDifference(stressOf(cellOf(draft), strain), new Float64Array(216))).toBeLessThan(
      1e-14,
    );
  });
});

describe("solveStrains", () => {
  afterEach(() => {
    vi.restoreAllMocks();
    use({});
  });

  test("puts the forces on the corners of voxels in balance, by the rotated scheme", async () => {
    for (const grid of [
      [9, 8],
      [5, 4, 6],
    ]) {
      const axes = grid.length;
      const size = sizeOf(grid);
      const spacing = [1, 2, 0.5].slice(0, axes);
      const cell = cellOf({ ...randomCell(grid), spacing });
      const { strain } = await solved(cell);
      const stress = stressOf(cell, strain);
      const elements: VoxelElements = {
        grid,
        spacing,
        order: 1,
        components: axes,
        rule: "onePoint",
        law: "isotropic",
      };
      const forces = new Float64Array(axes * size);
      VOIGT[axes].forEach(([i, j], c) => {
        const σ = stress.subarray(c * size, (c + 1) * size);
        addMeanGradientTranspose(elements, j, σ, forces, i * size);
        if (i !== j) addMeanGradientTranspose(elements, i, σ, forces, j * size);
      });
      expect(Math.max(...stress.map(Math.abs))).toBeGreaterThan(1);
      expect(largestDifference(forces, new Float64Array(axes * size))).toBeLessThan(1e-10);
    }
  });

  test("returns the strain reached when iterations run out", async () => {
    for (const method of ["cg", "basic"] as const) {
      const solution = await solved({ ...randomCell([9, 8]), method, maxIterations: 3 });
      expect(solution).toMatchObject({ converged: false, iterations: 3 });
      expect(solution.history).toHaveLength(4);
      expect(solution.residual).toBe(solution.history[3]);
      expect(solution.residual).toBeGreaterThan(1e-12);
      expect(solution.strain.every(Number.isFinite)).toBe(true);
    }
    const none = await solved({ ...randomCell([9, 8]), maxIterations: 0 });
    expect(none).toMatchObject({ converged: false, iterations: 0, residual: 1, history: [1] });
    expect(none.strain[0]).toBe(E2[0]);
  });

  test("takes cells with voids, and a void", async () => {
    const phase = Uint8Array.from({ length: 81 }, (_, x) => Number(x % 9 < 3 && x < 27));
    const porous = { grid: [9, 9], coefficients: lame(phase, [1, 0], [0.3, 0]), meanStrain: E2 };
    const { strain } = await solved({ ...porous, tolerance: 1e-4 });
    expect(strain.every(Number.isFinite)).toBe(true);
    const nothing = await solved({ ...porous, coefficients: new Float64Array(162) });
    expect(nothing).toMatchObject({ converged: true, iterations: 0 });
  });

  test("gives the same strain on every backend", async () => {
    const draft = randomCell([12, 7]);
    use({ backend: "portable" });
    const { strain, iterations } = await solved(draft);
    use({});
    const other = await solved(draft);
    expect(Math.abs(other.iterations - iterations)).toBeLessThanOrEqual(1);
    expect(largestDifference(other.strain, strain)).toBeLessThan(1e-11);
  });

  test("leaves its cell as it was", async () => {
    const draft = { ...randomCell([9, 8]), start: randomStrain([9, 8], 1) };
    const eigenstrain = randomStrain([9, 8], 2);
    const before = [draft.coefficients, draft.start, eigenstrain].map((array) => array.slice());
    await solved({ ...draft, eigenstrain });
    expect([draft.coefficients, draft.start, eigenstrain]).toEqual(before);
  });

  test("tells how far it has come, and stops when it is told to", async () => {
    const done: number[] = [];
    const { iterations } = await solved(randomCell([9, 8]), {
      onProgress: (progress) => done.push(progress.done),
    });
    expect(done).toEqual(Array.from({ length: iterations }, (_, i) => i));
    const stop = new AbortController();
    const run = solved(randomCell([9, 8]), {
      signal: stop.signal,
      onProgress: (progress) => progress.done === 5 && stop.abort("enough"),
    });
    await expect(run).rejects.toBe("enough");
  });

  test("gives its arrays back, also when it is stopped", async () => {
    const compute = backend();
    const [allocate, release] = [vi.spyOn(compute, "allocate"), vi.spyOn(compute, "release")];
    await solved(randomCell([9, 8]));
    await expect(solved(randomCell([9, 8]), { signal: AbortSignal.abort() })).rejects.toThrow();
    const taken = allocate.mock.results.map(({ value }) => value as Float64Array);
    expect(taken.length).toBeGreaterThan(0);
    expect(new Set(release.mock.calls.map(([array]) => array))).toEqual(new Set(taken));
  });

  test("says which reference a diverging iteration needs", async () => {
    const soft = { ...randomCell([9, 8]), method: "basic", reference: [0.1, 0.1] } as const;
    await expect(solved(soft)).rejects.toThrow(
      /physics\.solveStrains: the residual should fall; after \d+ iterations .* take strainReference/,
    );
    await expect(solved(soft)).rejects.toMatchObject({ name: "ConvergenceError" });
  });

  test.each([
    [
      "a line of voxels",
      { grid: [9] },
      "ValueError",
      "axes of the grid should be an integer between 2 and 3",
    ],
    [
      "no voxels",
      { grid: [9, 0] },
      "ValueError",
      "voxels along an axis should be an integer ≥ 1; got 0",
    ],
    ["another number of spacings", { spacing: [1] }, "ShapeError", "spacing should have 2 entries"],
    ["no spacing", { spacing: [1, 0] }, "ValueError", "spacing should be a finite number ≥ "],
    [
      "coefficients of another grid",
      { grid: [8, 8] },
      "ShapeError",
      "coefficients should have 128 entries",
    ],
    [
      "matrices called isotropic",
      { law: "anisotropic" },
      "ShapeError",
      "coefficients should have 432 entries",
    ],
    [
      "three-dimensional strains",
      { meanStrain: E3 },
      "ShapeError",
      "meanStrain should have 3 entries",
    ],
    [
      "short eigenstrains",
      { eigenstrain: E2 },
      "ShapeError",
      "eigenstrain should have 216 entries",
    ],
    ["a short start", { start: E2 }, "ShapeError", "start should have 216 entries"],
    [
      "a strain that is no number",
      { meanStrain: Float64Array.of(1, NaN, 0) },
      "ValueError",
      "meanStrain should be finite; got NaN at index [1, 0]",
    ],
    [
      "a fluid reference",
      { reference: [1, 0] },
      "ValueError",
      "μ > 0 and λ + 2μ/2 > 0; got [1, 0]",
    ],
    ["an unstable reference", { reference: [-2, 1] }, "ValueError", "got [-2, 1]"],
    ["no tolerance", { tolerance: 0 }, "ValueError", "tolerance should be a finite number between"],
    [
      "half an iteration",
      { maxIterations: 0.5 },
      "ValueError",
      "maxIterations should be an integer ≥ 0",
    ],
    [
      "an unknown scheme",
      { scheme: "fe" as "rotated" },
      "ValueError",
      '"moulinec-suquet", "rotated"; got "fe"',
    ],
    [
      "an unknown method",
      { method: "newton" as "cg" },
      "ValueError",
      '"cg", "basic"; got "newton"',
    ],
    [
      "an unknown law",
      { law: "cubic" as "isotropic" },
      "ValueError",
      '"isotropic", "anisotropic"; got "cubic"',
    ],
  ] as const)("refuses %s", async (_, change, name, message) => {
    const cell = { ...cellOf(randomCell([9, 8])), ...change };
    await expect(solved(cell)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message) as string,
    });
  });
});
