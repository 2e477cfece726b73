import { describe, expect, test } from "vitest";
import { chooseBackend } from "../../../src/compute/backend.js";
import {
  convolutions,
  type Convolutions,
  type ConvolutionShape,
} from "../../../src/compute/convolution/convolution.js";
import {
  convolveSpectra,
  correlateSpectra,
} from "../../../src/compute/convolution/spectralConvolution.js";
import {
  convolution,
  convolutionTiles,
  minimalFiltering,
} from "../../../src/compute/wasm/binaries.js";
import { createConvolutions } from "../../../src/compute/wasm/convolution/convolution.js";
import type { ConvolutionKernels } from "../../../src/compute/wasm/convolution/convolutionLayout.js";
import { convolveMinimal } from "../../../src/compute/wasm/convolution/convolveMinimal.js";
import { correlateMinimal } from "../../../src/compute/wasm/convolution/correlateMinimal.js";
import {
  convolvePath,
  correlatePath,
} from "../../../src/compute/wasm/convolution/convolutionPath.js";
import {
  hasScheme,
  type MinimalKernels,
} from "../../../src/compute/wasm/convolution/minimalFiltering.js";
import {
  convolveTiles,
  correlateTiles,
} from "../../../src/compute/wasm/convolution/convolveTiles.js";
import { createWasmBackend } from "../../../src/compute/wasm/backend.js";
import { hasRelaxedVectors } from "../../../src/compute/wasm/support.js";
import { createHeap, type Heap } from "../../../src/compute/wasm/heap.js";
import { load } from "../../../src/compute/wasm/load.js";
import type { TileKernels } from "../../../src/compute/wasm/convolution/tiles.js";
import { portable } from "../../../src/compute/portable.js";
import { createRng, normals, sizeOf } from "../../../src/core/index.js";
import type { Reals } from "../../../src/core/index.js";

const wasm = chooseBackend({ backend: "wasm" });

/** A shape with one sample and one group unless said otherwise. */
function shapeOf(
  grid: readonly number[],
  window: readonly number[],
  rest: Partial<ConvolutionShape> = {},
): ConvolutionShape {
  return { samples: 1, groups: 1, inputs: 1, outputs: 1, ...rest, grid, window };
}

/** The lengths of u, q and y. */
function lengthsOf(shape: ConvolutionShape): [number, number, number] {
  const { samples, groups, inputs, outputs, grid, window } = shape;
  const cells = samples * groups * sizeOf(grid);
  return [cells * inputs, groups * outputs * inputs * sizeOf(window), cells * outputs];
}

/** Random u, q and g for a shape. */
function draw(shape: ConvolutionShape, seed: number): [Float64Array, Float64Array, Float64Array] {
  const rng = createRng(seed);
  const [u, q, y] = lengthsOf(shape);
  const field = (length: number): Float64Array => normals(rng, [length]).data;
  return [field(u), field(q), field(y)];
}

/** y, du and dq. */
function all<A extends Reals>(
  loops: typeof convolutions,
  shape: ConvolutionShape,
  [u, q, g]: readonly [A, A, A],
): [A, A, A] {
  const [y, du, dq] = [g.slice() as A, u.slice() as A, q.slice() as A];
  loops.convolve(u, q, shape, y);
  loops.convolveTransposed(g, q, shape, du);
  loops.correlate(u, g, shape, dq);
  return [y, du, dq];
}

/** Largest difference over the largest entry. */
function distance(a: Reals, b: Reals): number {
  let most = 0;
  let scale = 0;
  for (let i = 0; i < b.length; i++) {
    most = Math.max(most, Math.abs(a[i] - b[i]));
    scale = Math.max(scale, Math.abs(b[i]));
  }
  return a.some(Number.isNaN) ? NaN : most / scale;
}

