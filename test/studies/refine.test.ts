import { describe, expect, test } from "vitest";
import type { Problem } from "../../src/cnn/index.js";
import {
  createRng,
  ndarrayOf,
  normals,
  ShapeError,
  sizeOf,
  ValueError,
} from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { lameConstants, solveElasticity } from "../../src/physics/index.js";
import { refine } from "../../src/studies/index.js";
import { distance, layers, randomCell, relative } from "../physics/elasticity/cells.js";

const problem: Problem = {
  elasticModulus: [1, 10],
  poissonRatio: [0.3, 0.2],
  element: "q1bbar",
  macroStrain: [1, 0, 0],
};
const grid = [9, 7];
const m = randomCell(grid, 2, 1);

function solve(
  cells: Parameters<typeof solveElasticity>[0],
  { elasticModulus, poissonRatio, element, plane, macroStrain }: Problem,
  tolerance: number,
): ReturnType<typeof solveElasticity> {
  return solveElasticity(
    cells,
    { elasticModulus: [...elasticModulus], poissonRatio: [...poissonRatio] },
    macroStrain,
    { element: element as "q1bbar", plane: plane ?? "strain", tolerance },
  );
}

/** A strain field whose mean is E, with the fluctuations of another one times a factor. */
function around(E: readonly number[], field: NdArray, factor: number): NdArray {
  const [samples, components, ...space] = field.shape;
  const size = sizeOf(space);
  const out = new Float64Array(field.size);
  for (let i = 0; i < samples * components; i++) {
    const own = field.data.slice(i * size, (i + 1) * size);
    const mean = own.reduce((a, b) => a + b, 0) / size;
    own.forEach((value, x) => (out[i * size + x] = E[i % components] + factor * (value - mean)));
  }
  return ndarrayOf(out, field.shape);
}

describe("the answer does not depend on the prediction", () => {
  test.each(["noise", "nothing", "the wrong sign", "the exact strain"])("%s", async (kind) => {
    const E = problem.macroStrain as number[];
    const exact = await solve(m, problem, 1e-13);
    const starts: Record<string, NdArray> = {
      noise: around(E, normals(createRng(2), exact.strain.shape), 3),
      nothing: around(E, exact.strain, 0),
      "the wrong sign": around(E, exact.strain, -1),
      "the exact strain": exact.strain,
    };
    const tolerance = 1e-9;
    const refined = await refine(starts[kind], m, problem, { tolerance, compare: true });
    // A residual ρ leaves at most κρ of the fluctuation in the norm of the reference, κ ≈ 10.
    expect(relative(refined.strain, exact.strain)).toBeLessThan(20 * tolerance);
    expect(relative(refined.stress, exact.stress)).toBeLessThan(20 * tolerance);
    expect(refined.converged).toEqual([true]);
    expect(refined.residual[0]).toBeLessThanOrEqual(tolerance);
    const [cold] = (await solve(m, problem, tolerance)).iterations;
    const { iterations, saved } = refined.zeroStart ?? { iterations: [], saved: [] };
    expect(iterations).toEqual([cold]);
    expect(saved).toEqual([cold - refined.iterations[0]]);
    // On an odd grid mean strains of voxels determine the displacement.
    if (kind === "the exact strain") expect(refined.iterations[0]).toBeLessThanOrEqual(1);
    if (kind === "nothing") expect(saved).toEqual([0]);
  });

  test("in three dimensions, with a load for each sample", async () => {
    const cells = [randomCell([3, 5, 3], 2, 3), randomCell([3, 5, 3], 2, 4)];
    const both = {
      data: Int32Array.from(cells.flatMap(({ data }) => [...data])),
      shape: [2, 3, 5, 3],
    };
    const macroStrain = [
      [1, 0, 0, 0, 0, 0],
      [0, 0.2, 0, 0, 0, 0.7],
    ];
    const flat = macroStrain.map((E) => E.map((e) => new Array<number>(45).fill(e)));
    const start = { data: Float64Array.from(flat.flat(2)), shape: [2, 6, 3, 5, 3] };
    const refined = await refine(start, both, { ...problem, macroStrain }, { tolerance: 1e-10 });
    for (const s of [0, 1]) {
      const own = await solve(cells[s], { ...problem, macroStrain: macroStrain[s] }, 1e-12);
      const part = refined.strain.data.slice(s * 270, (s + 1) * 270);
      expect(distance(part, own.strain)).toBeLessThan(1e-8);
    }
  });
});

