/**
 * What may be learnt, before data are seen: plain data. All networks see a field through filters whose moments are
 * constrained, so that each is a difference for ∂^o, and step it on in time.
 */
import type { Variable } from "../autodiff/index.js";
import type { NdArray } from "../core/index.js";
import type { Term } from "./equation/equation.js";
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
  /** Cells of one length between both values. */
  readonly cells: number;
  /** Of the polynomial in every cell, from 1 on. */
  readonly degree: number;
  /** The least value of u. */
  readonly from: number;
  /** The largest. */
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

/** An equation whose terms are known, and whose coefficients and filters are refined through roll-outs. */
export interface EquationNetwork extends FilteredNetwork {
  readonly kind: "equation";
  /** The terms of every component; their coefficients are where it begins. */
  readonly terms: readonly (readonly Pick<Term, "factors" | "derivative" | "coefficient">[])[];
}

/** Looks at a field through a filter: ∂^o u_c as values[s, …x]. */
export type See = (component: number, order: readonly number[]) => Variable;

/** A right-hand side of one's own, in operations of autodiff. It holds a function and cannot be saved. */
export interface OwnRate extends FilteredNetwork {
  readonly kind: "own";
  /** What is learnt beside the filters, by name, where it begins. */
  readonly parameters: Readonly<Record<string, NdArray>>;
  /** ∂u_c/∂t as values[s, …x], one for every component. */
  readonly rate: (see: See, parameters: Readonly<Record<string, Variable>>) => readonly Variable[];
}

/** A network for an evolution equation. */
export type PdeNetwork = Symbolic | Linear | EquationNetwork | OwnRate;
