/**
 * What every time scheme is made of: a stage A φ̂ + B F(φ³), with factors A and B per frequency that are computed once,
 * and the transforms around it.
 */
import type { Backend, GridTransform } from "../../compute/index.js";

/** Half spectra [s, …k] of several fields, as two planes. */
export interface Spectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** The names of the two planes. */
export const PARTS = ["re", "im"] as const;

/** Phase fields that are taken on together, and what is at hand for it. */
export interface Group {
  readonly count: number;
  /** φ[s, …x] */
  readonly phi: Float64Array;
  /** φ̂[s, …k] of these φ. */
  readonly spectrum: Spectrum;
  /** The factors of the scheme, [s, …k]: the same for every field. */
  readonly factors: readonly Float64Array[];
  /** The spectra that the scheme works with. */
  readonly work: readonly Spectrum[];
  readonly transform: GridTransform;
  readonly compute: Backend;
}

/** A time scheme for one equation, grid and time step. */
export interface Scheme {
  /** Factors per entry of the half spectrum. */
  readonly factors: readonly Float64Array[];
  /** Spectra it works with, beside those of the fields. */
  readonly spectra: number;
  /** Makes the fields Δt older, in place. */
  readonly step: (group: Group) => void;
}

/** Fills `cubes` with F(φ³). φ is used up. */
export function transformCubes({ phi, count, transform }: Group, cubes: Spectrum): void {
  for (let x = 0; x < phi.length; x++) phi[x] *= phi[x] * phi[x];
  transform.forwardReal(phi, count, cubes.re, cubes.im);
}

/** Fills φ with the fields of a spectrum, by way of a copy of it. */
export function transformBack(
  { phi, count, transform }: Group,
  spectrum: Spectrum,
  copy: Spectrum,
): void {
  copy.re.set(spectrum.re);
  copy.im.set(spectrum.im);
  transform.inverseReal(copy.re, copy.im, count, phi);
}

/** Fills `out` with A φ̂ + B ĉ by way of `product`, which may be ĉ; `out` may be any of them. */
export function fillStage(
  { spectrum, compute }: Group,
  keep: Float64Array,
  add: Float64Array,
  cubes: Spectrum,
  product: Spectrum,
  out: Spectrum,
): void {
  for (const part of PARTS) {
    compute.multiply(add, cubes[part], product[part]);
    compute.multiplyAdd(keep, spectrum[part], product[part], out[part]);
  }
}
