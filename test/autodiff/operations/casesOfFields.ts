/** Products, convolutions, pooling and transforms, each with inputs that it is differentiable at. */
import {
  averagePool,
  concat,
  convolve,
  convolveTransposed,
  fftn,
  ifftn,
  irfftn,
  matmul,
  maxPool,
  rfftn,
  spectralConvolution,
  upsample,
  type Variable,
} from "../../../src/autodiff/index.js";
import { ndarrayOf, permutation, sizeOf, uniforms } from "../../../src/core/index.js";
import type { Case } from "./cases.js";
import { trials } from "./slowConvolution.js";

/** No two within 0.05 of each other. */
const apart: Case["draw"] = (rng, shape) => {
  const jitter = uniforms(rng, shape).data;
  const order = permutation(rng, jitter.length);
  return ndarrayOf(
    jitter.map((u, i) => 0.1 * (order[i] - jitter.length / 2) + 0.05 * u),
    shape,
  );
};

const products: readonly Case[] = [
  {
    name: "matmul",
    shapes: [
      [3, 4],
      [4, 2],
    ],
    f: ([a, b]) => matmul(a, b),
  },
  {
    name: "matmul, both transposed",
    shapes: [
      [4, 3],
      [2, 4],
    ],
    f: ([a, b]) => matmul(a, b, { transposeA: true, transposeB: true }),
  },
  {
    name: "matmul, batches",
    shapes: [
      [2, 3, 2],
      [2, 2, 3],
    ],
    f: ([a, b]) => matmul(a, b),
  },
  {
    name: "matmul, batch with one stored transposed",
    shapes: [
      [2, 3, 2],
      [4, 2],
    ],
    f: ([a, b]) => matmul(a, b, { transposeB: true }),
  },
  {
    name: "matmul, transposed batch with one",
    shapes: [
      [2, 2, 3],
      [2, 4],
    ],
    f: ([a, b]) => matmul(a, b, { transposeA: true }),
  },
  {
    name: "matmul, one with batch",
    shapes: [
      [3, 2],
      [2, 2, 3],
    ],
    f: ([a, b]) => matmul(a, b),
  },
];

/** Some of the small layouts: each padding, strides, dilations, groups, wrapped windows. */
const convolutions: readonly Case[] = trials
  .filter(({ grid }, i) => i % 5 === 0 && sizeOf(grid) <= 36)
  .map(({ name, grid, window, options }) => ({
    name: `convolve, ${name}`,
    shapes: [
      [1, options.groups ?? 1, ...grid],
      [options.groups ?? 1, 1, ...window],
    ],
    f: ([x, q]) => convolve(x, q, options),
  }));

const spreads: readonly Case[] = [
  {
    name: "convolve, three axes",
    shapes: [
      [1, 2, 2, 3, 2],
      [1, 2, 2, 3, 1],
    ],
    f: ([x, q]) => convolve(x, q),
  },
  {
    name: "convolve with a bias",
    shapes: [[2, 2, 5], [3, 2, 3], [3]],
    f: ([x, q, bias]) => convolve(x, q, { bias }),
  },
  {
    name: "convolveTransposed with a bias",
    shapes: [[2, 2, 3], [2, 3, 3], [3]],
    f: ([x, q, bias]) => convolveTransposed(x, q, { bias, stride: 2, padding: "valid" }),
  },
  {
    name: "convolveTransposed in groups, periodic",
    shapes: [
      [1, 4, 3, 2],
      [4, 1, 3, 3],
    ],
    f: ([x, q]) => convolveTransposed(x, q, { groups: 2, stride: 2 }),
  },
];

const pools: readonly Case[] = [
  { name: "maxPool", shapes: [[2, 2, 4, 6]], f: ([x]) => maxPool(x, { window: 2 }), draw: apart },
  {
    name: "maxPool, overlapping and periodic",
    shapes: [[1, 2, 5, 4]],
    f: ([x]) => maxPool(x, { window: 3, stride: 2, padding: "periodic" }),
    draw: apart,
  },
  {
    name: "averagePool, overlapping",
    shapes: [[1, 2, 5, 6]],
    f: ([x]) => averagePool(x, { window: [3, 2], stride: 2 }),
  },
  {
    name: "averagePool, periodic",
    shapes: [[2, 1, 7]],
    f: ([x]) => averagePool(x, { window: 3, stride: 1, padding: "periodic" }),
  },
  { name: "upsample, nearest", shapes: [[1, 2, 2, 3]], f: ([x]) => upsample(x, [2, 3]) },
  {
    name: "upsample, linear and periodic",
    shapes: [[1, 2, 2, 3]],
    f: ([x]) => upsample(x, 2, { mode: "linear" }),
  },
  {
    name: "upsample, linear to the edge",
    shapes: [[1, 1, 4]],
    f: ([x]) => upsample(x, 3, { mode: "linear", padding: "edge" }),
  },
];

const both = ({ re, im }: { re: Variable; im: Variable }): Variable => concat([re, im], 0);

const transforms: readonly Case[] = [
  { name: "rfftn, odd", shapes: [[2, 3, 5]], f: ([u]) => both(rfftn(u, 2)) },
  { name: "rfftn, even", shapes: [[2, 6]], f: ([u]) => both(rfftn(u, 1)) },
  {
    name: "irfftn, odd",
    shapes: [
      [4, 2],
      [4, 2],
    ],
    f: ([re, im]) => irfftn({ re, im }, [4, 3]),
  },
  {
    name: "irfftn, even",
    shapes: [
      [4, 3],
      [4, 3],
    ],
    f: ([re, im]) => irfftn({ re, im }, [4, 4]),
  },
  {
    name: "irfftn, three axes",
    shapes: [
      [2, 2, 3],
      [2, 2, 3],
    ],
    f: ([re, im]) => irfftn({ re, im }, [2, 2, 5]),
  },
  {
    name: "fftn",
    shapes: [
      [3, 4],
      [3, 4],
    ],
    f: ([re, im]) => both(fftn({ re, im }, 2)),
  },
  {
    name: "ifftn",
    shapes: [
      [2, 5],
      [2, 5],
    ],
    f: ([re, im]) => both(ifftn({ re, im }, 1)),
  },
];

const spectralLayers: readonly Case[] = [
  {
    name: "spectralConvolution, all frequencies of an odd grid",
    shapes: [
      [2, 3, 5],
      [2, 2, 3, 3],
    ],
    f: ([x, w]) => spectralConvolution(x, w, [2]),
  },
  {
    name: "spectralConvolution, even and odd, Nyquist kept",
    shapes: [
      [1, 1, 4, 3],
      [2, 2, 1, 4, 2],
    ],
    f: ([x, w]) => spectralConvolution(x, w, [2, 1]),
  },
  {
    name: "spectralConvolution, few frequencies in space",
    shapes: [
      [1, 2, 4, 3, 2],
      [2, 1, 2, 3, 1, 2],
    ],
    f: ([x, w]) => spectralConvolution(x, w, [1, 0, 1]),
  },
];

/** All of them. */
export const casesOfFields: readonly Case[] = [
  ...products,
  ...convolutions,
  ...spreads,
  ...pools,
  ...transforms,
  ...spectralLayers,
];
