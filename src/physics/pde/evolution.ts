/** An equation with its time stepper, ready to be marched: what solvers of either kind have in common. */
import type { Box } from "./box.js";
import type { Scheme } from "./scheme.js";

/** One sample's state is a flat array of `size` numbers. */
export interface Evolution {
  /** Who complains: "physics.burgers". */
  readonly where: string;
  readonly box: Box;
  readonly components: number;
  readonly scheme: Scheme;
  readonly size: number;
  /** Fills a state from the sample of u[s, c, …x] that begins at `from`. */
  readonly load: (u: Float64Array, from: number, state: Float64Array) => void;
  /** Fills the frame of u that begins at `to` from a state, which is left as it is. */
  readonly store: (state: Float64Array, u: Float64Array, to: number) => void;
  /** The root mean square over points and components. */
  readonly rms: (state: Float64Array) => number;
  /** The longest stable step of an explicit scheme at a state; Infinity for others. */
  readonly limit: (state: Float64Array, t: number) => number;
}

/** How an equation is stepped. */
export interface SteppingOptions {
  /**
   * Length of a step; a time between two frames is cut into equal steps of at most this length. Leave it out
   * for steps that adapt to `tolerance`.
   */
  readonly timeStep?: number | undefined;
  /**
   * The errors of the steps between two frames may add up to this fraction of the root mean square of u.
   * Default 1e-6 where there is no `timeStep`; 1e-4 to 1e-10 is sensible.
   */
  readonly tolerance?: number | undefined;
}
