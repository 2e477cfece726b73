/**
 * What every scheme is made of: a stage A φ̂ − B F(φ³), with factors A, B per frequency that are computed once, and
 * the transforms around it.
 */
import type { GridTransform } from "../../compute/index.js";

/** Half spectra [s, …k] of several fields, as two planes. */
export interface Spectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Phase fields φ[s, …x] and their half spectra, which belong together. */
export interface Fields {
  readonly count: number;
  readonly phi: Float64Array;
  readonly spectrum: Spectrum;
}

/** The factors of a stage, [k]. */
export interface Factors {
  readonly keep: Float64Array;
  readonly take: Float64Array;
}

/** A time scheme for one equation, grid and time step. */
export interface Scheme {
  /** Spectra it works with, beside those of the fields. */
  readonly spectra: number;
  /** Makes the fields Δt older, in place. `work` may hold anything, before and after. */
  readonly step: (fields: Fields, transform: GridTransform, work: readonly Spectrum[]) => void;
}

/** Fills `cubes` with F(φ³). φ is used up. */
export function transformCubes(
  phi: Float64Array,
  count: number,
  transform: GridTransform,
  cubes: Spectrum,
): void {
  for (let x = 0; x < phi.length; x++) phi[x] *= phi[x] * phi[x];
  transform.forwardReal(phi, count, cubes.re, cubes.im);
}

/** Fills `phi` with the fields of a spectrum, by way of a copy, `work`. */
export function transformBack(
  spectrum: Spectrum,
  count: number,
  transform: GridTransform,
  work: Spectrum,
  phi: Float64Array,
): void {
  work.re.set(spectrum.re);
  work.im.set(spectrum.im);
  transform.inverseReal(work.re, work.im, count, phi);
}

/** Fills `out` with A φ̂ − B F(φ³); it may be one of the other spectra. */
export function fillStage(
  { keep, take }: Factors,
  spectrum: Spectrum,
  cubes: Spectrum,
  out: Spectrum,
): void {
  fillPart(keep, take, spectrum.re, cubes.re, out.re);
  fillPart(keep, take, spectrum.im, cubes.im, out.im);
}

function fillPart(
  keep: Float64Array,
  take: Float64Array,
  part: Float64Array,
  cubes: Float64Array,
  out: Float64Array,
): void {
  const size = keep.length;
  for (let start = 0; start < out.length; start += size) {
    for (let k = 0; k < size; k++) {
      const at = start + k;
      out[at] = keep[k] * part[at] - take[k] * cubes[at];
    }
  }
}
