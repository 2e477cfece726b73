import { describe, expect, test } from "vitest";
import { stencilSize } from "../../../src/compute/index.js";
import type { AxisFunctions, Backend, StencilShape } from "../../../src/compute/index.js";
import { portable } from "../../../src/compute/portable.js";
import { createWasmBackend } from "../../../src/compute/wasm/backend.js";
import { createHeap } from "../../../src/compute/wasm/heap.js";
import { hasRelaxedVectors } from "../../../src/compute/wasm/support.js";
import { createRng, normals, sizeOf, unravel } from "../../../src/core/index.js";

const heap = createHeap();
const wasm = createWasmBackend({ heap });
const RELAXED = hasRelaxedVectors()
  ? [{ ...createWasmBackend({ relaxed: true }), name: "relaxed wasm" }]
  : [];
const BACKENDS: readonly Backend[] = [portable, wasm, ...RELAXED];

/**
 * One to three axes, even and odd lengths, windows as long as the grid, places shared and not, rows of all widths; one to
 * seven functions at a point, which neighbours share or not.
 */
const SHAPES: readonly StencilShape[] = [
  shapeOf({ samples: 2, places: 2, grid: [9], window: [5] }, [3, 2]),
  shapeOf({ samples: 1, places: 1, grid: [3], window: [3] }, [1, 1]),
  shapeOf({ samples: 3, places: 1, grid: [5, 6], window: [3, 4] }, [2, 3], [2, 3]),
  shapeOf({ samples: 2, places: 2, grid: [7, 19], window: [7, 5] }, [2, 4], [1, 7]),
  shapeOf({ samples: 1, places: 1, grid: [50, 50], window: [7, 7] }, [20, 3], [20, 3]),
  shapeOf({ samples: 2, places: 2, grid: [8, 2], window: [1, 2] }, [3, 3], [2, 1]),
  shapeOf({ samples: 2, places: 2, grid: [3, 4, 10], window: [3, 2, 3] }, [1, 2], [2, 3], [4, 3]),
];

