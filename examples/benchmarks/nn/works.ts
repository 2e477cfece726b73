/** Training steps that are compared: which networks, of which sizes. */
import type { Precision } from "../compute/works.js";

/**
 * A step: forward, mean squared error, backward, Adam. Layers are periodic convolutions on a grid, or
 * dense ones where there is none, with ReLU between them.
 */
export interface TrainingWork {
  readonly name: string;
  readonly precision: Precision;
  readonly samples: number;
  /** Channels before, between and behind the layers. */
  readonly channels: readonly number[];
  readonly grid: readonly number[];
  readonly window: readonly number[];
  /** What the time of PyTorch / ours must reach. */
  readonly torchBar: number;
}

/** Adam as its paper sets it: Kingma and Ba, arXiv:1412.6980, algorithm 1. */
export const ADAM = { learningRate: 1e-3, decayOfMean: 0.9, decayOfSquare: 0.999, epsilon: 1e-8 };

/** Steps whose losses must agree between all sides. */
export const STEPS_COMPARED = 5;

/** What losses may differ by, over the largest: sums of 1e5 terms in another order, five steps long. */
export const TOLERANCE: Readonly<Record<Precision, number>> = { float32: 1e-4, float64: 1e-9 };

const PLANE = { samples: 8, channels: [1, 16, 16, 1], grid: [101, 101], window: [3, 3] };
const SOLID = { samples: 1, grid: [31, 31, 31], window: [3, 3, 3] };

/** All works, in the order of the table. */
export const TRAINING_WORKS: readonly TrainingWork[] = [
  work({ ...PLANE, precision: "float32", torchBar: 1 }),
  work({ ...PLANE, precision: "float64", torchBar: 3 }),
  work({ ...SOLID, channels: [2, 32, 1], precision: "float32", torchBar: 2 }),
  work({ ...SOLID, channels: [2, 32, 32, 1], precision: "float32", torchBar: 0.5 }),
  work({
    samples: 256,
    channels: [64, 256, 256, 1],
    grid: [],
    window: [],
    precision: "float32",
    torchBar: 0.5,
  }),
];

/** Inputs and outputs of the layers. */
export function layersOf({
  channels,
}: TrainingWork): { readonly inputs: number; readonly outputs: number }[] {
  return channels.slice(1).map((outputs, i) => ({ inputs: channels[i], outputs }));
}

/** Shapes of x and of the target, [s, c, …x], then of weight [o, c, …r] and bias [o] of every layer. */
export function shapesOf(work: TrainingWork): number[][] {
  const { samples, channels, grid, window } = work;
  const parameters = layersOf(work).flatMap(({ inputs, outputs }) => [
    [outputs, inputs, ...window],
    [outputs],
  ]);
  return [
    [samples, channels[0], ...grid],
    [samples, channels[channels.length - 1], ...grid],
    ...parameters,
  ];
}

function work(sizes: Omit<TrainingWork, "name">): TrainingWork {
  const { samples, channels, grid, window, precision } = sizes;
  const place = grid.length === 0 ? "" : ` on ${grid.join("x")} by ${window.join("x")}`;
  const bits = precision === "float64" ? "f64" : "f32";
  return { name: `${bits} ${samples} x ${channels.join("-")}${place}`, ...sizes };
}
