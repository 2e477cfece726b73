/** A network with what it has learnt. */
import type { NdArray } from "../core/index.js";
import type { PdeNetwork } from "./network.js";

/** The units in which a network thinks, so that its parameters and their penalties are pure numbers. */
export interface Scales {
  /** rms of every channel ∂^o u_c over the data, component-major. */
  readonly channels: readonly number[];
  /** rms of ∂u_c/∂t over the data. */
  readonly rates: readonly number[];
}

/** A network for an evolution equation that can predict: plain data. */
export interface PdeModel<N extends PdeNetwork = PdeNetwork> {
  readonly kind: "pdeNetwork";
  readonly version: 1;
  readonly network: N;
  /** Names of the components. */
  readonly names: readonly string[];
  /** Names of the axes. */
  readonly axes: readonly string[];
  /** h of every axis. */
  readonly spacing: readonly number[];
  /** Lengths of the domain along the axes, over which coefficients that depend on place are spread. */
  readonly lengths: readonly number[];
  readonly scales: Scales;
  /**
   * Whether it foretells more of every component than the mean of frames would that have nothing to do with each
   * other; true before training. Of other components it has no equation.
   */
  readonly explained: readonly boolean[];
  /** Time from frame to frame of the movies it learnt from, the mean where they differ. */
  readonly interval: number;
  /**
   * What is learnt. `moments`: the free moments of all filters, in the order of `derivativesUpTo`, one after another.
   * Symbolic: `symnet`[c, …], dimensionless. Linear: `carrier`, the free moments of D₀; `fields`[o, node] in
   * physical units; `source`[node] in physical units. Equation: `coefficients`, those of all components' terms one
   * after another, in units in which all are of order one. Own: by their names.
   */
  readonly parameters: Readonly<Record<string, NdArray>>;
}
