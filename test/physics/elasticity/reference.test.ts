/** Small cases solved by an independent program to a residual of 1e-13; see fixtures/elasticity/README.md. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isComplexArray, ndarrayOf, toFloat64 } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { readNpy } from "../../../src/formats/index.js";
import { solveElasticity } from "../../../src/physics/index.js";
import type { ElasticityOptions } from "../../../src/physics/index.js";
import { recordedReal } from "../../recorded.js";
import { distance, relative } from "./cells.js";

interface Recorded {
  readonly name: string;
  readonly scheme: "Q1" | "Q1Bbar" | "Q2" | "rot" | "ms";
  readonly shape: number[];
  readonly phase: number[];
  readonly E: number[];
  readonly nu: number[];
  readonly mean_strain_voigt_eng: number[];
  readonly mean_stress: number[];
  readonly strain_file: string;
  readonly iterations: number;
}

const folder = new URL("../../fixtures/elasticity/", import.meta.url);
const cases = JSON.parse(
  readFileSync(new URL("solver_reference.json", folder), "utf8"),
) as Recorded[];

function recorded(file: string): NdArray {
  const array = readNpy(readFileSync(new URL(file, folder)), { name: file });
  if (isComplexArray(array)) throw new Error(`${file} is complex`);
  const { data, shape } = toFloat64(array, file);
  return ndarrayOf(data, shape);
}

/** "rot" was recorded from the strain-based scheme; one-point elements are to give the same. */
const WAYS: Record<Recorded["scheme"], ElasticityOptions[]> = {
  Q1: [{ element: "q1" }],
  Q1Bbar: [{ element: "q1bbar" }],
  Q2: [{ element: "q2" }],
  rot: [{ element: "q1r" }, { scheme: "rotated" }],
  ms: [{ scheme: "moulinec-suquet" }],
};

describe.each(cases)("$name, $scheme", (known) => {
  test.each(WAYS[known.scheme])("%o", async (way) => {
    const m = { data: Int32Array.from(known.phase), shape: [1, ...known.shape] };
    const phases = { elasticModulus: known.E, poissonRatio: known.nu };
    const solution = await solveElasticity(m, phases, known.mean_strain_voigt_eng, {
      ...way,
      tolerance: 1e-13,
    });
    // Both are solved to 1e-13; the contrast of 1000 multiplies that by tens.
    expect(distance(solution.strain, recorded(known.strain_file))).toBeLessThan(1e-11);
    expect(relative(solution.meanStress, known.mean_stress)).toBeLessThan(1e-11);
    expect(solution.iterations[0]).toBeLessThanOrEqual(1.05 * known.iterations);
  });
});

/** PyMKS's `solve_fe` by ours: quadratic elements and its own modulus in the plane. */
async function likePyMKS(
  id: string,
  phases: Parameters<typeof solveElasticity>[1],
  strain: number,
) {
  const m = recordedReal(`${id}__x`);
  const axes = m.shape.length - 1;
  const load = Array.from({ length: (axes * (axes + 1)) / 2 }, (_, i) => (i === 0 ? strain : 0));
  const plane = axes === 2 ? { plane: "pymks" as const } : {};
  const solution = await solveElasticity(m, phases, load, {
    element: "q2",
    ...plane,
    tolerance: 1e-12,
  });
  const theirs = recordedReal(`${id}__strain`);
  // Their components come last, shear in the order xy, xz, yz.
  const order = axes === 2 ? [0, 1, 2] : [0, 1, 2, 5, 4, 3];
  const size = theirs.size / theirs.shape[0] / load.length;
  const other = Float64Array.from({ length: theirs.size }, (_, at) => {
    const [field, x] = [Math.floor(at / size), at % size];
    const [sample, component] = [Math.floor(field / load.length), field % load.length];
    return theirs.data[(sample * size + x) * load.length + order[component]];
  });
  const first = (all: Float64Array, sample: number): Float64Array =>
    all.subarray(sample * load.length * size, (sample * load.length + 1) * size);
  const errors = Array.from({ length: theirs.shape[0] }, (_, sample) =>
    relative(first(solution.strain.data, sample), first(other, sample)),
  );
  return {
    solution,
    error: distance(solution.strain, other) / strain,
    relative: Math.max(...errors),
  };
}

const PHASES = { elasticModulus: [100, 120], poissonRatio: [0.3, 0.3] };

describe("PyMKS's solve_fe", () => {
  test("is met where its untied node sees no jump: one voxel in the middle", async () => {
    const two = await likePyMKS("fe2d_delta2_21", PHASES, 0.02);
    expect(two.error).toBeLessThan(1e-9);
    const three = await likePyMKS(
      "fe2d_delta3_21",
      { elasticModulus: [80, 100, 120], poissonRatio: [0.3, 0.3, 0.3] },
      0.02,
    );
    expect(three.error).toBeLessThan(1e-9);
  });

  test("its stress and displacement, too", async () => {
    const { solution } = await likePyMKS("fe2d_delta2_21", PHASES, 0.02);
    const stress = recordedReal("fe2d_delta2_21__stress");
    const whole = recordedReal("fe2d_delta2_21__displacement");
    for (const [sample, x, y] of [
      [0, 3, 7],
      [1, 10, 10],
      [1, 11, 9],
    ]) {
      for (let c = 0; c < 3; c++) {
        const own = solution.stress.get(sample, c, x, y);
        expect(Math.abs(own - stress.get(sample, x, y, c))).toBeLessThan(1e-8);
      }
      // Theirs is the whole displacement, zero at the corner of the cell.
      const u = solution.displacement;
      const own = 0.02 * x + u.get(sample, 0, x, y) - u.get(sample, 0, 0, 0);
      expect(Math.abs(own - whole.get(sample, x, y, 0))).toBeLessThan(1e-9);
    }
  });

  // Its x displacement is untied at the middle nodes of the last layer: the difference must be there.
  test.each([
    ["fe2d_random_c1p2_21", PHASES, 0.02, 1.1e-4, 2.1e-3],
    [
      "fe2d_random_c10_21",
      { elasticModulus: [1, 10], poissonRatio: [0.3, 0.2] },
      0.01,
      2.7e-4,
      2.1e-2,
    ],
    [
      "fe3d_random_5x4x3",
      { elasticModulus: [1, 5], poissonRatio: [0.3, 0.2] },
      0.01,
      3.1e-3,
      4.2e-2,
    ],
  ] as const)(
    "%s differs by its boundary defect, and no less",
    async (id, phases, strain, mean, most) => {
      const { error, relative: own } = await likePyMKS(id, phases, strain);
      expect(own / mean).toBeGreaterThan(0.9);
      expect(own / mean).toBeLessThan(1.1);
      expect(error / most).toBeGreaterThan(0.9);
      expect(error / most).toBeLessThan(1.1);
    },
  );
});