describe("the certificate", () => {
  // One point per voxel: the strain of a voxel is that of its Gauss point, so norms can be taken here.
  const pointed: Problem = { ...problem, elasticModulus: [1, 50], element: "q1r" };

  test("has the residual that the forces of the stresses leave, computed independently", async () => {
    const start = around([1, 0, 0], normals(createRng(5), [1, 3, ...grid]), 0.1);
    const refined = await refine(start, m, pointed, { tolerance: 1e-3 });
    const load = around([1, 0, 0], refined.strain, 0);
    const left = norm(forces(refined.stress.data)) / norm(forces(stressOf(load, pointed)));
    expect(left / refined.equilibrium[0]).toBeCloseTo(1, 6);
    // The stress returned is that of the strain returned.
    expect(relative(refined.stress, stressOf(refined.strain, pointed))).toBeLessThan(1e-13);
    // From its displacement the residual is computed anew, without the recurrence of the iteration.
    const { elasticModulus, poissonRatio } = pointed;
    const phases = { elasticModulus: [...elasticModulus], poissonRatio: [...poissonRatio] };
    const again = await solveElasticity(m, phases, [1, 0, 0], {
      ...{ element: "q1r", maxIterations: 0, accept: "truncated" },
      start: { displacement: refined.displacement },
    });
    // A start is scaled to the least energy first: by a factor that differs from 1 by a square of the residual.
    expect(again.history[0][0]).toBeLessThanOrEqual(1e-3);
    expect(again.history[0][0] / refined.certificate.residual[0]).toBeCloseTo(1, 3);
  });

  test.each([0, 1, 4, 16])("bounds the error after %d iterations", async (maxIterations) => {
    const exact = await solve(m, pointed, 1e-14);
    const start = around([1, 0, 0], exact.strain, 0.5);
    const rule = { tolerance: 1e-14, maxIterations, accept: "truncated" } as const;
    const { strain, certificate } = await refine(start, m, pointed, rule);
    const error = around([0, 0, 0], difference(strain, exact.strain), 1);
    const fluctuation = around([0, 0, 0], exact.strain, 1);
    const reference = (field: NdArray): number => Math.sqrt(work(field, pointed, "reference"));
    const energy = (field: NdArray): number => Math.sqrt(work(field, pointed, "own"));
    const [strainShare, energyShare] = [reference, energy].map((of) => of(error) / of(fluctuation));
    expect(strainShare).toBeLessThanOrEqual(certificate.strainBound[0]);
    expect(energyShare).toBeLessThanOrEqual(certificate.energyBound[0]);
    // Half the fluctuation is missing at the start, and a bound that is κ too large would say nothing.
    if (maxIterations === 0) expect(certificate.predicted).toEqual(certificate.residual);
    expect(certificate.strainBound[0]).toBeLessThan(certificate.contrast ** 2 * strainShare);
    expect(certificate.statement).toContain("equilibrium");
  });

  test("knows the contrast: that of the moduli where Poisson's ratios agree, and none with voids", async () => {
    const start = around([1, 0, 0], normals(createRng(5), [1, 3, ...grid]), 0);
    const contrast = async (change: Partial<Problem>): Promise<number> =>
      (await refine(start, m, { ...problem, ...change }, { tolerance: 1e-2 })).certificate.contrast;
    expect(await contrast({ poissonRatio: [0.3, 0.3] })).toBeCloseTo(10, 12);
    expect(await contrast({ elasticModulus: [1, 1], poissonRatio: [0, 0.25] })).toBeCloseTo(
      1.6,
      12,
    );
    // … where λ + μ grows from 0.5 to 0.8, and μ falls by less.
    expect(await contrast({ elasticModulus: [0, 1] })).toBe(Infinity);
  });
});

test("a laminate across its layers needs few iterations from its own strain", async () => {
  const laminate = layers([5, 3], 0, [0, 1, 1, 0, 0]);
  const { strain } = await solve(laminate, problem, 1e-13);
  expect((await refine(strain, laminate, problem)).iterations[0]).toBeLessThanOrEqual(1);
});

test("warnings of a prediction are passed on, progress spans both runs, and an abort ends it", async () => {
  const strain = around([1, 0, 0], normals(createRng(5), [1, 3, ...grid]), 0.1);
  const shares: number[] = [];
  const { warnings } = await refine({ strain, warnings: ["Another element."] }, m, problem, {
    compare: true,
    onProgress: ({ done, total = NaN }) => shares.push(done / total),
  });
  expect(warnings).toEqual(["Another element."]);
  expect(shares[0]).toBe(0);
  expect(shares.at(-1)).toBe(1);
  expect([...shares].sort((a, b) => a - b)).toEqual(shares);
  const stopped = AbortSignal.abort(new Error("enough"));
  await expect(refine(strain, m, problem, { signal: stopped })).rejects.toThrow("enough");
});