function inner(a: Reals, b: Reals): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Every window, odd and even, alone and with the others; then channels, then widths. */
const SHAPES: ConvolutionShape[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((l) => [
    shapeOf([23], [l], { inputs: 3, outputs: 4, samples: 2 }),
    shapeOf([11, 13], [l, l], { inputs: 2, outputs: 3 }),
    shapeOf([9, 21], [10 - l, l], { inputs: 2, outputs: 1, samples: 2 }),
  ]),
  ...[1, 2, 3, 4, 5].map((l) => shapeOf([5, 6, 17], [l, 6 - l, 3], { inputs: 2, outputs: 5 })),
  ...[1, 2, 3, 4, 5, 16, 17].flatMap((channels) => [
    shapeOf([6, 9], [3, 3], { inputs: channels, outputs: 3, samples: 2 }),
    shapeOf([6, 21], [3, 2], { inputs: 2, outputs: channels }),
    shapeOf([7, 10], [2, 3], { groups: channels, inputs: 1, outputs: 2 }),
  ]),
  ...Array.from({ length: 20 }, (_, i) =>
    shapeOf([3, i + 1], [2, Math.min(3, i + 1)], { outputs: 5 }),
  ),
  shapeOf([1], [1]),
  shapeOf([1, 1], [1, 1], { inputs: 2, outputs: 7 }),
  shapeOf([4, 4], [4, 4], { inputs: 2, outputs: 2, groups: 3, samples: 2 }),
  shapeOf([1, 1, 40], [1, 1, 3], { outputs: 1 }),
  shapeOf([3, 2, 19], [3, 2, 4], { inputs: 3, outputs: 1, groups: 2 }),
  shapeOf([101], [3], { inputs: 1, outputs: 1 }),
];

const named = SHAPES.map((shape) => [describeShape(shape), shape] as const);

function describeShape({
  samples,
  groups,
  inputs,
  outputs,
  grid,
  window,
}: ConvolutionShape): string {
  return `${grid.join("×")}, window ${window.join("×")}, ${samples} × ${groups} × ${inputs} → ${outputs}`;
}

describe("the definition", () => {
  test("is Σ_i Σ_j q[o, i, j] u[i, x + j − c], written out", () => {
    const shape = shapeOf([4, 5], [2, 3], { inputs: 2, outputs: 2 });
    const [u, q] = draw(shape, 1);
    const y = new Float64Array(40);
    convolutions.convolve(u, q, shape, y);
    for (let o = 0; o < 2; o++) {
      for (let x = 0; x < 4; x++) {
        for (let z = 0; z < 5; z++) {
          let sum = 0;
          for (let i = 0; i < 2; i++) {
            for (let a = 0; a < 2; a++) {
              for (let b = 0; b < 3; b++) {
                // Centres: (2 − 1) ⫽ 2 = 0 and (3 − 1) ⫽ 2 = 1.
                const cell = ((x + a) % 4) * 5 + ((z + b - 1 + 5) % 5);
                sum += q[((o * 2 + i) * 2 + a) * 3 + b] * u[i * 20 + cell];
              }
            }
          }
          expect(y[o * 20 + x * 5 + z]).toBeCloseTo(sum, 13);
        }
      }
    }
  });

  test("leaves a field as it is when the filter is one at its centre", () => {
    const shape = shapeOf([6, 7], [4, 5]);
    const [u] = draw(shape, 2);
    const q = new Float64Array(20);
    q[1 * 5 + 2] = 1;
    const y = new Float64Array(42);
    convolutions.convolve(u, q, shape, y);
    expect(y).toEqual(u);
  });
});

const RELAXED: readonly (readonly [string, Convolutions])[] = hasRelaxedVectors()
  ? [["relaxed wasm", createWasmBackend({ relaxed: true })]]
  : [];

const EVERY: readonly (readonly [string, Convolutions])[] = [
  ["portable", portable],
  ["wasm", wasm],
  ["wasm without shared memory", createConvolutions(createHeap(false), portable)],
  ...RELAXED,
];

describe.each(EVERY)("%s", (_, loops) => {
  test.each(named)("the three operations are adjoint: %s", (_, shape) => {
    const [u, q, v] = draw(shape, 3);
    const [y, du, dq] = all(loops, shape, [u, q, v]);
    const scale = Math.sqrt(inner(v, v) * inner(y, y)) + 1e-300;
    expect(Math.abs(inner(du, u) - inner(v, y)) / scale).toBeLessThan(1e-12);
    expect(Math.abs(inner(dq, q) - inner(v, y)) / scale).toBeLessThan(1e-12);
  });

  test("commutes with a periodic shift, bit for bit", () => {
    const shape = shapeOf([9, 21], [3, 4], { inputs: 2, outputs: 3 });
    const [u, q] = draw(shape, 4);
    const moved = (a: Float64Array): Float64Array =>
      a.map((_, at) => {
        const [plane, x, y] = [Math.floor(at / 189), Math.floor(at / 21) % 9, at % 21];
        return a[plane * 189 + ((x + 4) % 9) * 21 + ((y + 5) % 21)];
      });
    const [y, shifted] = [new Float64Array(3 * 189), new Float64Array(3 * 189)];
    loops.convolve(u, q, shape, y);
    loops.convolve(moved(u), q, shape, shifted);
    expect(shifted).toEqual(moved(y));
  });
});

