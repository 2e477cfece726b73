import { afterEach, describe, expect, test, vi } from "vitest";
import { backend, use } from "../../../../src/compute/index.js";
import { E2, lame, largestDifference, randomCell, randomStrain, solved } from "./cells.js";

describe("solveStrains", () => {
  afterEach(() => {
    vi.restoreAllMocks();
    use({});
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
});
