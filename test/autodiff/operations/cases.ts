/** Pointwise operations, reductions, shapes and losses, each with inputs that it is differentiable at. */
import {
  abs,
  absoluteError,
  add,
  broadcastTo,
  cast,
  clamp,
  concat,
  cos,
  crossEntropy,
  divide,
  elu,
  exp,
  gather,
  gelu,
  huber,
  leakyRelu,
  log,
  logSoftmax,
  mase,
  max,
  maximum,
  maxout,
  mean,
  min,
  minimum,
  moments,
  multiply,
  negate,
  normalize,
  pad,
  pow,
  prelu,
  relu,
  reshape,
  sigmoid,
  sin,
  slice,
  softmax,
  softplus,
  sqrt,
  square,
  squaredError,
  stack,
  subtract,
  sum,
  swish,
  tanh,
  transpose,
  type Variable,
  where,
} from "../../../src/autodiff/index.js";
import { ndarrayOf, normals, permutation, uniforms } from "../../../src/core/index.js";
import type { NdArray, Rng } from "../../../src/core/index.js";

/** An operation to check. */
export interface Case {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly f: (inputs: readonly Variable[]) => Variable;
  /** Default: normal numbers. */
  readonly draw?: (rng: Rng, shape: readonly number[]) => NdArray;
  /** false: there is no second derivative. */
  readonly smooth?: boolean;
}

type Draw = NonNullable<Case["draw"]>;

/** Between 0.5 and 2. */
const positive: Draw = (rng, shape) => mapped(uniforms(rng, shape), (u) => 0.5 + 1.5 * u);

/** At least 0.02 from 0, ±0.5 and ±1. */
const offKinks: Draw = (rng, shape) =>
  mapped(normals(rng, shape), (z) => {
    const nearest = Math.round(2 * z) / 2;
    return nearest + (z < nearest ? -1 : 1) * (0.02 + 0.9 * Math.abs(z - nearest));
  });

/** No two within 0.05 of each other. */
const apart: Draw = (rng, shape) => {
  const jitter = uniforms(rng, shape).data;
  const order = permutation(rng, jitter.length);
  return ndarrayOf(
    jitter.map((u, i) => 0.1 * (order[i] - jitter.length / 2) + 0.05 * u),
    shape,
  );
};

/** Matrices near multiples of 0.2 and vectors between them: at least 0.05 from each other. */
const interlaced: Draw = (rng, shape) => {
  const jitter = uniforms(rng, shape).data;
  const shift = shape.length === 1 ? 0.1 : 0;
  return mapped(
    normals(rng, shape),
    (z, i) => Math.round(5 * z) / 5 + shift + 0.05 * (jitter[i] - 0.5),
  );
};

const arithmetic: readonly Case[] = [
  { name: "add, [3, 4] and [4]", shapes: [[3, 4], [4]], f: ([a, b]) => add(a, b) },
  {
    name: "subtract, [3, 1] and [2, 1, 4]",
    shapes: [
      [3, 1],
      [2, 1, 4],
    ],
    f: ([a, b]) => subtract(a, b),
  },
  {
    name: "multiply, per channel",
    shapes: [
      [2, 3, 4],
      [3, 1],
    ],
    f: ([a, b]) => multiply(a, b),
  },
  { name: "multiply, one number", shapes: [[2, 3], []], f: ([a, b]) => multiply(a, b) },
  { name: "multiply, itself", shapes: [[5]], f: ([a]) => multiply(a, a) },
  {
    name: "divide",
    shapes: [
      [3, 4],
      [3, 1],
    ],
    f: ([a, b]) => divide(a, b),
    draw: positive,
  },
  { name: "negate", shapes: [[5]], f: ([x]) => negate(x) },
  { name: "broadcastTo", shapes: [[3, 1]], f: ([x]) => broadcastTo(x, [2, 3, 4]) },
];

