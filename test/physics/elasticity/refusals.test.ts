import { expect, test } from "vitest";
import { ConvergenceError, ShapeError, ValueError } from "../../../src/core/index.js";
import {
  effectiveStiffness,
  rotateStiffness,
  solveElasticity,
  vonMises,
} from "../../../src/physics/index.js";
import type { ElasticityOptions, ElasticPhases } from "../../../src/physics/index.js";
import { contrast, randomCell, smoothCell } from "./cells.js";

const m = randomCell([4, 3], 2, 1);
const E = [1, 0, 0];

function solve(phases: ElasticPhases, options: ElasticityOptions = {}, load: number[] = E) {
  return solveElasticity(m, phases, load, options);
}

test("phase indices without properties, and values that are no index", async () => {
  await expect(solve({ elasticModulus: [1], poissonRatio: [0.3] })).rejects.toThrow(
    /solveElasticity: microstructure should hold phase indices 0 … 0, .*; got 1 at index \[0, .*\]\. Give properties/,
  );
  const half = { data: Float64Array.of(0, 0.5), shape: [1, 2, 1] };
  await expect(solveElasticity(half, contrast(2), E)).rejects.toThrow(
    /got 0\.5 at index \[0, 1, 0\]/,
  );
});

test("phases that name no properties", async () => {
  await expect(solve({ youngsModulus: [1] } as unknown as ElasticPhases)).rejects.toThrow(
    "phases should be { elasticModulus, poissonRatio }, { C11, C12, C44 } or { stiffness }; got { youngsModulus }.",
  );
  await expect(solve(undefined as unknown as ElasticPhases)).rejects.toThrow("got undefined.");
});

test("properties out of range", async () => {
  await expect(solve({ elasticModulus: [1, -2], poissonRatio: [0.3, 0.3] })).rejects.toThrow(
    /elasticModulus\[1\] should be at least 0; got -2\./,
  );
  for (const ν of [0.5, -1, 0.7]) {
    await expect(solve({ elasticModulus: [1, 2], poissonRatio: [0.3, ν] })).rejects.toThrow(
      `poissonRatio[1] should lie between −1 and 0.5, both excluded; got ${ν}.`,
    );
  }
  await expect(solve({ elasticModulus: [1, 2], poissonRatio: [0.3] })).rejects.toThrow(
    /every phase should have all its properties; got 2 of elasticModulus, 1 of poissonRatio/,
  );
  await expect(solve({ elasticModulus: [1, NaN], poissonRatio: [0.3, 0.3] })).rejects.toThrow(
    /finite; got NaN/,
  );
});

test("matrices that are no stiffness", async () => {
  const good = [
    [2, 1, 0],
    [1, 2, 0],
    [0, 0, 1],
  ];
  const indefinite = [
    [1, 2, 0],
    [2, 1, 0],
    [0, 0, 1],
  ];
  const skew = [
    [2, 1, 0],
    [0, 2, 0],
    [0, 0, 1],
  ];
  await expect(solve({ stiffness: [good, indefinite] })).rejects.toThrow(
    /stiffness\[1\] should be positive definite/,
  );
  await expect(solve({ stiffness: [good, skew] })).rejects.toThrow(
    /stiffness\[1\] should be symmetric/,
  );
  await expect(
    solve({
      stiffness: [good, good],
      orientation: [
        [0, 0, 0],
        [0, 0, 0],
      ],
    }),
  ).rejects.toThrow(/stiffness should be \[H, 6, 6\] where phases have an orientation/);
  await expect(solve({ stiffness: [good, good] }, { plane: "pymks" })).rejects.toThrow(
    /convention for isotropic/,
  );
  await expect(
    solve({
      stiffness: [
        [1, 0],
        [0, 1],
      ],
    }),
  ).rejects.toThrow(ShapeError);
  expect(() => rotateStiffness([[1]], [0, 0, 0])).toThrow(/expected a stiffness \[6, 6\]/);
});

test("loads that do not fit", async () => {
  await expect(solve(contrast(2), {}, [1, 0])).rejects.toThrow(
    /macroStrain should be \[3\], the components \(xx, yy, xy\) of the mean strain, or \[1, 3\]; got \[2\]/,
  );
  const single = { data: m.data, shape: [4, 3] };
  await expect(solveElasticity(single, contrast(2), E)).rejects.toThrow(
    /got \[3\]\. Samples come first: there are 4, on grid \[3\]\./,
  );
  await expect(solveElasticity(m, contrast(2), [1, null, 0])).rejects.toThrow(
    /each prescribed in one of them and null in the other; got \[1,null,0\] and \[\]/,
  );
  await expect(solve(contrast(2), {}, [1, NaN, 0])).rejects.toThrow(/macroStrain should be finite/);
  await expect(solve(contrast(2), { macroStress: [0, null, null] })).rejects.toThrow(
    /each prescribed in one of them and null in the other/,
  );
  await expect(solve(contrast(2), { eigenstrain: [[1, 0, 0]] })).rejects.toThrow(
    /a strain for each of 2 phases/,
  );
  const gap = {
    data: Int32Array.from({ length: 16 }, (_, x) => (x % 4 < 2 ? 0 : 1)),
    shape: [1, 4, 4],
  };
  await expect(
    solveElasticity(gap, { elasticModulus: [0, 1], poissonRatio: [0, 0] }, [1, null, 0], {
      macroStress: [null, 1, null],
    }),
  ).rejects.toThrow(/stress-controlled components 1 of sample 0 should have a stiffness/);
});

