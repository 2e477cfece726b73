/** What every network gives to the steps that are trained and rolled out: its rate, in operations of autodiff. */
import type { Variable } from "../autodiff/index.js";

/** Where the fields of a batch are. */
export interface Places {
  readonly samples: number;
  readonly grid: readonly number[];
  /** The place of point 0 of every sample along the axes, in units of length; null where all are at zero. */
  readonly origins: readonly (readonly number[])[] | null;
}

/** A network's right-hand side for parameters that are settled, shared by all steps of a batch. */
export interface Prepared {
  /** u_t for u[s, c, …x], of the same shape. */
  readonly rate: (u: Variable) => Variable;
  /** What a step adds the rate to: u itself, or D₀ ⋆ u. */
  readonly carry: (u: Variable) => Variable;
  /** A whole step of Euler, where that is less work than its parts: carry(u) + Δt rate(u). */
  readonly step?: ((u: Variable, dt: number) => Variable) | undefined;
}

/** A network at work. */
export interface Dynamics {
  /**
   * Filters from moments, coefficients at their places: done once for every evaluation.
   * @param steps how many there will be, for what is prepared for all of them; gradients are then taken once. Default:
   *   it is not known.
   */
  readonly prepare: (
    parameters: Readonly<Record<string, Variable>>,
    places: Places,
    steps?: number,
  ) => Prepared;
  /**
   * Numbers of fields that are best rolled out together for so many steps of one Δt: what each holds should fit a cache
   * of the processor. Null: it holds all that its filters see.
   */
  readonly numbers?: (grid: readonly number[], steps: number) => number | null;
  /** The parameter that sparsity is asked of, and where H(w) turns from a square to a magnitude; null for none. */
  readonly sparse: { readonly parameter: string; readonly small: number } | null;
}