const elementary: readonly Case[] = [
  { name: "exp", shapes: [[7]], f: ([x]) => exp(x) },
  { name: "log", shapes: [[7]], f: ([x]) => log(x), draw: positive },
  { name: "sqrt", shapes: [[7]], f: ([x]) => sqrt(x), draw: positive },
  { name: "square", shapes: [[7]], f: ([x]) => square(x) },
  { name: "pow, 3", shapes: [[7]], f: ([x]) => pow(x, 3) },
  { name: "pow, −2", shapes: [[7]], f: ([x]) => pow(x, -2), draw: positive },
  { name: "pow, 1.7", shapes: [[7]], f: ([x]) => pow(x, 1.7), draw: positive },
  { name: "abs", shapes: [[7]], f: ([x]) => abs(x), draw: offKinks },
  { name: "sin", shapes: [[7]], f: ([x]) => sin(x) },
  { name: "cos", shapes: [[7]], f: ([x]) => cos(x) },
  { name: "clamp", shapes: [[9]], f: ([x]) => clamp(x, -0.5, 1), draw: offKinks },
  { name: "maximum", shapes: [[3, 4], [4]], f: ([a, b]) => maximum(a, b), draw: interlaced },
  { name: "minimum", shapes: [[4], [3, 4]], f: ([a, b]) => minimum(a, b), draw: interlaced },
  { name: "where", shapes: [[2, 3], [3]], f: ([a, b]) => where([1, 0, 1], sin(a), sin(b)) },
];

const activations: readonly Case[] = [
  { name: "relu", shapes: [[9]], f: ([x]) => relu(x), draw: offKinks },
  { name: "leakyRelu", shapes: [[9]], f: ([x]) => leakyRelu(x), draw: offKinks },
  { name: "elu", shapes: [[9]], f: ([x]) => elu(x, 0.7), draw: offKinks },
  { name: "softplus", shapes: [[9]], f: ([x]) => softplus(x) },
  { name: "sigmoid", shapes: [[9]], f: ([x]) => sigmoid(x) },
  { name: "tanh", shapes: [[9]], f: ([x]) => tanh(x) },
  { name: "swish", shapes: [[9]], f: ([x]) => swish(x) },
  { name: "gelu", shapes: [[9]], f: ([x]) => gelu(x) },
  { name: "prelu", shapes: [[2, 3, 2], [3]], f: ([x, slope]) => prelu(x, slope), draw: offKinks },
  {
    name: "prelu, one slope",
    shapes: [[2, 3], [1]],
    f: ([x, slope]) => prelu(x, slope),
    draw: offKinks,
  },
  { name: "maxout", shapes: [[2, 6, 2]], f: ([x]) => maxout(x, 3), draw: apart },
  { name: "softmax", shapes: [[2, 3, 2]], f: ([x]) => softmax(x, 1) },
  { name: "logSoftmax", shapes: [[2, 4]], f: ([x]) => logSoftmax(x) },
];

const reductions: readonly Case[] = [
  { name: "sum, all", shapes: [[2, 3]], f: ([x]) => sum(square(x)) },
  { name: "sum, middle", shapes: [[2, 3, 2]], f: ([x]) => sum(x, { axes: [1] }) },
  {
    name: "sum, outer two",
    shapes: [[2, 3, 2]],
    f: ([x]) => sum(x, { axes: [0, -1], keepAxes: true }),
  },
  { name: "mean", shapes: [[3, 4]], f: ([x]) => mean(x, { axes: [0] }) },
  { name: "variance", shapes: [[3, 4]], f: ([x]) => moments(x, { axes: [1] }).variance },
  { name: "max", shapes: [[2, 3, 2]], f: ([x]) => max(x, { axes: [1] }), draw: apart },
  { name: "min", shapes: [[2, 3, 2]], f: ([x]) => min(x, { axes: [0, 2] }), draw: apart },
  {
    name: "normalize, per channel",
    shapes: [[3, 2, 3]],
    f: ([x]) => normalize(x, { axes: [0, 2] }),
  },
  {
    name: "normalize, per sample",
    shapes: [[2, 5]],
    f: ([x]) => normalize(x, { axes: [1], epsilon: 0.1 }),
  },
  { name: "normalize, per feature", shapes: [[5, 2]], f: ([x]) => normalize(x, { axes: [0] }) },
];

