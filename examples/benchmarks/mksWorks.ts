/** Localization as it is compared: which works, of which sizes. */

/** A fit or a prediction. */
export interface MksWork {
  readonly name: string;
  readonly work: "fit" | "predict";
  /** [sample, …x]. */
  readonly shape: readonly number[];
}

/** Phases of every microstructure. */
export const STATES = 2;

const SHAPES = [
  [100, 101, 101],
  [400, 51, 51],
  [50, 31, 31, 31],
  [20, 64, 64, 64],
];

/** All works. */
export const MKS_WORKS: readonly MksWork[] = [
  ...SHAPES.map((shape) => workOf("fit", shape)),
  ...SHAPES.map((shape) => workOf("predict", shape)),
  workOf("predict", [1, 128, 128, 128]),
];

/** A work on microstructures of some shape. */
export function workOf(work: "fit" | "predict", shape: readonly number[]): MksWork {
  return { name: `${work} ${shape.join("x")}`, work, shape };
}