describe.each(BACKENDS)(
  "stencils that are interpolated from nodes, of the $name backend",
  (backend) => {
    test("are convolutions whose channels are weighed by interpolated coefficients, and added", () => {
      for (const shape of SHAPES) {
        const { samples, places, grid, window } = shape;
        const [terms, size, taps, count] = [3, sizeOf(grid), sizeOf(window), nodesOf(shape)];
        const [C, q] = [draw(terms * count, 6), draw(terms * taps, 7)];
        const nodes = new Float64Array(count * taps);
        for (let at = 0; at < nodes.length; at++) {
          const [node, tap] = [Math.floor(at / taps), at % taps];
          for (let o = 0; o < terms; o++) nodes[at] += C[o * count + node] * q[o * taps + tap];
        }
        const { u } = drawn(shape);
        const channels = new Float64Array(samples * terms * size);
        const lengths = { samples, groups: 1, inputs: 1, outputs: terms, grid, window };
        portable.convolve(u, q, lengths, channels);
        const expected = u.map((_, at) => {
          const [s, x] = [Math.floor(at / size), at % size];
          let sum = 0;
          for (let o = 0; o < terms; o++) {
            const own = C.subarray(o * count, (o + 1) * count);
            const weight = interpolated(shape, own, places === 1 ? 0 : s, x);
            sum += weight * channels[(s * terms + o) * size + x];
          }
          return sum;
        });
        // Up to a thousand products in another order.
        const { y, ofNodes } = applied(backend, shape, nodes);
        expect(difference(y, expected)).toBeLessThan(1e-13);
        expect(difference(ofNodes, expected)).toBeLessThan(1e-13);
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

    test("have gradients that agree with nodes, which they are linear in", () => {
      for (const shape of SHAPES) {
        const { nodes, u, g } = drawn(shape);
        const { y } = applied(backend, shape);
        for (const times of [1, 2, 3, 4]) {
          const uses = Array.from({ length: times }, () => ({ u, g }));
          const gradient = gradientOf(backend, shape, uses);
          const size = Math.sqrt(dot(nodes, nodes) * dot(gradient, gradient));
          expect(Math.abs(dot(nodes, gradient) - times * dot(g, y)) / size).toBeLessThan(1e-13);
        }
      }
    });

    test("are those of the definition", () => {
      for (const shape of SHAPES) {
        const found = applied(backend, shape);
        const exact = applied(portable, shape);
        for (const name of ["S", "y", "ofNodes", "du"] as const) {
          // Up to four hundred products of either sign, in another order.
          expect(difference(found[name], exact[name])).toBeLessThan(1e-14);
        }
        const first = drawn(shape);
        const uses = [first, { u: first.g, g: first.u }, { u: found.y, g: first.g }];
        for (const some of [uses.slice(0, 1), uses.slice(0, 2), uses]) {
          const [gradient, expected] = [backend, portable].map((by) => gradientOf(by, shape, some));
          // Sums of some thousand products of either sign wander by a hundred roundings.
          expect(difference(gradient, expected)).toBeLessThan(1e-13);
        }
      }
    });
  },
);

test("stencils have the same bits in memory that is not shared, and take none for good", () => {
  const apart = createWasmBackend({ heap: createHeap(false) });
  for (const shape of SHAPES) {
    const { u, g } = drawn(shape);
    const uses = [{ u, g }];
    expect(applied(apart, shape)).toEqual(applied(wasm, shape));
    expect(gradientOf(apart, shape, uses)).toEqual(gradientOf(wasm, shape, uses));
  }
  const [owned, bytes] = [heap.owned(), heap.memory.buffer.byteLength];
  for (let call = 0; call < 20; call++) applied(wasm, SHAPES[3]);
  expect([heap.owned(), heap.memory.buffer.byteLength]).toEqual([owned, bytes]);
});

test("lines of S whose number of taps is odd end with a zero", () => {
  const shape = SHAPES[0];
  const { S } = applied(wasm, shape);
  expect(S.length).toBe(stencilSize(shape));
  expect(stencilSize(shape)).toBe(2 * 9 * 6);
  S.forEach((value, at) => {
    if (at % 6 === 5) expect(value).toBe(0);
  });
});

/** Along every axis so many cells, and so many functions in each. */
function shapeOf(
  shape: Omit<StencilShape, "axes">,
  ...meshes: readonly (readonly [cells: number, width: number])[]
): StencilShape {
  const axes = meshes.map(([cells, width], axis): AxisFunctions => {
    const points = shape.grid[axis];
    const step = Math.max(1, width - 1);
    const indices = Int32Array.from({ length: shape.places * points * width }, (_, entry) => {
      const [place, x] = unravel(Math.floor(entry / width), [shape.places, points]);
      const cell = Math.floor((cells * (x + place / 2)) / points) % cells;
      return cell * step + (entry % width);
    });
    return { nodes: cells * step + 1, width, indices, weights: draw(indices.length, 8 + axis) };
  });
  return { ...shape, axes };
}

function nodesOf({ axes }: StencilShape): number {
  return sizeOf(axes.map(({ nodes }) => nodes));
}

/** Σ_i Π_a φ_{i_a}(x_a) C[i] at a point of a place. */
function interpolated(
  { grid, axes }: StencilShape,
  C: Float64Array,
  place: number,
  x: number,
): number {
  const point = unravel(x, grid);
  const sumFrom = (axis: number, node: number): number => {
    if (axis === axes.length) return C[node];
    const { nodes, width, indices, weights } = axes[axis];
    let sum = 0;
    for (let k = 0; k < width; k++) {
      const entry = (place * grid[axis] + point[axis]) * width + k;
      sum += weights[entry] * sumFrom(axis + 1, node * nodes + indices[entry]);
    }
    return sum;
  };
  return sumFrom(0, 0);
}

function draw(length: number, seed: number): Float64Array {
  return Float64Array.from(normals(createRng(seed), [length]).data);
}

function drawn(shape: StencilShape) {
  const cells = shape.samples * sizeOf(shape.grid);
  const nodes = draw(nodesOf(shape) * sizeOf(shape.window), 1);
  return { nodes, u: draw(cells, 4), g: draw(cells, 5) };
}

/** S, S u, the same from nodes, and Sᵀ g, filled into arrays of NaN. */
function applied(by: Backend, shape: StencilShape, own?: Float64Array) {
  const { nodes, u, g } = drawn(shape);
  const N = own ?? nodes;
  const blank = (length: number): Float64Array => new Float64Array(length).fill(NaN);
  const S = blank(stencilSize(shape));
  const [y, ofNodes, du] = [blank(u.length), blank(u.length), blank(u.length)];
  by.fillStencils(N, shape, S);
  by.applyStencils(S, u, shape, y);
  by.applyNodes(N, u, shape, ofNodes);
  by.applyStencilsTransposed(S, g, shape, du);
  return { S, y, ofNodes, du };
}

function gradientOf(
  by: Backend,
  shape: StencilShape,
  uses: readonly { readonly u: Float64Array; readonly g: Float64Array }[],
): Float64Array {
  const gradient = new Float64Array(nodesOf(shape) * sizeOf(shape.window)).fill(NaN);
  by.stencilsBackward(uses, shape, gradient);
  return gradient;
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
