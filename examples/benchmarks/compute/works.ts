/** What is computed: every work with its sizes. Names are plain, so that a part of one picks works. */
import { MKS_WORKS } from "../mksWorks.js";

/** Number type of a work. */
export type Precision = "float64" | "float32";

interface Common {
  readonly name: string;
  /** Threads of our side. Works on more than one are judged by wall time. */
  readonly threads: number;
}

/** Half spectra of real fields. */
export interface TransformWork extends Common {
  readonly kind: "transform";
  readonly fields: number;
  readonly grid: readonly number[];
  readonly precision: Precision;
}

/** A fit of influence coefficients, or a prediction. */
export interface LocalizationWork extends Common {
  readonly kind: "fit" | "predict";
  /** [sample, …x]. */
  readonly shape: readonly number[];
}

/** Which of three maps: y from u and q, du from g and q, dq from u and g. */
export type Direction = "forward" | "input gradient" | "filter gradient";

/** Periodic convolution with channels, or one of its gradients. */
export interface ConvolutionWork extends Common {
  readonly kind: "convolution" | "bank";
  readonly direction: Direction;
  readonly samples: number;
  readonly groups: number;
  /** Channels of every group. */
  readonly inputs: number;
  readonly outputs: number;
  readonly grid: readonly number[];
  readonly window: readonly number[];
  readonly precision: Precision;
}

/** A pointwise function, or the gradient through it. */
export interface ActivationWork extends Common {
  readonly kind: "activation";
  readonly activation: "relu" | "tanh" | "gelu";
  readonly direction: "forward" | "input gradient";
  readonly length: number;
  readonly precision: Precision;
}

/** One step of Adam on so many parameters. */
export interface UpdateWork extends Common {
  readonly kind: "update";
  readonly length: number;
  readonly precision: Precision;
}

/** Hermitian positive definite systems with one right-hand side each. */
export interface SystemsWork extends Common {
  readonly kind: "systems";
  readonly unknowns: number;
  readonly count: number;
}

/** Loading the package and the first transform, in a new process. */
export interface StartWork extends Common {
  readonly kind: "start";
}

/** Anything that is measured. */
export type Work =
  | TransformWork
  | LocalizationWork
  | ConvolutionWork
  | ActivationWork
  | UpdateWork
  | SystemsWork
  | StartWork;

/** Whether a work is a fit or a prediction. */
export function isLocalization(work: Work): work is LocalizationWork {
  return work.kind === "fit" || work.kind === "predict";
}

const PRECISIONS: readonly Precision[] = ["float64", "float32"];
const DIRECTIONS: readonly Direction[] = ["forward", "input gradient", "filter gradient"];

const FIELDS = [
  { fields: 1000, grid: [21, 21] },
  { fields: 400, grid: [51, 51] },
  { fields: 100, grid: [101, 101] },
  { fields: 8, grid: [31, 31, 31] },
  { fields: 8, grid: [256, 256] },
  { fields: 4, grid: [512, 512] },
  { fields: 1, grid: [64, 64, 64] },
  { fields: 1, grid: [128, 128, 128] },
];

const LAYERS = [
  ...[3, 5, 7, 9].map((l) => layer(1, 16, 16, [101, 101], [l, l])),
  layer(8, 16, 16, [101, 101], [3, 3]),
  layer(1, 2, 32, [31, 31, 31], [3, 3, 3]),
  layer(1, 32, 32, [31, 31, 31], [3, 3, 3]),
];

// PDE-Net: six derivatives of each of two components (order 2), or fifteen of one (order 4).
const BANKS = [64, 128].flatMap((n) => [
  { ...layer(8, 1, 6, [n, n], [5, 5]), groups: 2 },
  layer(8, 1, 15, [n, n], [7, 7]),
]);

/** All works, in the order of the table. */
export const WORKS: readonly Work[] = [
  ...PRECISIONS.flatMap((precision) =>
    FIELDS.map(({ fields, grid }) => transform(fields, grid, precision, 1)),
  ),
  ...MKS_WORKS.map(({ name, work, shape }) => ({ name, kind: work, shape, threads: 1 })),
  ...PRECISIONS.flatMap((precision) =>
    LAYERS.flatMap((one) =>
      DIRECTIONS.map((direction) => convolution("convolution", one, direction, precision)),
    ),
  ),
  ...BANKS.flatMap((one) =>
    DIRECTIONS.map((direction) => convolution("bank", one, direction, "float64")),
  ),
  ...PRECISIONS.flatMap((precision) => training(precision)),
  ...[2, 3, 4, 6, 8, 10].map((unknowns) => ({
    kind: "systems" as const,
    name: `systems ${unknowns} unknowns 5151`,
    threads: 1,
    unknowns,
    count: 5151,
  })),
  ...twoThreads(),
  { kind: "start", name: "cold start", threads: 1 },
];

type Layer = Omit<ConvolutionWork, "name" | "kind" | "threads" | "direction" | "precision">;

function layer(
  samples: number,
  inputs: number,
  outputs: number,
  grid: readonly number[],
  window: readonly number[],
): Layer {
  return { samples, groups: 1, inputs, outputs, grid, window };
}

function transform(
  fields: number,
  grid: readonly number[],
  precision: Precision,
  threads: number,
): TransformWork {
  const name = `transform ${shortOf(precision)} ${fields} x ${grid.join("x")}${tail(threads)}`;
  return { kind: "transform", name, threads, fields, grid, precision };
}

function convolution(
  kind: "convolution" | "bank",
  one: Layer,
  direction: Direction,
  precision: Precision,
): ConvolutionWork {
  const { samples, groups, inputs, outputs, grid, window } = one;
  const channels = `${groups > 1 ? `${groups} x ` : ""}${inputs}-${outputs}`;
  const sizes = `${samples} x ${channels} on ${grid.join("x")} by ${window.join("x")}`;
  const name = `${kind} ${shortOf(precision)} ${direction} ${sizes}`;
  return { kind, name, threads: 1, ...one, direction, precision };
}

function training(precision: Precision): Work[] {
  const length = 16 * 101 * 101;
  const pointwise = (["relu", "tanh", "gelu"] as const).flatMap((activation) =>
    (["forward", "input gradient"] as const).map((direction): ActivationWork => ({
      kind: "activation",
      name: `activation ${shortOf(precision)} ${activation} ${direction} ${length}`,
      threads: 1,
      activation,
      direction,
      length,
      precision,
    })),
  );
  const name = `update ${shortOf(precision)} Adam ${length}`;
  return [...pointwise, { kind: "update", name, threads: 1, length, precision }];
}

function twoThreads(): Work[] {
  const shape = [20, 64, 64, 64];
  return [
    { kind: "fit", name: `fit ${shape.join("x")}${tail(2)}`, threads: 2, shape },
    transform(8, [128, 128, 128], "float64", 2),
    transform(1, [128, 128, 128], "float64", 2),
  ];
}

function shortOf(precision: Precision): string {
  return precision === "float64" ? "f64" : "f32";
}

function tail(threads: number): string {
  return threads > 1 ? `, ${threads} threads` : "";
}
