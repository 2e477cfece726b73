import { describe, expect, test } from "vitest";
import { stencilSize } from "../../../src/compute/index.js";
import type { Backend, StencilShape } from "../../../src/compute/index.js";
import { portable } from "../../../src/compute/portable.js";
import { createWasmBackend } from "../../../src/compute/wasm/backend.js";
import { createHeap } from "../../../src/compute/wasm/heap.js";
import { hasRelaxedVectors } from "../../../src/compute/wasm/support.js";
import { createRng, normals, sizeOf } from "../../../src/core/index.js";

const heap = createHeap();
const wasm = createWasmBackend({ heap });
const RELAXED = hasRelaxedVectors()
  ? [{ ...createWasmBackend({ relaxed: true }), name: "relaxed wasm" }]
  : [];
const BACKENDS: readonly Backend[] = [portable, wasm, ...RELAXED];

/** One to three axes, even and odd lengths, windows as long as the grid, places shared and not, rows of all widths. */
const SHAPES: readonly StencilShape[] = [
  { samples: 2, places: 2, terms: 3, grid: [9], window: [5] },
  { samples: 1, places: 1, terms: 1, grid: [3], window: [3] },
  { samples: 3, places: 1, terms: 2, grid: [5, 6], window: [3, 4] },
  { samples: 2, places: 2, terms: 4, grid: [7, 19], window: [7, 5] },
  { samples: 1, places: 1, terms: 15, grid: [50, 50], window: [7, 7] },
  { samples: 2, places: 2, terms: 2, grid: [3, 4, 10], window: [3, 2, 3] },
];

describe.each(BACKENDS)(
  "stencils that differ from place to place, of the $name backend",
  (backend) => {
    test("are convolutions whose channels are weighed and added", () => {
      for (const shape of SHAPES) {
        const { samples, places, terms, grid, window } = shape;
        const { c, q, q0, u } = drawn(shape);
        const { y } = applied(backend, shape);
        const size = sizeOf(grid);
        const filters = Float64Array.of(...q, ...q0);
        const channels = new Float64Array(samples * (terms + 1) * size);
        const lengths = { samples, groups: 1, inputs: 1, outputs: terms + 1, grid, window };
        portable.convolve(u, filters, lengths, channels);
        const expected = y.map((_, at) => {
          const [s, x] = [Math.floor(at / size), at % size];
          let sum = channels[(s * (terms + 1) + terms) * size + x];
          for (let o = 0; o < terms; o++) {
            const weight = c[((places === 1 ? 0 : s) * terms + o) * size + x];
            sum += weight * channels[(s * (terms + 1) + o) * size + x];
          }
          return sum;
        });
        // Up to 800 products in another order.
        expect(difference(y, expected)).toBeLessThan(1e-13);
      }
    });

    test("and their transposes agree under the inner product", () => {
      for (const shape of SHAPES) {
        const { u, g } = drawn(shape);
        const { y, du } = applied(backend, shape);
        const size = Math.sqrt(dot(y, y) * dot(g, g));
        // Roundings of some thousand products, of either sign.
        expect(Math.abs(dot(y, g) - dot(u, du)) / size).toBeLessThan(1e-14);
      }
    });

    test("have gradients that agree with what they are linear in", () => {
      for (const shape of SHAPES) {
        const { c, q, q0, u, g } = drawn(shape);
        const { dc, dq, dq0 } = gradients(backend, shape, [{ u, g }]);
        // ⟨g, S u⟩ is linear in c for a fixed q and no q₀, in q for a fixed c, and in q₀.
        const none = new Float64Array(q0.length);
        const byTerms = dot(g, applied(backend, shape, { c, q, q0: none }).y);
        const byFilter = dot(g, applied(backend, shape, { c, q: q.map(() => 0), q0 }).y);
        const size = Math.sqrt(dot(c, c) * dot(dc, dc));
        expect(Math.abs(dot(c, dc) - byTerms) / size).toBeLessThan(1e-13);
        expect(Math.abs(dot(q, dq) - byTerms) / size).toBeLessThan(1e-13);
        expect(Math.abs(dot(q0, dq0) - byFilter) / size).toBeLessThan(1e-13);
      }
    });

    test("are those of the definition", () => {
      for (const shape of SHAPES) {
        const found = applied(backend, shape);
        const exact = applied(portable, shape);
        expect(difference(found.S, exact.S)).toBeLessThan(1e-14);
        expect(difference(found.y, exact.y)).toBeLessThan(1e-14);
        expect(difference(found.du, exact.du)).toBeLessThan(1e-14);
        const first = drawn(shape);
        const uses = [first, { u: first.g, g: first.u }, { u: found.y, g: first.g }];
        const gradient = gradients(backend, shape, uses);
        const expected = gradients(portable, shape, uses);
        // Sums of some thousand products of either sign wander by a hundred roundings.
        for (const name of ["dc", "dq", "dq0"] as const) {
          expect(difference(gradient[name], expected[name])).toBeLessThan(1e-13);
        }
      }
    });
  },
);

