import { describe, expect, test } from "vitest";
import { lameConstants, solveElasticity } from "../../../src/physics/index.js";
import {
  contrast,
  distance,
  ELEMENTS,
  generalStrain,
  randomCell,
  randomStiffness,
  relative,
  smoothCell,
} from "./cells.js";
import type { Cell } from "./cells.js";
import type { ElasticityOptions } from "../../../src/physics/index.js";

describe.each(ELEMENTS)("%s", (element) => {
  test.each([[[6, 5]], [[4, 5, 6]], [[7]]])(
    "a homogeneous cell on %j takes no iteration",
    async (grid) => {
      const m = { data: new Int32Array(grid.reduce((a, b) => a * b)), shape: [1, ...grid] };
      const E = generalStrain(grid.length);
      const { strain, iterations, energy, displacement } = await solveElasticity(
        m,
        contrast(3),
        E,
        { element },
      );
      expect(iterations).toEqual([0]);
      expect(
        distance(
          strain,
          E.flatMap((e) => new Array<number>(strain.size / E.length).fill(e)),
        ),
      ).toBe(0);
      expect(Math.max(...displacement.data.map(Math.abs))).toBe(0);
      expect(energy[0]).toBeGreaterThan(0);
    },
  );

  test("the mean strain is the one prescribed, on even and odd grids", async () => {
    for (const grid of [
      [8, 6],
      [7, 5],
      [4, 6, 5],
    ]) {
      const E = generalStrain(grid.length);
      const { meanStrain } = await solveElasticity(randomCell(grid, 2, 1), contrast(20), E, {
        element,
      });
      expect(distance(meanStrain, E)).toBeLessThan(1e-12);
    }
  });

  test("stress is linear in the mean strain", async () => {
    const m = randomCell([7, 6], 2, 2);
    const [A, B] = [
      [1, 0, 0.5],
      [0.2, -1, 0],
    ];
    const sum = A.map((a, i) => 2 * a - 3 * B[i]);
    const options = { element, tolerance: 1e-10 };
    const [a, b, both] = [
      await solveElasticity(m, contrast(10), A, options),
      await solveElasticity(m, contrast(10), B, options),
      await solveElasticity(m, contrast(10), sum, options),
    ];
    const added = a.stress.data.map((value, i) => 2 * value - 3 * b.stress.data[i]);
    expect(distance(both.stress, added)).toBeLessThan(1e-8);
  });

  test("a shifted cell has the shifted fields", async () => {
    const m = randomCell([7, 6], 2, 3);
    const moved = {
      data: m.data.map((_, at) => m.data[shifted(at, [7, 6], [3, 5])]),
      shape: m.shape,
    };
    const options = { element, tolerance: 1e-13 };
    const one = await solveElasticity(m, contrast(10), generalStrain(2), options);
    const other = await solveElasticity(moved, contrast(10), generalStrain(2), options);
    for (let c = 0; c < 3; c++) {
      for (let at = 0; at < 42; at++) {
        const from = one.strain.data[c * 42 + shifted(at, [7, 6], [3, 5])];
        expect(Math.abs(other.strain.data[c * 42 + at] - from)).toBeLessThan(1e-10);
      }
    }
  });

  test("a cell turned by 90° has the turned fields", async () => {
    // The turn takes (x, y, z) to (y, −x, z): voxel (i, j) to (j, n − 1 − i), u_x to −u_y and u_y to u_x.
    const n = 6;
    const m = randomCell([n, n, 3], 2, 4);
    const turn = (at: number): number => {
      const [i, j, k] = [Math.floor(at / (3 * n)), Math.floor(at / 3) % n, at % 3];
      return (j * n + (n - 1 - i)) * 3 + k;
    };
    const turned: Cell = { data: new Int32Array(m.data.length), shape: m.shape };
    m.data.forEach((phase, at) => (turned.data[turn(at)] = phase));
    const [xx, yy, zz, yz, xz, xy] = generalStrain(3);
    const options = { element, tolerance: 1e-13 };
    const one = await solveElasticity(m, contrast(10), [xx, yy, zz, yz, xz, xy], options);
    const other = await solveElasticity(turned, contrast(10), [yy, xx, zz, -xz, yz, -xy], options);
    const size = 3 * n * n;
    const partner = [
      [1, 1],
      [0, 1],
      [2, 1],
      [4, 1],
      [3, -1],
      [5, -1],
    ];
    partner.forEach(([component, sign], c) => {
      for (let at = 0; at < size; at++) {
        const there = sign * other.strain.data[component * size + turn(at)];
        expect(Math.abs(one.strain.data[c * size + at] - there)).toBeLessThan(1e-10);
      }
    });
  });

  test("the energy after 1e-6 is within 2e-6 of the one after 1e-12, and not below it", async () => {
    for (const grid of [
      [15, 16],
      [7, 8, 6],
    ]) {
      const m = randomCell(grid, 2, 5);
      const E = generalStrain(grid.length);
      const [rough, fine] = [
        await solveElasticity(m, contrast(10), E, { element, tolerance: 1e-6 }),
        await solveElasticity(m, contrast(10), E, { element, tolerance: 1e-12 }),
      ];
      const gap = rough.energy[0] / fine.energy[0] - 1;
      expect(gap).toBeLessThan(2e-6);
      expect(gap).toBeGreaterThan(-1e-13);
    }
  });

  test("the energy is half the mean stress on the mean strain (Hill)", async () => {
    const m = randomCell([9, 8], 2, 6);
    const E = generalStrain(2);
    const spacing = [0.5, 2];
    const { energy, meanStress } = await solveElasticity(m, contrast(10), E, {
      ...{ element, spacing, tolerance: 1e-13 },
    });
    const work = E.reduce((sum, e, i) => sum + e * meanStress.data[i], 0) * 72 * 1;
    expect(Math.abs(energy[0] / (work / 2) - 1)).toBeLessThan(1e-12);
  });

  test("samples do not see each other", async () => {
    const grid = [9, 8];
    const cells = [7, 8, 9, 10, 11].map((seed) => randomCell(grid, 2, seed));
    const all = {
      data: Int32Array.from(cells.flatMap(({ data }) => Array.from(data))),
      shape: [5, ...grid],
    };
    const E = cells.map((_, i) => generalStrain(2).map((e) => e * (i + 1)));
    const together = await solveElasticity(all, contrast(50), E, { element, tolerance: 1e-11 });
    for (const [i, cell] of cells.entries()) {
      const alone = await solveElasticity(cell, contrast(50), E[i], { element, tolerance: 1e-11 });
      const own = together.strain.data.slice(i * 216, (i + 1) * 216);
      expect(distance(own, alone.strain)).toBeLessThan(1e-9);
      expect(together.iterations[i]).toBe(alone.iterations[0]);
    }
  });

  test.each(["noise", "of the wrong sign"])(
    "a start that is %s ends at the cold answer",
    async (kind) => {
      const m = smoothCell([15, 14], 1.5, 12);
      const E = [1, 0, 0];
      const cold = await solveElasticity(m, contrast(50), E, { element, tolerance: 1e-8 });
      const noise = randomCell([15, 28], 1000, 13).data;
      const displacement = {
        data: cold.displacement.data.map((u, i) => (kind === "noise" ? noise[i] : -u)),
        shape: cold.displacement.shape,
      };
      const warm = await solveElasticity(m, contrast(50), E, {
        element,
        tolerance: 1e-8,
        start: { displacement },
      });
      expect(relative(warm.strain, cold.strain)).toBeLessThan(1e-6);
    },
  );

  test("the solution is its own start", async () => {
    const m = smoothCell([15, 14], 1.5, 12);
    const cold = await solveElasticity(m, contrast(50), [1, 0, 0], { element, tolerance: 1e-10 });
    const { iterations } = await solveElasticity(m, contrast(50), [1, 0, 0], {
      ...{ element, start: { displacement: cold.displacement } },
    });
    // Quadratic elements get the nodes between corners by interpolation only.
    if (element === "q2") expect(iterations[0]).toBeLessThan(cold.iterations[0]);
    else expect(iterations[0]).toBe(0);
  });

  test("phases of any symmetry agree with isotropic ones where they are isotropic", async () => {
    const m = randomCell([4, 5, 3], 2, 14);
    const E = generalStrain(3);
    const phases = { elasticModulus: [1, 10], poissonRatio: [0.3, 0.2] };
    const lame = [lameConstants(1, 0.3), lameConstants(10, 0.2)];
    const cubic = {
      C11: lame.map(([λ, μ]) => λ + 2 * μ),
      C12: lame.map(([λ]) => λ),
      C44: lame.map(([, μ]) => μ),
      orientation: [
        [0.1, 0.2, 0.3],
        [1, 2, 3],
      ], // of no consequence
    };
    const options = { element, tolerance: 1e-12 };
    const one = await solveElasticity(m, phases, E, options);
    const other = await solveElasticity(m, cubic, E, options);
    expect(distance(one.strain, other.strain)).toBeLessThan(1e-10);
    expect(distance(one.stress, other.stress)).toBeLessThan(1e-9);
  });

  test("properties given voxel by voxel agree with phases", async () => {
    const m = randomCell([5, 4], 2, 15);
    const options = { element, tolerance: 1e-12 };
    const E = generalStrain(2);
    const by = await solveElasticity(m, contrast(10), E, options);
    const modulus = { data: Float64Array.from(m.data, (h) => [1, 10][h]), shape: m.shape };
    const ratio = { data: new Float64Array(20).fill(0.3), shape: m.shape };
    const fields = { elasticModulus: modulus, poissonRatio: ratio };
    expect(
      distance((await solveElasticity(null, fields, E, options)).strain, by.strain),
    ).toBeLessThan(1e-10);
    const C = [1, 2].map((seed) => randomStiffness(3, seed));
    const matrices = {
      data: Float64Array.from({ length: 180 }, (_, at) => {
        const [entry, x] = [Math.floor(at / 20), at % 20];
        return C[m.data[x]][Math.floor(entry / 3)][entry % 3];
      }),
      shape: [1, 3, 3, 5, 4],
    };
    const table = await solveElasticity(m, { stiffness: C }, E, options);
    const own = await solveElasticity(null, { stiffness: matrices }, E, options);
    expect(distance(own.strain, table.strain)).toBeLessThan(1e-10);
  });
});

