/**
 * Localization networks are plain data: what they compute from local states, and the layers whose weights
 * they learn. All are periodic, and return fields whose mean is the macroscopic value exactly.
 */
import type { Sequential } from "../nn/index.js";
import type { Basis } from "../states/index.js";

/** One or several linear convolutions of local states: the MKS localization, in space. */
export interface LinearLocalization {
  readonly kind: "linear";
  /** The local states, which are the input channels. */
  readonly basis: Basis;
  /** Components of the response; null for one without a component axis. */
  readonly components: number | null;
  /** Convolutions one after another; one for the localization itself. */
  readonly layers: Sequential;
  /** The grid that its one filter covers whole, as influence coefficients do; null for windows, which fit on larger ones. */
  readonly grid: readonly number[] | null;
  /** The gauge that its influence coefficients are given in. */
  readonly gauge: "minimumNorm" | "dropLast";
}

/** What non-linear networks of elastic cells share. */
interface StrainNetwork {
  /** Phases. */
  readonly states: number;
  /** Axes of the grid. */
  readonly axes: 2 | 3;
  /** Strain components: 3 in the plane, 6 in space, in Voigt order with engineering shear. */
  readonly components: number;
  /** The network commutes with periodic shifts by multiples of this many cells, on grids that are multiples of it. */
  readonly shift: number;
  /** What is learnt; the last layer gives the strain components. */
  readonly layers: Sequential;
}

/** Convolutions with activations, from m_h E_c to strains. */
export interface FeedForward extends StrainNetwork {
  readonly kind: "feedForward";
}

/**
 * The same convolutions in every one of several passes, on products of states and the current strain. With a
 * Green operator the layers are two: a polarisation, which is learnt from states times strain, and the body, which
 * also sees the strain that the polarisation causes, and whose output moves the strain through the operator again.
 */
export interface Recurrent extends StrainNetwork {
  readonly kind: "recurrent";
  readonly passes: number;
  /** Channels that a pass leaves to the next beside the strain; zero at first. */
  readonly memory: number;
  /** The medium of the Green operator; null for none. */
  readonly green: { readonly poissonRatio: number } | null;
}

/** Layers that multiply spectra by learnt matrices, on one grid. */
export interface Fourier extends StrainNetwork {
  readonly kind: "fourier";
  readonly grid: readonly number[];
}

/** A network for strains beyond first order. */
export type NonlinearNetwork = FeedForward | Recurrent | Fourier;

/** A localization network. */
export type LocalizationNetwork = LinearLocalization | NonlinearNetwork;
