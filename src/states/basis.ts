/**
 * Bases of local states: functions m_h of what sits in a cell, h = 0 … H−1, that turn a
 * microstructure m[s, …x] into local states m[s, h, …x].
 *
 * | basis     | m_h                                                                     |
 * | phase     | 1 if m = h, else 0                                                      |
 * | primitive | max(0, 1 − |m − μ_h|/Δ), hats at μ_h = lo + hΔ, Δ = (hi − lo)/(H − 1)    |
 * | Legendre  | (h + ½) P_h(t), t = (2m − lo − hi)/(hi − lo)                             |
 * | Fourier   | exp(2πi j_h (m − lo)/(hi − lo)), j = 0, 1, −1, 2, −2, …                  |
 *
 * Landi, Niezgoda and Kalidindi, Acta Materialia 58 (2010) 2716; Kalidindi, Hierarchical Materials
 * Informatics (2015).
 */
import { checkInteger, formatShape, ValueError } from "../core/index.js";
import type { NeighbourBasis } from "./neighbours.js";

/** The lowest and highest value a local state may have. */
export type Domain = readonly [number, number];

/** Indicator of every phase; cells hold phase indices 0 … count − 1. */
export interface PhaseBasis {
  readonly kind: "phase";
  /** Number of phases. */
  readonly count: number;
  /** The states that are kept, in this order. */
  readonly states: readonly number[];
}

/** Hats on a uniform partition of the domain: exact linear interpolation between their centres. */
export interface PrimitiveBasis {
  readonly kind: "primitive";
  /** Number of hats. */
  readonly count: number;
  readonly states: readonly number[];
  readonly domain: Domain;
  /** Whether values outside the domain are moved to its nearest end. */
  readonly clip: boolean;
}

/** Legendre polynomials scaled by h + ½. */
export interface LegendreBasis {
  readonly kind: "legendre";
  /** Number of polynomials; the highest degree is one less. */
  readonly count: number;
  readonly states: readonly number[];
  readonly domain: Domain;
  /** Whether values outside the domain are evaluated as they are. */
  readonly extrapolate: boolean;
}

/** Complex exponentials, periodic over the domain. */
export interface FourierBasis {
  readonly kind: "fourier";
  /** Number of exponentials. */
  readonly count: number;
  readonly states: readonly number[];
  readonly domain: Domain;
}

/** The functions of one cell. */
export type CellBasis = PhaseBasis | PrimitiveBasis | LegendreBasis | FourierBasis;

/** Every basis of local states. */
export type Basis = CellBasis | NeighbourBasis;

/** Which states a basis keeps. */
export interface StatesOption {
  /** Indices of the states to keep. Default all. Degrees and norms follow the index. */
  readonly states?: readonly number[];
}

/**
 * The indicator basis of phase indices 0 … count − 1.
 * @throws ValueError for a count below 1 or unknown states
 */
export function phaseBasis(count: number, options: StatesOption = {}): PhaseBasis {
  checkInteger(count, 1, Infinity, "states.phaseBasis: count");
  return { kind: "phase", count, states: keptStates(options, count, "states.phaseBasis") };
}

/**
 * The hat basis: `count` hats on a domain, by default [0, 1].
 * @throws ValueError for fewer than two hats, a domain without length, or unknown states
 */
export function primitiveBasis(
  count: number,
  domain: Domain = [0, 1],
  options: StatesOption & {
    /** Move values outside the domain to its nearest end instead of refusing them. Default false. */
    readonly clip?: boolean;
  } = {},
): PrimitiveBasis {
  checkInteger(count, 2, Infinity, "states.primitiveBasis: count");
  return {
    kind: "primitive",
    count,
    states: keptStates(options, count, "states.primitiveBasis"),
    domain: checkedDomain(domain, "states.primitiveBasis"),
    clip: options.clip ?? false,
  };
}

/**
 * The Legendre basis of degrees 0 … count − 1 on a domain, by default [−1, 1].
 * @throws ValueError for a count below 1, a domain without length, or unknown states
 */
export function legendreBasis(
  count: number,
  domain: Domain = [-1, 1],
  options: StatesOption & {
    /** Evaluate values outside the domain instead of refusing them. Default false. */
    readonly extrapolate?: boolean;
  } = {},
): LegendreBasis {
  checkInteger(count, 1, Infinity, "states.legendreBasis: count");
  return {
    kind: "legendre",
    count,
    states: keptStates(options, count, "states.legendreBasis"),
    domain: checkedDomain(domain, "states.legendreBasis"),
    extrapolate: options.extrapolate ?? false,
  };
}

/**
 * The Fourier basis of `count` exponentials, wave numbers 0, 1, −1, 2, −2, …, periodic over a
 * domain, by default [0, 2π].
 * @throws ValueError for a count below 1, a domain without length, or unknown states
 */
export function fourierBasis(
  count: number,
  domain: Domain = [0, 2 * Math.PI],
  options: StatesOption = {},
): FourierBasis {
  checkInteger(count, 1, Infinity, "states.fourierBasis: count");
  return {
    kind: "fourier",
    count,
    states: keptStates(options, count, "states.fourierBasis"),
    domain: checkedDomain(domain, "states.fourierBasis"),
  };
}

/** The wave number of a Fourier state: 0, 1, −1, 2, −2, … */
export function waveNumber(state: number): number {
  return state % 2 === 1 ? (state + 1) / 2 : -state / 2;
}

function keptStates({ states }: StatesOption, count: number, where: string): number[] {
  if (!states) return Array.from({ length: count }, (_, h) => h);
  const known = states.every((h) => Number.isInteger(h) && h >= 0 && h < count);
  if (!known || states.length === 0 || new Set(states).size < states.length) {
    throw new ValueError(
      `${where}: states should list different indices between 0 and ${count - 1}; ` +
        `got ${formatShape(states)}.`,
    );
  }
  return [...states];
}

function checkedDomain([low, high]: Domain, where: string): Domain {
  if (!Number.isFinite(low) || !Number.isFinite(high) || low >= high) {
    throw new ValueError(
      `${where}: domain should be [low, high] with low < high; got [${low}, ${high}].`,
    );
  }
  return [low, high];
}
