/** Pointwise operations, each with inputs that it is differentiable at. */
import {
  abs,
  add,
  broadcastTo,
  clamp,
  cos,
  divide,
  elu,
  exp,
  gelu,
  leakyRelu,
  log,
  logSoftmax,
  maximum,
  maxout,
  minimum,
  multiply,
  negate,
  pow,
  prelu,
  relu,
  sigmoid,
  sin,
  softmax,
  softplus,
  sqrt,
  square,
  subtract,
  swish,
  tanh,
  where,
  type Variable,
} from "../../../src/autodiff/index.js";
import type { NdArray, Rng } from "../../../src/core/index.js";
import { apart, interlaced, offKinks, positive } from "./draws.js";

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

/** All of them. */
export const cases: readonly Case[] = [...arithmetic, ...elementary, ...activations];
