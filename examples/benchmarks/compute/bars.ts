/** What is asked of kernelfield: the time of a peer / ours must reach the bar. */
import type { TransformWork, Work } from "./works.js";

/** Against whom, and how we compute. */
export interface Contest {
  /** Identifier of a side, see sides.ts. */
  readonly peer: string;
  readonly relaxed: boolean;
}

const SMALL_AGAINST_SCIPY = new Map([
  ["21x21", 1.8],
  ["51x51", 1.3],
  ["101x101", 3],
  ["31x31x31", 2],
]);

/** Seconds that loading and the first transform may take. */
export const COLD_START = 0.06;

/** What the memory of a fit or a prediction may be of the peer's. */
export const MEMORY_BAR = 1;

/** The bar of a work against a peer; undefined where none is set. */
export function barOf(work: Work, { peer, relaxed }: Contest): number | undefined {
  if (work.threads > 1) return peer === "ours" ? threadsBar(work) : undefined;
  switch (work.kind) {
    case "transform":
      return transformBar(work, peer, relaxed);
    case "fit":
    case "predict":
      return peer === "numpy" ? 1.5 : undefined;
    case "convolution": {
      // Bars are set for the plane layers of sixteen channels.
      if (peer !== "torch" || work.inputs !== 16) return undefined;
      if (work.precision === "float64") return 1;
      return relaxed ? 0.7 : 0.4;
    }
    case "bank":
      return peer === "torch" ? 1.5 : undefined;
    case "start":
      return peer === "limit" ? 1 : undefined;
    default:
      return undefined;
  }
}

function transformBar(
  { grid, precision }: TransformWork,
  peer: string,
  relaxed: boolean,
): number | undefined {
  const small = SMALL_AGAINST_SCIPY.get(grid.join("x"));
  if (peer === "fftw" && precision === "float64") return small === undefined ? 0.5 : 1;
  if (peer !== "scipy") return undefined;
  if (precision === "float32") return 1.2;
  return small ?? (relaxed ? 1.2 : 1);
}

function threadsBar(work: Work): number {
  return work.kind === "transform" && work.fields === 1 ? 1.4 : 1.7;
}
