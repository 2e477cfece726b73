/** Hermitian systems: what every backend has to give, against the definition and closed forms. */
import { describe, expect, test } from "vitest";
import type { Backend, HermitianSolutions, HermitianSystems } from "../../../src/compute/index.js";
import { portable } from "../../../src/compute/portable.js";
import { createWasmBackend } from "../../../src/compute/wasm/backend.js";
import { createHeap } from "../../../src/compute/wasm/heap.js";
import { createRng } from "../../../src/core/index.js";
import { emptySolutions, solveInside, systemsWith } from "./hermitianSystems.js";

const heap = createHeap();
const wasm = createWasmBackend({ heap });
const BACKENDS: readonly Backend[] = [
  portable,
  wasm,
  createWasmBackend({ heap: createHeap(false) }),
];

const ORDERS = [...Array.from({ length: 16 }, (_, i) => i + 1), 20];

const CUT = { tolerance: 1e-12, floor: 0 };

describe.each(BACKENDS)(
  "the $name backend solves Hermitian systems as the definition does",
  (own) => {
    test("of every order, with one to three right-hand sides", () => {
      for (const n of ORDERS) {
        for (const responses of [1, 2, 3]) {
          const rng = createRng(10 * n + responses);
          const values = many(5, () => many(n, () => 0.1 + rng.uniform()));
          expectDefinition(own, systemsWith(rng, values, responses));
        }
      }
    });

    test.each([1, 2, 3, 504, 513])("at %i frequencies", (size) => {
      for (const n of [1, 2, 3]) {
        const rng = createRng(size + n);
        const values = many(size, () => many(n, () => 0.1 + rng.uniform()));
        expectDefinition(own, systemsWith(rng, values, 2));
      }
    });

    test("of every condition up to the cut", () => {
      for (const n of ORDERS.slice(1)) {
        const rng = createRng(n);
        const values = many(12, (k) => many(n, (i) => 10 ** ((-k * i) / (n - 1))));
        expectDefinition(own, systemsWith(rng, values, 1));
      }
    });

    test("whose extreme eigenvalues are double, nearly double, or all the same", () => {
      for (const n of ORDERS.slice(2)) {
        const rng = createRng(n);
        const spread = (gap: number): number[] =>
          many(n, (i) => (i < 2 ? 1 + gap * i : i > n - 3 ? 9 + gap * i : 3 + i / n));
        const same = [many(n, () => 5), many(n, (i) => 1 + 1e-9 * i)];
        const gaps = [0, 1e-15, 1e-12, 1e-9, 1e-6, 1e-3];
        expectDefinition(own, systemsWith(rng, [...gaps.map(spread), ...same], 1));
      }
    });

    test("without full rank, beside others that have it", () => {
      for (const n of ORDERS) {
        const rng = createRng(n);
        const values = many(7, (k) => many(n, (i) => (i < n - (k % 3) ? 1 + rng.uniform() : 0)));
        const { rank } = expectDefinition(own, systemsWith(rng, values, 2));
        expect([...rank]).toEqual(many(7, (k) => Math.max(0, n - (k % 3))));
      }
    });

    test("of zeros: the answer is zero, of rank 0 and condition 1", () => {
      for (const n of ORDERS) {
        const systems = systemsWith(createRng(n), [many(n, () => 1)], 1);
        systems.gRe.fill(0);
        systems.gIm.fill(0);
        const { xRe, xIm, rank, condition } = solveInside(own, systems, CUT);
        expect([...xRe, ...xIm].every((x) => x === 0)).toBe(true);
        expect([rank[0], condition[0]]).toEqual([0, 1]);
      }
    });

    test("that are not positive: eigenvalues below zero count as zero", () => {
      for (const n of ORDERS) {
        const rng = createRng(n);
        const values = many(4, (k) => many(n, (i) => (i === 0 && k % 2 === 0 ? -2 : 1 + i)));
        const { rank } = expectDefinition(own, systemsWith(rng, values, 1));
        expect([...rank]).toEqual([n - 1, n, n - 1, n]);
      }
    });

    test.each([1e150, 1e-150, 1e300, 1e-300, 5e-324])("of size %d", (scale) => {
      for (const n of [1, 2, 3, 5]) {
        const rng = createRng(n);
        const values = many(4, () => many(n, () => scale * (0.1 + rng.uniform())));
        expectDefinition(own, systemsWith(rng, values, 1));
      }
    });

    test("with a floor, and with any tolerance", () => {
      for (const n of [1, 2, 3, 6]) {
        const rng = createRng(n);
        const values = many(6, (k) => many(n, (i) => (i === 0 ? 1 : 10 ** -k)));
        const systems = systemsWith(rng, values, 1);
        for (const tolerance of [0, 1e-12, 3e-3, 0.5]) {
          for (const floor of [-1, 0, 3e-4, 2])
            expectDefinition(own, systems, { tolerance, floor });
        }
      }
    });

    test("with what is diagonal, where no rotation and no reflection is needed", () => {
      const systems = systemsWith(
        createRng(1),
        many(2, () => [1, 1, 1]),
        1,
      );
      systems.gRe.fill(0);
      systems.gIm.fill(0);
      [4, 0, 0, 2, 0, 8].forEach((value, plane) =>
        systems.gRe.fill(value, 2 * plane, 2 * plane + 2),
      );
      const { xRe, condition } = expectDefinition(own, systems);
      expect(condition[0]).toBeCloseTo(4, 14);
      [4, 2, 8].forEach((value, i) => {
        expect(xRe[2 * i]).toBeCloseTo(systems.bRe[2 * i] / value, 14);
      });
    });

    test("and refuses what is no number", () => {
      const systems = systemsWith(
        createRng(1),
        many(3, () => [1, 2, 3]),
        1,
      );
      systems.gRe[1] = NaN;
      expect(() => solveInside(own, systems, CUT)).toThrow("should hold finite numbers");
    });
  },
);

