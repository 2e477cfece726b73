/**
 * What may be learnt, before data are seen: plain data. All networks see a field through filters whose moments are
 * constrained, so that each is a difference for ∂^o, and step it on in time.
 */
import type { Stepper } from "./steppers.js";

/** What lies beyond the grid: the grid again, zeros, or its mirror image about the outermost points. */
export type Border = "periodic" | "zero" | "reflect";

/** What all networks share. */
export interface FilteredNetwork {
  /** R: derivatives up to this order are seen. */
  readonly maxOrder: number;
  /** Lengths of the filters: one for all axes, or one each. */
  readonly size: number | readonly number[];
  /** p of all filters, or "frozen", or "free"; see `stencil.constraint`. */
  readonly accuracy: number | "frozen" | "free";
  readonly border: Border;
  readonly stepper: Stepper;
  /** Steps from one frame to the next. */
  readonly substeps: number;
}

/**
 * PDE-Net 2.0: u_t = F(u, ∂u, …), one polynomial network F for every component.
 * Long, Lu and Dong, J. Comput. Phys. 399 (2019) 108925.
 */
export interface Symbolic extends FilteredNetwork {
  readonly kind: "symbolic";
  /** K: products in each F. */
  readonly products: number;
  /**
   * Whether first derivatives lean to the side the information comes from, chosen in every point by the sign of
   * ∂F/∂(∂u); or all derivatives are seen through the same filters.
   */
  readonly scheme: "upwind" | "central";
}

/** How a coefficient depends on place. */
export type CoefficientBasis =
  | { readonly kind: "constant" }
  /** Piecewise polynomials of a degree on a mesh of cells along every axis, continuous. */
  | {
      readonly kind: "lagrange";
      readonly cells: number | readonly number[];
      readonly degree: number;
      readonly periodic: boolean;
    }
  /** Products of 1, cos kx, sin kx, … up to a frequency along every axis of a periodic domain. */
  | { readonly kind: "trigonometric"; readonly frequency: number | readonly number[] };

/** A scalar function of u: piecewise polynomial of a degree on cells between two values, constant beyond them. */
export interface SourceBasis {
  readonly cells: number;
  readonly degree: number;
  readonly from: number;
  readonly to: number;
}

/**
 * PDE-Net 1.0: u_t = Σ_o c_o(x) ∂^o u, or with a source Σ_{|o| ≥ 1} c_o(x) ∂^o u + f(u), of one component.
 * Long, Lu, Ma and Dong, ICML 2018.
 */
export interface Linear extends FilteredNetwork {
  readonly kind: "linear";
  readonly coefficients: CoefficientBasis;
  readonly source: SourceBasis | null;
  /**
   * p of the averaging filter D₀ that carries u over a step, as published (1); its moments count in the equation.
   * Null: u itself is carried.
   */
  readonly carrier: number | null;
}

/** A network for an evolution equation. */
export type PdeNetwork = Symbolic | Linear;
