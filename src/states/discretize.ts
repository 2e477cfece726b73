/** From a microstructure to its local states: m[s, …x] → m[s, h, …x]. */
import {
  checkFinite,
  formatShape,
  ndarrayOf,
  ShapeError,
  sizeOf,
  toDense,
  unravel,
  ValueError,
} from "../core/index.js";
import type { ArrayInput, ComplexArray, Dense, NdArray } from "../core/index.js";
import type { Basis } from "./basis.js";
import { isComplexBasis, stateCount } from "./redundancy.js";
import { createSampler } from "./sampler.js";

/**
 * The local states of a microstructure in a real basis.
 * @param m microstructure m[s, …x]: phase indices or values of the basis's domain
 * @param basis the functions of a cell
 * @returns m[s, h, …x]
 * @throws ValueError for values that are not finite, no phase index, or outside the domain (the
 *   first index is named), or a complex basis
 * @throws ShapeError without a sample axis and at least one space axis
 */
export function discretize(m: ArrayInput, basis: Basis): NdArray {
  if (isComplexBasis(basis)) {
    throw new ValueError(
      "states.discretize: the Fourier basis has complex states. Call states.discretizeComplex.",
    );
  }
  const { re, shape } = localStates(m, basis, "states.discretize");
  return ndarrayOf(re, shape);
}

/**
 * The local states of a microstructure in any basis, as complex numbers.
 * @param m microstructure m[s, …x]
 * @returns m[s, h, …x]
 * @throws ValueError, ShapeError as `discretize`
 */
export function discretizeComplex(m: ArrayInput, basis: Basis): ComplexArray {
  return localStates(m, basis, "states.discretizeComplex");
}

function localStates(m: ArrayInput, basis: Basis, where: string): ComplexArray {
  const microstructure = toMicrostructure(m, basis, where);
  const [samples, ...grid] = microstructure.shape;
  const states = stateCount(basis);
  const size = sizeOf(grid);
  const re = new Float64Array(samples * states * size);
  const im = new Float64Array(isComplexBasis(basis) ? re.length : 0);
  const all = Array.from({ length: states }, (_, h) => h);
  const sample = createSampler(basis, grid, all);
  for (let s = 0; s < samples; s++) {
    sample(microstructure.data, s * size, re, im, s * states * size);
  }
  const complete = im.length === re.length ? im : new Float64Array(re.length);
  return { re, im: complete, shape: [samples, states, ...grid] };
}

/**
 * The microstructure as contiguous data, checked against what the basis is defined for.
 * @throws ShapeError, ValueError as `discretize`
 */
export function toMicrostructure(m: ArrayInput, basis: Basis, where: string): Dense {
  const microstructure = toDense(m, `${where}: microstructure`);
  const { shape } = microstructure;
  const axes = basis.kind === "neighbours" ? basis.axes : shape.length - 1;
  if (shape.length < 2 || shape.length !== axes + 1 || shape.slice(1).includes(0)) {
    throw new ShapeError(
      `${where}: microstructure should have a sample axis and ${axes < 1 ? "one to three" : axes} ` +
        `space axes, [sample, …x]; got ${formatShape(shape)}. Give a single sample a leading axis of 1.`,
    );
  }
  checkFinite(microstructure, `${where}: microstructure`);
  checkValues(microstructure, basis.kind === "neighbours" ? basis.cell : basis, where);
  return microstructure;
}

/** Whether all values lie in [low, high], and are whole if asked for. */
function allWithin(data: Dense["data"], low: number, high: number, whole: boolean): boolean {
  let [smallest, largest] = [data[0], data[0]];
  for (let i = 1; i < data.length; i++) {
    const value = data[i];
    if (value > largest) largest = value;
    if (value < smallest) smallest = value;
  }
  if (smallest < low || largest > high) return false;
  return !whole || isWhole(data);
}

/** Whether finite values are integers; those of integer arrays are. */
function isWhole(data: Dense["data"]): boolean {
  if (!(data instanceof Float64Array || data instanceof Float32Array)) return true;
  for (let i = 0; i < data.length; i++) if (Math.floor(data[i]) !== data[i]) return false;
  return true;
}

function checkValues(
  { data, shape }: Dense,
  basis: Exclude<Basis, { kind: "neighbours" }>,
  where: string,
): void {
  const [low, high] = basis.kind === "phase" ? [0, basis.count - 1] : basis.domain;
  const open =
    basis.kind === "fourier" ||
    (basis.kind === "primitive" && basis.clip) ||
    (basis.kind === "legendre" && basis.extrapolate);
  if (open || allWithin(data, low, high, basis.kind === "phase")) return;
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (value >= low && value <= high && (basis.kind !== "phase" || Number.isInteger(value)))
      continue;
    const index = formatShape(unravel(i, shape));
    throw new ValueError(
      basis.kind === "phase"
        ? `${where}: microstructure should hold phase indices 0 … ${high}; got ${value} at index ` +
            `${index}. Renumber the phases or use states.primitiveBasis for values in between.`
        : `${where}: microstructure should stay within the domain [${low}, ${high}] of the ` +
            `${basis.kind} basis; got ${value} at index ${index}. Widen the domain or pass ` +
            `${basis.kind === "primitive" ? "clip" : "extrapolate"}: true.`,
    );
  }
}