test("wasm answers the same, bit for bit, for arrays of its own and for others", () => {
  for (const n of [1, 2, 5]) {
    const rng = createRng(n);
    const systems = systemsWith(
      rng,
      many(1100, () => many(n, () => 0.1 + rng.uniform())),
      2,
    );
    const outside = emptySolutions(systems);
    wasm.solveHermitian(systems, CUT, outside);
    expect(solveInside(wasm, systems, CUT)).toEqual(outside);
  }
});

test("wasm gives its scratch memory back, also after a refusal", () => {
  const before = heap.owned();
  const systems = systemsWith(
    createRng(1),
    many(3, () => [1, 2, 3]),
    1,
  );
  wasm.solveHermitian(systems, CUT, emptySolutions(systems));
  systems.gRe[0] = Infinity;
  expect(() => wasm.solveHermitian(systems, CUT, emptySolutions(systems))).toThrow("finite");
  expect(heap.owned()).toBe(before);
});

/** Holds rank, condition and x against the definition; returns what the backend found. */
function expectDefinition(own: Backend, systems: HermitianSystems, cut = CUT): HermitianSolutions {
  const { unknowns, responses, size } = systems;
  const expected = emptySolutions(systems);
  portable.solveHermitian(systems, cut, expected);
  const found = solveInside(own, systems, cut);
  expect(found.rank).toEqual(expected.rank);
  for (let k = 0; k < size; k++) {
    // Both err by roundings of G, which the solution and the condition see enlarged.
    const allowed = 1e-14 * expected.condition[k];
    const where = `${unknowns} unknowns, ${responses} right-hand sides, k = ${k} of ${size}`;
    const condition = found.condition[k] / expected.condition[k] - 1;
    if (!(Math.abs(condition) <= allowed)) expect.fail(`condition, ${where}: ${condition}`);
    for (let c = 0; c < responses; c++) {
      const [error, norm] = [0, 1].map((of) => {
        let square = 0;
        for (let i = 0; i < unknowns; i++) {
          const at = (c * unknowns + i) * size + k;
          square += (expected.xRe[at] - (of === 0 ? found.xRe[at] : 0)) ** 2;
          square += (expected.xIm[at] - (of === 0 ? found.xIm[at] : 0)) ** 2;
        }
        return Math.sqrt(square);
      });
      if (!(error <= allowed * norm)) expect.fail(`x, ${where}: ${error / norm}`);
    }
  }
  return found;
}

function many<T>(count: number, entry: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => entry(i));
}
