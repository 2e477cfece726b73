/** An equation that is to be found again: its movies, and what is told to those who look for it. */
import type { NdArray, pdenet } from "kernelfield";

/** Coefficients by products, written with names and axes: { "u*u_x": -6, "u_xxx": -1 }. */
export type Coefficients = Readonly<Record<string, number>>;

/** Movies u[s, t, c, …x] without noise. */
export interface Movies {
  readonly training: NdArray;
  readonly test: NdArray;
}

/** An equation with its movies. */
export interface Problem {
  readonly name: string;
  readonly equation: string;
  /** Of every component. */
  readonly truth: readonly Coefficients[];
  readonly spacing: number | readonly number[];
  /** Time from frame to frame. */
  readonly dt: number;
  /** Of data seed 0 to choose settings by, of others to report. */
  readonly movies: (seed: number) => Promise<Movies>;
  /** Candidates of the strong and of the weak form, and the windows of the latter. */
  readonly library: pdenet.PdeFindOptions["terms"];
  readonly weakLibrary: pdenet.PdeFindOptions["terms"];
  readonly weak: pdenet.PdeFindOptions["weak"];
  readonly network: pdenet.Symbolic;
  /** Windows and iterations: what training may cost. */
  readonly fit: Pick<pdenet.FitOptions, "windows" | "maxIterations">;
}