test("one-point elements are Willot's rotated scheme", async () => {
  for (const grid of [
    [16, 15],
    [15, 13],
    [7, 6, 5],
  ]) {
    const m = randomCell(grid, 2, 16);
    const E = generalStrain(grid.length);
    const options = { tolerance: 1e-12 };
    const elements = await solveElasticity(m, contrast(10), E, { element: "q1r", ...options });
    const points = await solveElasticity(m, contrast(10), E, { scheme: "rotated", ...options });
    expect(distance(elements.strain, points.strain)).toBeLessThan(1e-10);
    expect(Math.abs(elements.energy[0] / points.energy[0] - 1)).toBeLessThan(1e-10);
  }
});

describe("with one shear modulus tr ε = tr E / ⟨1/(λ + 2μ)⟩ / (λ + 2μ), whatever the geometry", () => {
  const λ = [1, 50];
  const phases = {
    elasticModulus: λ.map((l) => (3 * l + 2) / (l + 1)),
    poissonRatio: λ.map((l) => l / (2 * (l + 1))),
  };
  const E = generalStrain(2);
  /** tr ε of every voxel, and what it should be. */
  const traces = async (
    m: Cell,
    options: ElasticityOptions,
  ): Promise<[Float64Array, Float64Array]> => {
    const size = m.data.length;
    const mean = m.data.reduce((sum, h) => sum + 1 / (λ[h] + 2) / size, 0);
    const { strain } = await solveElasticity(m, phases, E, { ...options, tolerance: 1e-13 });
    return [
      strain.data.slice(0, size).map((xx, x) => xx + strain.data[size + x]),
      Float64Array.from(m.data, (h) => (E[0] + E[1]) / mean / (λ[h] + 2)),
    ];
  };

  test.each([
    [{ element: "q1r" }],
    [{ scheme: "rotated" }],
    [{ scheme: "moulinec-suquet" }],
  ] as const)("%o: everywhere, on odd grids", async (way) => {
    const [found, exact] = await traces(randomCell([15, 13], 2, 17), way);
    expect(distance(found, exact)).toBeLessThan(1e-12);
  });

  test("full integration only comes to it, the mean dilatation sooner", async () => {
    const errors = async (element: "q1" | "q1bbar"): Promise<number[]> =>
      Promise.all(
        [1, 2, 4].map(async (refine) => {
          const [found, exact] = await traces(randomCell([8, 8], 2, 18), { element, refine });
          return relative(found, exact);
        }),
      );
    const [full, mean] = [await errors("q1"), await errors("q1bbar")];
    for (const i of [1, 2]) {
      expect(full[i]).toBeLessThan(full[i - 1] / 1.7);
      expect(mean[i]).toBeLessThan(mean[i - 1] / 1.7);
    }
    full.forEach((error, i) => expect(mean[i]).toBeLessThan(error / 1.5));
    expect(full[0]).toBeGreaterThan(0.1);
  });
});