describe("wasm", () => {
  test.each(named)("gives the answer of the definition: %s", (_, shape) => {
    const data = draw(shape, 5);
    const [expected, got] = [all(convolutions, shape, data), all(wasm, shape, data)];
    // Sums of up to 10³ terms in another order.
    got.forEach((array, at) => expect(distance(array, expected[at])).toBeLessThan(1e-14));
  });

  test.each(named)("gives it in Float32: %s", (_, shape) => {
    const [u, q, g] = draw(shape, 6);
    const data = [u, q, g].map((a) => Float32Array.from(a)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const wide = data.map((a) => Float64Array.from(a)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const [expected, got] = [all(convolutions, shape, wide), all(wasm, shape, data)];
    const terms = [
      shape.inputs * sizeOf(shape.window),
      shape.outputs * sizeOf(shape.window),
      shape.samples * sizeOf(shape.grid),
    ];
    got.forEach((array, at) => {
      expect(array).toBeInstanceOf(Float32Array);
      expect(distance(array, expected[at])).toBeLessThan(1e-6 * Math.sqrt(terms[at]));
    });
  });

  test.each([
    ["taps", shapeOf([9, 21], [3, 3], { samples: 2, groups: 2, inputs: 3, outputs: 5 })],
    ["minimal", shapeOf([30, 42], [5, 5], { samples: 2, groups: 2, inputs: 8, outputs: 7 })],
  ])("works in place on arrays that live in its memory, with the same bits: %s", (path, shape) => {
    expect(convolvePath(shape, new Float64Array(0))).toBe(path);
    const heap = createHeap();
    const loops = createConvolutions(heap, portable);
    const data = draw(shape, 7);
    const expected = all(loops, shape, data);
    const [u, q, g] = data.map((a) => {
      const view = heap.view(heap.allocate(8 * a.length), a.length);
      view.set(a);
      return view;
    });
    const y = heap.view(heap.allocate(8 * g.length), g.length);
    const du = heap.view(heap.allocate(8 * u.length), u.length);
    loops.convolve(u, q, shape, y);
    loops.convolveTransposed(g, q, shape, du);
    const dq = q.slice();
    loops.correlate(u, g, shape, dq);
    expect([Array.from(y), Array.from(du), Array.from(dq)]).toEqual(
      expected.map((a) => Array.from(a)),
    );
  });

  test("takes back all the memory of a call", () => {
    const heap = createHeap();
    const loops = createConvolutions(heap, portable);
    const shape = shapeOf([9, 21], [3, 3], { inputs: 3, outputs: 5 });
    const data = draw(shape, 8);
    all(loops, shape, data);
    expect(heap.owned()).toBe(0);
  });

  test("gives samples the same bits alone and among others", () => {
    const many = shapeOf([5, 18], [3, 3], { samples: 3, inputs: 2, outputs: 3 });
    const one = { ...many, samples: 1 };
    const [u, q] = draw(many, 9);
    const y = new Float64Array(3 * 3 * 90);
    wasm.convolve(u, q, many, y);
    const last = new Float64Array(3 * 90);
    wasm.convolve(u.subarray(2 * 2 * 90), q, one, last);
    expect(last).toEqual(y.slice(2 * 3 * 90));
  });
});

describe("what memory held before does not matter", () => {
  /** A heap whose free memory is full of NaN. */
  const spoilt = (): Heap => {
    const heap = createHeap();
    const bytes = 1 << 24;
    const address = heap.allocate(bytes);
    new Float32Array(heap.memory.buffer, address, bytes / 4).fill(NaN);
    heap.release(address);
    return heap;
  };
  const precisions = [
    ["Float64", (a: Float64Array): Reals => a],
    ["Float32", (a: Float64Array): Reals => Float32Array.from(a)],
  ] as const;

  describe.each(precisions)("in %s", (_, cast) => {
    test.each(named)("by the path that is chosen: %s", (_, shape) => {
      const [u, q, g] = draw(shape, 14).map((a) => cast(a)) as [Reals, Reals, Reals];
      const loops = createConvolutions(spoilt(), portable);
      for (const array of all(loops, shape, [u, q, g]))
        expect(array.every(Number.isFinite)).toBe(true);
    });

    test.each(
      named.filter(([, { grid, window }]) => grid.length > 1 && hasScheme(window.at(-2) ?? 1)),
    )("by minimal filtering: %s", (_, shape) => {
      const heap = spoilt();
      const minimal = {
        ...(load(convolution, heap) as ConvolutionKernels),
        ...(load(minimalFiltering, heap) as MinimalKernels),
      };
      const centre = shape.window.map((l) => (l - 1) >> 1);
      const [u, q, g] = draw(shape, 15).map((a) => cast(a)) as [Reals, Reals, Reals];
      const [y, dq] = [g.slice(), q.slice()];
      convolveMinimal(heap, minimal, u, q, shape, centre, y);
      correlateMinimal(heap, minimal, u, g, shape, centre, dq);
      expect(y.every(Number.isFinite)).toBe(true);
      expect(dq.every(Number.isFinite)).toBe(true);
    });
  });
});

describe("by tiles", () => {
  const heap = createHeap();
  const kernels = {
    ...(load(convolution, heap) as ConvolutionKernels),
    ...(load(convolutionTiles, heap) as TileKernels),
  };

  /** One tile and less, one and a bit, odd and even numbers of tiles; channels that fill no vector. */
  const shapes = [
    shapeOf([1, 1], [1, 1]),
    shapeOf([5, 7], [3, 4], { inputs: 2, outputs: 3, groups: 2, samples: 2 }),
    shapeOf([32, 32], [1, 1], { inputs: 1, outputs: 1 }),
    shapeOf([33, 21], [2, 3], { inputs: 5, outputs: 4 }),
    shapeOf([40, 65], [5, 7], { inputs: 3, outputs: 5, samples: 2 }),
    shapeOf([60, 101], [16, 9], { inputs: 2, outputs: 1 }),
    shapeOf([16, 100], [16, 16], { inputs: 4, outputs: 8 }),
  ].map((shape) => [describeShape(shape), shape] as const);

  test.each(shapes)("the answer is that of the definition: %s", (_, shape) => {
    const centre = shape.window.map((l) => (l - 1) >> 1);
    const [u, q, g] = draw(shape, 12);
    const [y, , dq] = all(convolutions, shape, [u, q, g]);
    const [yHat, dqHat] = [y.slice(), dq.slice()];
    convolveTiles(heap, kernels, u, q, shape, centre, yHat);
    correlateTiles(heap, kernels, u, g, shape, centre, dqHat);
    expect(distance(yHat, y)).toBeLessThan(1e-14);
    expect(distance(dqHat, dq)).toBeLessThan(1e-14);
    const [u32, q32, g32] = [u, q, g].map((a) => Float32Array.from(a));
    const [y32, dq32] = [Float32Array.from(y), Float32Array.from(dq)];
    convolveTiles(heap, kernels, u32, q32, shape, centre, y32);
    correlateTiles(heap, kernels, u32, g32, shape, centre, dq32);
    // The data were rounded to 2⁻²⁴; transforms of 2¹⁰ cells add a few roundings of that size.
    expect(distance(y32, y)).toBeLessThan(2e-6);
    expect(distance(dq32, dq)).toBeLessThan(2e-6);
    expect(heap.owned()).toBe(0);
  });

  test("wasm takes them for windows of 7 × 7 with many channels, and stays adjoint", () => {
    const shape = shapeOf([50, 49], [7, 7], { inputs: 16, outputs: 12 });
    const [u, q, v] = draw(shape, 13);
    const [y, du, dq] = all(wasm, shape, [u, q, v]);
    const tiled = y.slice();
    convolveTiles(heap, kernels, u, q, shape, [3, 3], tiled);
    expect(tiled).toEqual(y);
    const scale = Math.sqrt(inner(v, v) * inner(y, y));
    expect(Math.abs(inner(du, u) - inner(v, y)) / scale).toBeLessThan(1e-12);
    expect(Math.abs(inner(dq, q) - inner(v, y)) / scale).toBeLessThan(1e-12);
  });
});

describe("by minimal filtering", () => {
  const heap = createHeap();
  const kernels = {
    ...(load(convolution, heap) as ConvolutionKernels),
    ...(load(minimalFiltering, heap) as MinimalKernels),
  };

  /** Whole bands and parts of one, narrow rows, three axes, channels that fill no block. */
  const shapes = [
    shapeOf([3, 1], [3, 1]),
    shapeOf([4, 5], [3, 2], { inputs: 2, outputs: 3, groups: 2, samples: 2 }),
    shapeOf([8, 21], [3, 3], { inputs: 3, outputs: 4 }),
    shapeOf([71, 16], [3, 5], { inputs: 5, outputs: 6, samples: 2 }),
    shapeOf([5, 6, 17], [3, 3, 3], { inputs: 2, outputs: 5 }),
    shapeOf([4, 7, 9], [2, 3, 4], { inputs: 3, outputs: 2, groups: 2, samples: 2 }),
    ...[4, 5, 6, 7, 8, 9].flatMap((l) => [
      shapeOf([l, 5], [l, 3], { inputs: 2, outputs: 3, groups: 2, samples: 2 }),
      shapeOf([30, 21], [l, l], { inputs: 3, outputs: 1 }),
      shapeOf([71, 16], [l, 4], { inputs: 1, outputs: 6, samples: 2 }),
      shapeOf([4, 23, 9], [2, l, 3], { inputs: 2, outputs: 3 }),
    ]),
  ].map((shape) => [describeShape(shape), shape] as const);

  test.each(shapes)("the answer is that of the definition: %s", (_, shape) => {
    const centre = shape.window.map((l) => (l - 1) >> 1);
    const [u, q, g] = draw(shape, 14);
    const [y, , dq] = all(convolutions, shape, [u, q, g]);
    const [yMin, dqMin] = [y.slice(), dq.slice()];
    convolveMinimal(heap, kernels, u, q, shape, centre, yMin);
    correlateMinimal(heap, kernels, u, g, shape, centre, dqMin);
    // The maps of F(4, 3) multiply by up to 8 and subtract what they added: a digit at most.
    expect(distance(yMin, y)).toBeLessThan(1e-14);
    expect(distance(dqMin, dq)).toBeLessThan(1e-14);
    const [u32, q32, g32] = [u, q, g].map((a) => Float32Array.from(a));
    const [y32, dq32] = [Float32Array.from(y), Float32Array.from(dq)];
    convolveMinimal(heap, kernels, u32, q32, shape, centre, y32);
    correlateMinimal(heap, kernels, u32, g32, shape, centre, dq32);
    expect(distance(y32, y)).toBeLessThan(4e-6);
    expect(distance(dq32, dq)).toBeLessThan(4e-6);
    expect(heap.owned()).toBe(0);
  });
});

describe("the path", () => {
  const f64 = new Float64Array(0);
  test.each([
    ["taps", shapeOf([64, 64], [2, 2], { outputs: 10 })],
    ["taps", shapeOf([101, 101], [3, 3], { inputs: 16, outputs: 1 })],
    ["minimal", shapeOf([101, 101], [3, 3], { inputs: 16, outputs: 16 })],
    ["minimal", shapeOf([31, 31, 31], [3, 3, 3], { inputs: 8, outputs: 8 })],
    ["minimal", shapeOf([64, 64], [7, 7], { inputs: 15, outputs: 1, samples: 8 })],
    ["tiles", shapeOf([101, 101], [9, 9], { inputs: 16, outputs: 16 })],
    ["spectra", shapeOf([101, 101], [61, 61], { inputs: 2, outputs: 2 })],
  ])("by %s: %o", (path, shape) => {
    expect(convolvePath(shape, f64)).toBe(path);
    expect(correlatePath(shape, f64)).toBe(path);
  });
});

describe("by spectra", () => {
  test.each([
    shapeOf([24], [24], { inputs: 2, outputs: 3, samples: 2 }),
    shapeOf([9, 16], [9, 15], { inputs: 3, outputs: 2, groups: 2, samples: 2 }),
    shapeOf([5, 6, 7], [4, 5, 7], { inputs: 2, outputs: 2, samples: 2 }),
  ])("the answer is that of the definition: %o", (shape) => {
    const [u, q, g] = draw(shape, 10);
    const [y, , dq] = all(convolutions, shape, [u, q, g]);
    const centre = shape.window.map((l) => (l - 1) >> 1);
    const [yHat, dqHat] = [y.slice(), dq.slice()];
    convolveSpectra(portable, u, q, shape, centre, yHat);
    correlateSpectra(portable, u, g, shape, centre, dqHat);
    expect(distance(yHat, y)).toBeLessThan(1e-14);
    expect(distance(dqHat, dq)).toBeLessThan(1e-14);
  });

  test("wasm takes them for windows as large as a large grid", () => {
    const shape = shapeOf([64, 48], [63, 48], { inputs: 2, outputs: 2 });
    const data = draw(shape, 11);
    const calls: string[] = [];
    const counted = createConvolutions(createHeap(), {
      ...portable,
      gridTransform: (grid) => {
        calls.push(grid.join("×"));
        return portable.gridTransform(grid);
      },
    });
    const [expected, got] = [all(convolutions, shape, data), all(counted, shape, data)];
    // Sums of 6·10³ terms, each path with its own rounding.
    got.forEach((array, at) => expect(distance(array, expected[at])).toBeLessThan(1e-13));
    expect(calls).toEqual(["64×48", "64×48", "64×48"]);
  });
});
