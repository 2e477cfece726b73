import { describe, expect, test } from "vitest";
import type { Backend, SparseRows } from "../../../src/compute/index.js";
import { portable } from "../../../src/compute/portable.js";
import { createWasmBackend } from "../../../src/compute/wasm/backend.js";
import { createHeap } from "../../../src/compute/wasm/heap.js";
import { createRng } from "../../../src/core/index.js";

const heap = createHeap();
const wasm = createWasmBackend({ heap });
const APART = { ...createWasmBackend({ heap: createHeap(false) }), name: "wasm, not shared" };
const BACKENDS: readonly Backend[] = [portable, wasm, APART];

/** Outer and inner lengths: single numbers by fours and not, vectors by fours and not, odd rests. */
const LENGTHS = [
  [1, 1],
  [4, 1],
  [7, 1],
  [2, 2],
  [3, 7],
  [2, 8],
  [3, 23],
] as const;

/** Rows of no, one and several entries, one of them twice in a row. */
const MATRIX: SparseRows = {
  rows: 5,
  columns: 4,
  starts: Int32Array.of(0, 2, 2, 3, 7, 9),
  indices: Int32Array.of(3, 0, 1, 0, 1, 2, 3, 2, 2),
  values: Float64Array.of(0.5, -1, 2, 0.1, 0.2, 0.3, 0.4, 1.5, -0.7),
};

describe.each(BACKENDS)("sparse matrices along an axis, of the $name backend", (backend) => {
  test("are the sums of their definition, to the last bit", () => {
    for (const [outer, inner] of LENGTHS) {
      const from = drawn(outer * 4 * inner, 1);
      for (const add of [false, true]) {
        const before = drawn(outer * 5 * inner, 2);
        const expected = before.map((start, at) => {
          const [o, r, x] = [Math.floor(at / inner / 5), Math.floor(at / inner) % 5, at % inner];
          let sum = add ? start : 0;
          for (let k = MATRIX.starts[r]; k < MATRIX.starts[r + 1]; k++) {
            sum += MATRIX.values[k] * from[(o * 4 + MATRIX.indices[k]) * inner + x];
          }
          return sum;
        });
        const found = before.slice();
        backend.multiplyAlong(MATRIX, from, outer, inner, add, found);
        expect(found).toEqual(expected);
        const inside = [from, before].map((array) => {
          const own = backend.allocate(array.length);
          own.set(array);
          return own;
        });
        backend.multiplyAlong(MATRIX, inside[0], outer, inner, add, inside[1]);
        expect(inside[1].slice()).toEqual(expected);
        inside.forEach(backend.release);
      }
    }
  });

  test("of nothing are nothing", () => {
    const to = new Float64Array(0);
    backend.multiplyAlong(MATRIX, to, 0, 3, false, to);
    backend.multiplyAlong(MATRIX, to, 2, 0, false, to);
    expect(to.length).toBe(0);
  });
});

test("sparse products take no memory for good", () => {
  const [from, to] = [drawn(84, 1), drawn(105, 2)];
  wasm.multiplyAlong(MATRIX, from, 3, 7, true, to);
  const [owned, bytes] = [heap.owned(), heap.memory.buffer.byteLength];
  for (let call = 0; call < 50; call++) wasm.multiplyAlong(MATRIX, from, 3, 7, true, to);
  expect([heap.owned(), heap.memory.buffer.byteLength]).toEqual([owned, bytes]);
});

function drawn(length: number, seed: number): Float64Array {
  const rng = createRng(seed);
  return Float64Array.from({ length }, () => rng.normal());
}