test("data constant along an axis give the fields of fewer axes", async () => {
  const plane = randomCell([7, 6], 2, 19);
  const solid = {
    data: Int32Array.from({ length: 7 * 6 * 3 }, (_, at) => plane.data[Math.floor(at / 3)]),
    shape: [1, 7, 6, 3],
  };
  const [xx, yy, xy] = generalStrain(2);
  for (const element of ["q1", "q1r", "q2"] as const) {
    const options = { element, tolerance: 1e-12 };
    const flat = await solveElasticity(plane, contrast(10), [xx, yy, xy], options);
    const thick = await solveElasticity(solid, contrast(10), [xx, yy, 0, 0, 0, xy], options);
    for (const [own, other] of [
      [0, 0],
      [1, 1],
      [2, 5],
    ]) {
      for (let x = 0; x < 42; x++) {
        const a = flat.strain.data[own * 42 + x];
        expect(Math.abs(a - thick.strain.data[other * 126 + 3 * x])).toBeLessThan(1e-10);
      }
    }
  }
});

describe("voids", () => {
  test.each(["q1", "q1bbar", "q2"] as const)(
    "%s: no stress in them, and nothing that is not a number",
    async (element) => {
      for (const grid of [
        [16, 15],
        [7, 8, 6],
      ]) {
        const m = randomCell(grid, 5, 20);
        const phases = { elasticModulus: [0, 1, 1, 1, 3], poissonRatio: [0.7, 0.3, 0.3, 0.3, 0.3] };
        const E = generalStrain(grid.length);
        const { stress, strain, energy } = await solveElasticity(m, phases, E, { element });
        const size = m.data.length;
        for (let at = 0; at < stress.size; at++) {
          if (m.data[at % size] === 0) expect(Math.abs(stress.data[at])).toBe(0);
        }
        expect(strain.data.every(Number.isFinite)).toBe(true);
        expect(energy[0]).toBeGreaterThan(0);
      }
    },
  );

  test("a solid that does not reach across carries nothing along", async () => {
    const m = {
      data: Int32Array.from({ length: 64 }, (_, x) => (x % 8 < 4 ? 0 : 1)),
      shape: [1, 8, 8],
    };
    const phases = { elasticModulus: [0, 1], poissonRatio: [0, 0.3] };
    const { meanStress } = await solveElasticity(m, phases, [0, 1, 0]);
    expect(Math.abs(meanStress.data[1])).toBeLessThan(1e-6);
  });

  test("a cell of nothing has no stress", async () => {
    const m = new Int32Array(16);
    const { stress, iterations } = await solveElasticity(
      { data: m, shape: [1, 4, 4] },
      { elasticModulus: [0], poissonRatio: [0.3] },
      [1, 0, 0],
    );
    expect(iterations).toEqual([0]);
    expect(stress.data.every((σ) => σ === 0)).toBe(true);
  });
});

test("refined cells come nearer: the energy of conforming elements falls at every refinement", async () => {
  const m = randomCell([5, 4], 2, 21);
  for (const element of ["q1", "q2"] as const) {
    let last = Infinity;
    for (const refine of [1, 2, 4]) {
      const { energy, strain, meanStrain } = await solveElasticity(
        m,
        contrast(10),
        generalStrain(2),
        {
          ...{ element, refine, tolerance: 1e-9 },
        },
      );
      expect(strain.shape).toEqual([1, 3, 5, 4]);
      expect(distance(meanStrain, generalStrain(2))).toBeLessThan(1e-12);
      expect(energy[0]).toBeLessThan(last);
      last = energy[0];
    }
  }
});

/** The place of a voxel moved by a shift along both axes. */
function shifted(at: number, [nx, ny]: readonly number[], [dx, dy]: readonly number[]): number {
  return ((Math.floor(at / ny) + dx) % nx) * ny + (((at % ny) + dy) % ny);
}