const shapes: readonly Case[] = [
  { name: "reshape", shapes: [[2, 6]], f: ([x]) => reshape(x, [3, 4]) },
  { name: "transpose", shapes: [[2, 3]], f: ([x]) => transpose(x) },
  { name: "transpose, named", shapes: [[2, 3, 4]], f: ([x]) => transpose(x, [1, -1, 0]) },
  { name: "slice", shapes: [[4, 5]], f: ([x]) => slice(x, [[1, 3], [-2]]) },
  {
    name: "concat",
    shapes: [
      [2, 3],
      [2, 1],
      [2, 2],
    ],
    f: (list) => concat(list, 1),
  },
  {
    name: "stack",
    shapes: [
      [2, 3],
      [2, 3],
    ],
    f: (list) => stack(list, -1),
  },
  {
    name: "gather",
    shapes: [[4, 3]],
    f: ([x]) =>
      gather(x, [
        [2, 2],
        [0, 3],
      ]),
  },
  { name: "gather, last", shapes: [[2, 5]], f: ([x]) => gather(x, [4, 1, 4], -1) },
  {
    name: "pad, zero",
    shapes: [[2, 3]],
    f: ([x]) =>
      pad(
        x,
        [
          [1, 0],
          [2, 1],
        ],
        "zero",
      ),
  },
  {
    name: "pad, periodic",
    shapes: [[2, 3]],
    f: ([x]) =>
      pad(
        x,
        [
          [1, 2],
          [4, 1],
        ],
        "periodic",
      ),
  },
  { name: "cast", shapes: [[4]], f: ([x]) => cast(x, x.precision) },
];

const PROBABILITIES = [
  [0.2, 0.5, 0.3],
  [0, 1, 0],
];

const losses: readonly Case[] = [
  {
    name: "squaredError",
    shapes: [
      [2, 3],
      [2, 3],
    ],
    f: ([p, t]) => squaredError(p, t),
  },
  {
    name: "squaredError, half a sum",
    shapes: [
      [2, 3],
      [2, 3],
    ],
    f: ([p, t]) => squaredError(p, t, { reduction: "halfSum" }),
  },
  {
    name: "absoluteError",
    shapes: [[2, 3], [6]],
    f: ([p, t]) => absoluteError(p, reshape(t, [2, 3])),
    draw: interlaced,
  },
  {
    name: "huber",
    shapes: [[2, 3], [6]],
    // Differences are near odd multiples of 0.1.
    f: ([p, t]) => huber(p, reshape(t, [2, 3]), { delta: 0.4, reduction: "sum" }),
    draw: interlaced,
  },
  { name: "crossEntropy, labels", shapes: [[3, 4]], f: ([x]) => crossEntropy(x, [2, 0, 3]) },
  {
    name: "crossEntropy, labels of cells",
    shapes: [[2, 3, 2]],
    f: ([x]) =>
      crossEntropy(x, [
        [2, 0],
        [1, 1],
      ]),
  },
  {
    name: "crossEntropy, probabilities",
    shapes: [[2, 3]],
    f: ([x]) => crossEntropy(x, PROBABILITIES),
  },
  {
    name: "mase",
    shapes: [[2, 3], [6]],
    f: ([p, t]) => mase(p, add(reshape(t, [2, 3]), 3)),
    draw: (rng, shape) =>
      mapped(interlaced(rng, shape), (z) => 0.2 * z + (shape.length === 1 ? 0 : 3)),
  },
];

/** Everything to check. */
export const cases: readonly Case[] = [
  ...arithmetic,
  ...elementary,
  ...activations,
  ...reductions,
  ...shapes,
  ...losses,
];

function mapped(x: NdArray, f: (value: number, i: number) => number): NdArray {
  return ndarrayOf(x.data.map(f), x.shape);
}
