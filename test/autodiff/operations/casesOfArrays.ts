/** Reductions, shapes and losses, each with inputs that it is differentiable at. */
import {
  absoluteError,
  add,
  cast,
  concat,
  crossEntropy,
  gather,
  huber,
  mase,
  max,
  mean,
  min,
  moments,
  normalize,
  pad,
  reshape,
  slice,
  square,
  squaredError,
  stack,
  sum,
  transpose,
} from "../../../src/autodiff/index.js";
import type { Case } from "./cases.js";
import { apart, interlaced, mapped } from "./draws.js";

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

/** All of them. */
export const casesOfArrays: readonly Case[] = [...reductions, ...shapes, ...losses];