test("options out of range", async () => {
  const wrong: [ElasticityOptions, RegExp][] = [
    [{ spacing: -1 }, /spacing\[0\] should be a positive length; got -1/],
    [{ spacing: [1, 2, 3] }, /one number, or one for each of the 2 axes; got \[1, 2, 3\]/],
    [{ refine: 0 }, /refine should be an integer between 1 and 64; got 0/],
    [{ tolerance: 0 }, /tolerance/],
    [{ maxIterations: -1 }, /maxIterations/],
    [{ element: "q3" as "q1" }, /element should be one of "q1bbar"/],
    [{ plane: "both" as "strain" }, /plane should be one of/],
    [{ scheme: "spectral" as "rotated" }, /scheme should be one of/],
    [{ method: "basic" }, /scheme "finite-element" should come without method/],
    [{ scheme: "rotated", element: "q1" }, /scheme "rotated" should come without element/],
    [{ scheme: "rotated", refine: 2 }, /should come without refine/],
    [{ accept: "any" as "truncated" }, /accept should be one of/],
    [{ vonMises: 1 as unknown as boolean }, /vonMises should be true or false/],
  ];
  for (const [options, sentence] of wrong) {
    await expect(solve(contrast(2), options)).rejects.toThrow(sentence);
  }
  const start = { displacement: { data: new Float64Array(24), shape: [1, 2, 4, 3] } };
  await expect(solve(contrast(2), { start, refine: 2 })).rejects.toThrow(
    /one finite element per voxel/,
  );
  await expect(solve(contrast(2), { start: { strain: start.displacement } })).rejects.toThrow(
    /start\.strain should have shape \[1, 3, 4, 3\]/,
  );
});

test("fields that have not converged, with what to do", async () => {
  const cell = smoothCell([15, 14], 2, 2);
  const failed = solveElasticity(cell, contrast(1000), E, { maxIterations: 5 });
  await expect(failed).rejects.toThrow(ConvergenceError);
  await expect(failed).rejects.toThrow(
    /sample 0 should reach the residual 0\.000001; after 5 iterations it is 0?\.?\d+.*accept: "truncated"/,
  );
  await expect(effectiveStiffness(cell, contrast(1000), { maxIterations: 5 })).rejects.toThrow(
    ConvergenceError,
  );
});

test("an abort stops a solve with its reason, and progress counts cells", async () => {
  const many = smoothCell([64, 64], 2, 3);
  const stop = new AbortController();
  const seen: number[] = [];
  const run = solveElasticity(many, contrast(1e4), E, {
    signal: stop.signal,
    tolerance: 1e-13,
    onProgress: ({ done }) => {
      seen.push(done);
      if (seen.length === 2) stop.abort(new Error("enough"));
    },
  });
  await expect(run).rejects.toThrow("enough");
  const whole: number[] = [];
  await solveElasticity(m, contrast(2), E, {
    onProgress: ({ done, total, unit }) => {
      expect([total, unit]).toEqual([1, "cells"]);
      whole.push(done);
    },
  });
  expect(whole.at(-1)).toBe(1);
});

test("properties voxel by voxel that do not fit each other", async () => {
  const field = { data: new Float64Array(12).fill(1), shape: [1, 4, 3] };
  const other = { data: new Float64Array(12), shape: [1, 3, 4] };
  await expect(
    solveElasticity(null, { elasticModulus: field, poissonRatio: other }, E),
  ).rejects.toThrow(/should have one shape; got \[1, 4, 3\] and \[1, 3, 4\]/);
  await expect(solveElasticity(null, { C11: [1], C12: [0], C44: [1] }, E)).rejects.toThrow(
    /without a microstructure the properties should be/,
  );
  await expect(solveElasticity(null, { stiffness: field }, E)).rejects.toThrow(
    /stiffness should be \[s, c, c, …x\]/,
  );
});

test("von Mises' stress of other components", () => {
  const three = { data: new Float64Array(3 * 8), shape: [1, 3, 2, 2, 2] };
  expect(() => vonMises(three)).toThrow(/6 components in space; got \[1, 3, 2, 2, 2\]/);
  expect(() => vonMises({ data: Float64Array.of(1, 2, Infinity), shape: [1, 3, 1, 1] })).toThrow(
    ValueError,
  );
});
