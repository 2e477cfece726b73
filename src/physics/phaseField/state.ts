/** Where a run stands, as plain data, and what a run may begin with. */
import {
  checkComplex,
  checkFinite,
  checkInteger,
  formatShape,
  sameShape,
  ShapeError,
  toFloat64,
} from "../../core/index.js";
import type { ArrayInput, ComplexArray, Dense } from "../../core/index.js";
import { halfShape } from "../../fft/index.js";

/** Where a run stands: a rollout from here goes on to the same bits as one that was not interrupted. */
export interface PhaseFieldState {
  /** Steps taken since the first field. */
  readonly steps: number;
  /** φ̂[s, …k], half spectra. */
  readonly spectrum: ComplexArray;
}

/** Fields φ[s, …x] to begin with, or the state of others. */
export type Start =
  | { readonly kind: "fields"; readonly samples: number; readonly phi: Float64Array }
  | { readonly kind: "state"; readonly samples: number; readonly state: PhaseFieldState };

/**
 * What a run begins with, checked.
 * @throws ShapeError for fields or a state on another grid
 * @throws ValueError for entries that are not finite, and a count of steps that is none
 */
export function toStart(
  input: ArrayInput | PhaseFieldState,
  shape: readonly number[],
  where: string,
): Start {
  if (!isState(input)) {
    const { data, shape: whole } = toFields(input, shape, where);
    return { kind: "fields", samples: whole[0], phi: data };
  }
  const { spectrum, steps } = input;
  checkComplex(spectrum, `${where}.spectrum`);
  checkInteger(steps, 0, Infinity, `${where}.steps`);
  const [samples, ...frequencies] = spectrum.shape;
  if (!(samples >= 1) || !sameShape(frequencies, halfShape(shape))) {
    throw new ShapeError(
      `${where}.spectrum should have shape [sample, ${halfShape(shape).join(", ")}], the half spectrum of grid ` +
        `${formatShape(shape)}; got ${formatShape(spectrum.shape)}. Go on with the plan that made the state.`,
    );
  }
  checkFinite({ data: spectrum.re, shape: spectrum.shape }, `${where}.spectrum.re`);
  checkFinite({ data: spectrum.im, shape: spectrum.shape }, `${where}.spectrum.im`);
  return { kind: "state", samples, state: input };
}

function isState(input: ArrayInput | PhaseFieldState): input is PhaseFieldState {
  return typeof input === "object" && input !== null && "spectrum" in input;
}

function toFields(phi: ArrayInput, shape: readonly number[], where: string): Dense<Float64Array> {
  const fields = toFloat64(phi, where);
  const [samples, ...space] = fields.shape;
  if (!(samples >= 1) || !sameShape(space, shape)) {
    throw new ShapeError(
      `${where} should have the axes [sample, …x] on grid ${formatShape(shape)}; got ` +
        `${formatShape(fields.shape)}. Give a single sample a leading axis of length 1.`,
    );
  }
  checkFinite(fields, where);
  return fields;
}
