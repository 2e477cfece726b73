/** What every backend has to give: the definition, to the same bar. */
import { afterAll, describe, expect, test } from "vitest";
import type { Backend, VoxelElements } from "../../../src/compute/index.js";
import { portable } from "../../../src/compute/portable.js";
import { createWasmBackend } from "../../../src/compute/wasm/backend.js";
import { createHeap } from "../../../src/compute/wasm/heap.js";
import { hasRelaxedVectors } from "../../../src/compute/wasm/support.js";
import { coefficientsOf, kindsOn, nameOf, SPACING, valuesOf } from "./cases.js";

const heap = createHeap();
const wasm = createWasmBackend({ heap });
const RELAXED = hasRelaxedVectors()
  ? [{ ...createWasmBackend({ relaxed: true }), name: "relaxed wasm" }]
  : [];
const THREADED = { ...createWasmBackend({ threads: 3 }), name: "wasm on three threads" };
const APART = {
  ...createWasmBackend({ heap: createHeap(false) }),
  name: "wasm without shared memory",
};
const BACKENDS: readonly Backend[] = [wasm, ...RELAXED, THREADED, APART];

afterAll(() => {
  THREADED.close();
});

/** One and two voxels, odd and even, lines longer than a block. */
const GRIDS = [
  ...[[1], [2], [5], [8], [261]],
  ...[
    [1, 1],
    [1, 2],
    [2, 1],
    [3, 4],
    [4, 5],
    [2, 131],
  ],
  ...[
    [1, 1, 1],
    [2, 2, 2],
    [1, 2, 3],
    [3, 1, 2],
    [2, 3, 4],
    [1, 2, 67],
  ],
];

const CASES: VoxelElements[] = GRIDS.flatMap((grid) =>
  kindsOn(grid.length).map((kind) => ({ ...kind, grid, spacing: SPACING.slice(0, grid.length) })),
);

/** Large enough to be cut into slabs, of equal and of unequal thickness. */
const CUT: VoxelElements[] = [
  [64, 33],
  [9, 19, 13],
].flatMap((grid) =>
  kindsOn(grid.length)
    .filter(({ order, rule }) => order === 1 && rule === "full")
    .map((kind) => ({ ...kind, grid, spacing: SPACING.slice(0, grid.length) })),
);

/**
 * Largest difference over the largest force, or that of a jump of one between neighbours where forces
 * cancel, as on one voxel. Both sides add some thousand such products; their roundings of 1e-16 wander.
 */
const ALLOWED = 1e-13;

const known = new Map<VoxelElements, Float64Array>();

describe.each(BACKENDS)("elements of the $name backend", (backend) => {
  test("are those of the definition, for all kinds on small grids", () => {
    for (const elements of CASES) expectDefinition(backend, elements, 2);
  });

  test("are those of the definition where samples are cut into slabs", () => {
    for (const elements of CUT) expectDefinition(backend, elements, 1);
  });

  test("have the bits of one thread, inside and outside of the memory", () => {
    for (const elements of CUT) {
      const expected = product(wasm, elements, 3, false);
      for (const inside of [true, false]) {
        expectSame(product(backend, elements, 3, inside), expected);
      }
    }
  });
});

test("products take no memory for good, and plans of many grids stay bounded", () => {
  const [elements] = CUT;
  for (let n = 1; n <= 40; n++) product(wasm, { ...elements, grid: [n, 3] }, 1, false);
  const owned = heap.owned();
  for (let n = 1; n <= 40; n++) product(wasm, { ...elements, grid: [n, 3] }, 1, false);
  expect(heap.owned()).toBe(owned);
});

/** The product with random fields. */
function product(
  backend: Backend,
  elements: VoxelElements,
  samples: number,
  inside: boolean,
): Float64Array {
  const coefficients = coefficientsOf(elements, samples, 1);
  const u = valuesOf(elements, samples, 2);
  const out = new Float64Array(u.length).fill(NaN);
  if (!inside) {
    backend.applyElements(elements, coefficients, samples, u, out);
    return out;
  }
  const lent = [coefficients, u, out].map((array) => {
    const own = backend.allocate(array.length);
    own.set(array);
    return own;
  });
  backend.applyElements(elements, lent[0], samples, lent[1], lent[2]);
  const result = lent[2].slice();
  lent.forEach(backend.release);
  return result;
}

function expectDefinition(backend: Backend, elements: VoxelElements, samples: number): void {
  const expected = known.get(elements) ?? product(portable, elements, samples, false);
  known.set(elements, expected);
  const found = product(backend, elements, samples, true);
  const jump = elements.spacing.reduce((product, h) => product * h, 1 / 0.4 ** 2);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), jump);
  const error = found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
  if (!(error <= ALLOWED * largest)) {
    expect.fail(`${nameOf(elements)}: ${error} of ${largest}`);
  }
}

/** Bit for bit, signs of zeros included. */
function expectSame(found: Float64Array, expected: Float64Array): void {
  expect(found.length).toBe(expected.length);
  expect(found.findIndex((value, i) => !Object.is(value, expected[i]))).toBe(-1);
}