test("what is no prediction of the cells is refused", async () => {
  const good = around([1, 0, 0], normals(createRng(5), [1, 3, ...grid]), 0.1);
  const refused = async (
    strain: Parameters<typeof refine>[0],
    kind: typeof ShapeError | typeof ValueError,
    sentence: RegExp,
    change: Partial<Problem> = {},
  ): Promise<void> => {
    const call = refine(strain, m, { ...problem, ...change });
    await expect(call).rejects.toThrow(kind);
    await expect(call).rejects.toThrow(sentence);
  };
  const component = ndarrayOf(good.data.slice(0, 63), [1, 9, 7]);
  await refused(component, ShapeError, /studies.refine: prediction.*all components/s);
  const fluctuation = around([0, 0, 0], good, 1);
  await refused(fluctuation, ValueError, /mean of the predicted strains should be the load/);
  await refused(good, ValueError, /should be the load/, { macroStrain: [0, 1, 0] });
  await refused(good, ShapeError, /one for each of 1/, {
    macroStrain: [
      [1, 0, 0],
      [1, 0, 0],
    ],
  });
  await refused(good, ValueError, /element/, { element: "t3" });
  await refused(good, ValueError, /poissonRatio/, { poissonRatio: [0.3] });
  const holes = ndarrayOf(
    good.data.map((ε, i) => (i === 5 ? NaN : ε)),
    good.shape,
  );
  await refused(holes, ValueError, /should be finite/);
  await expect(refine(good, [0, 1], problem)).rejects.toThrow(ShapeError);
  await expect(refine(good, m, problem, { compare: 1 as unknown as boolean })).rejects.toThrow(
    /compare should be true or false/,
  );
});

/** λ and μ of the phases of a problem. */
function lame({ elasticModulus, poissonRatio }: Problem): [number, number][] {
  return elasticModulus.map((E, h) => lameConstants(E, poissonRatio[h]));
}

/** σ = λ tr ε + 2 μ ε in the plane, of one sample. */
function stressOf({ data }: NdArray, of: Problem): Float64Array {
  const size = sizeOf(grid);
  const moduli = lame(of);
  return Float64Array.from({ length: 3 * size }, (_, at) => {
    const [c, x] = [Math.floor(at / size), at % size];
    const [λ, μ] = moduli[m.data[x]];
    return c === 2 ? μ * data[at] : λ * (data[x] + data[size + x]) + 2 * μ * data[at];
  });
}

/** Σ_x ε:C:ε with the stiffness of every voxel, or the mean of the phases. */
function work(strain: NdArray, of: Problem, medium: "own" | "reference"): number {
  const size = sizeOf(grid);
  const moduli = lame(of);
  const mean = [0, 1].map((i) => moduli.reduce((sum, own) => sum + own[i] / moduli.length, 0));
  let sum = 0;
  for (let x = 0; x < size; x++) {
    const [λ, μ] = medium === "own" ? moduli[m.data[x]] : mean;
    const [xx, yy, γ] = [0, 1, 2].map((c) => strain.data[c * size + x]);
    sum += λ * (xx + yy) ** 2 + 2 * μ * (xx * xx + yy * yy) + μ * γ * γ;
  }
  return sum;
}

/** Forces at the corners of voxels with one stress each: a corner at x has voxels x and those before it. */
function forces(σ: Float64Array): Float64Array {
  const [nx, ny] = grid;
  const size = nx * ny;
  const out = new Float64Array(2 * size);
  for (let x = 0; x < nx; x++) {
    for (let y = 0; y < ny; y++) {
      for (const [i, j] of [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]) {
        const voxel = ((x - i + nx) % nx) * ny + ((y - j + ny) % ny);
        // The gradient of the corner's shape function in the middle of the voxel.
        const [gx, gy] = [i === 1 ? 0.5 : -0.5, j === 1 ? 0.5 : -0.5];
        const [xx, yy, xy] = [0, 1, 2].map((c) => σ[c * size + voxel]);
        out[x * ny + y] += gx * xx + gy * xy;
        out[size + x * ny + y] += gx * xy + gy * yy;
      }
    }
  }
  return out;
}

function difference(a: NdArray, b: NdArray): NdArray {
  return ndarrayOf(
    a.data.map((value, i) => value - b.data[i]),
    a.shape,
  );
}

function norm(x: Float64Array): number {
  return Math.hypot(...x);
}