test("stencils have the same bits in memory that is not shared, and take none for good", () => {
  const apart = createWasmBackend({ heap: createHeap(false) });
  for (const shape of SHAPES) {
    const { u, g } = drawn(shape);
    expect(applied(apart, shape)).toEqual(applied(wasm, shape));
    expect(gradients(apart, shape, [{ u, g }])).toEqual(gradients(wasm, shape, [{ u, g }]));
  }
  const [owned, bytes] = [heap.owned(), heap.memory.buffer.byteLength];
  for (let call = 0; call < 20; call++) applied(wasm, SHAPES[3]);
  expect([heap.owned(), heap.memory.buffer.byteLength]).toEqual([owned, bytes]);
});

interface Given {
  readonly c: Float64Array;
  readonly q: Float64Array;
  readonly q0: Float64Array;
}

function drawn({ samples, places, terms, grid, window }: StencilShape) {
  const draw = (length: number, seed: number): Float64Array =>
    Float64Array.from(normals(createRng(seed), [length]).data);
  const [size, taps] = [sizeOf(grid), sizeOf(window)];
  return {
    c: draw(places * terms * size, 1),
    q: draw(terms * taps, 2),
    q0: draw(taps, 3),
    u: draw(samples * size, 4),
    g: draw(samples * size, 5),
  };
}

/** S, S u and Sᵀ g, filled into arrays of NaN. */
function applied(by: Backend, shape: StencilShape, own?: Given) {
  const given = drawn(shape);
  const { c, q, q0 } = own ?? given;
  const blank = (length: number): Float64Array => new Float64Array(length).fill(NaN);
  const S = blank(stencilSize(shape));
  const [y, du] = [blank(given.u.length), blank(given.u.length)];
  by.fillStencils(c, q, q0, shape, S);
  by.applyStencils(S, given.u, shape, y);
  by.applyStencilsTransposed(S, given.g, shape, du);
  return { S, y, du };
}

function gradients(
  by: Backend,
  shape: StencilShape,
  uses: readonly { readonly u: Float64Array; readonly g: Float64Array }[],
) {
  const { c, q, q0 } = drawn(shape);
  const [dc, dq, dq0] = [c, q, q0].map(({ length }) => new Float64Array(length).fill(NaN));
  by.stencilsBackward(uses, c, q, shape, dc, dq, dq0);
  return { dc, dq, dq0 };
}

/** The largest difference over the largest entry. */
function difference(found: Float64Array, exact: Float64Array): number {
  let [gap, size] = [0, Number.MIN_VALUE];
  found.forEach((value, i) => {
    gap = Math.max(gap, Math.abs(value - exact[i]));
    size = Math.max(size, Math.abs(exact[i]));
  });
  return found.some(Number.isNaN) ? NaN : gap / size;
}

function dot(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, value, i) => sum + value * y[i], 0);
}
