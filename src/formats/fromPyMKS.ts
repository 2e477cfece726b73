/**
 * PyMKS keeps samples first and states or components last, its spectra whole and its kernels
 * centred. Here is the one place that brings such arrays into our order,
 *
 *   (s, …x, h) → [s, h, …x]      (…k, h) → [1, h, …k]      (…r, h) → [1, h, …r].
 *
 * Brough, Wheeler and Kalidindi, Integrating Materials and Manufacturing Innovation 6 (2017) 36.
 */
import {
  checkComplex,
  checkOneOf,
  formatShape,
  isComplexArray,
  ndarrayOf,
  ShapeError,
  sizeOf,
  stridesOf,
  toFloat64,
  ValueError,
} from "../core/index.js";
import type { ArrayInput, ComplexArray, NdArray } from "../core/index.js";

const KINDS = [
  "states",
  "coefficients",
  "kernels",
  "strain",
  "stress",
  "angles",
  "displacement",
] as const;

/**
 * What a PyMKS array holds:
 * - "states": local states or several statistics (s, …x, h)
 * - "coefficients": influence coefficients (…k, h), the full spectrum
 * - "kernels": influence coefficients in space (…r, h), r = 0 at ⌊n/2⌋
 * - "strain", "stress": components (s, …x, c); in 3-D xx, yy, zz, xy, xz, yz
 * - "angles": Euler angles (s, …x, 3)
 * - "displacement": of the vertices (s, …x+1, d)
 */
export type PyMKSKind = (typeof KINDS)[number];

/** Options of `fromPyMKS`. */
export interface FromPyMKSOptions<K extends PyMKSKind = PyMKSKind> {
  /** What the array holds. */
  readonly kind: K;
}

/** xx, yy, zz, xy, xz, yz taken in the order xx, yy, zz, yz, xz, xy. */
const VOIGT = [0, 1, 2, 5, 4, 3];
/** PyMKS computes in Float64; what is not real beyond its rounding belongs to a complex basis. */
const REAL = 1e-6;

/**
 * A PyMKS array in our axis order: `[sample, state or component, …space]`, coefficients as the half
 * spectrum `[1, h, …k]` and kernels with r = 0 at index 0, `[1, h, …r]`. Values and units stay as they are.
 * @throws ShapeError if the axes do not fit the kind
 * @throws ValueError for an unknown kind, or complex numbers where the kind has real ones
 */
export function fromPyMKS(
  array: ArrayInput | ComplexArray,
  options: FromPyMKSOptions<"coefficients">,
): ComplexArray;
export function fromPyMKS(array: ComplexArray, options: FromPyMKSOptions<"states">): ComplexArray;
export function fromPyMKS(
  array: ArrayInput | ComplexArray,
  options: FromPyMKSOptions<Exclude<PyMKSKind, "coefficients">>,
): NdArray;
export function fromPyMKS(
  array: ArrayInput | ComplexArray,
  { kind }: FromPyMKSOptions,
): NdArray | ComplexArray {
  checkOneOf(kind, KINDS, "formats.fromPyMKS: kind");
  const { re, im, shape } = planesOf(array);
  const axes = axesOf(shape, kind);
  const arranged = axes.map(({ picks }) => picks.length);
  const take = (plane: Float64Array): Float64Array => gather(plane, axes);
  if (kind === "coefficients") {
    const imaginary = im ?? new Float64Array(re.length);
    checkSymmetry(re, imaginary, shape);
    return { re: take(re), im: take(imaginary), shape: arranged };
  }
  if (im && kind === "states") return { re: take(re), im: take(im), shape: arranged };
  if (im) checkReal(re, im, kind);
  return ndarrayOf(take(re), arranged);
}

interface Planes {
  readonly re: Float64Array;
  readonly im?: Float64Array;
  readonly shape: readonly number[];
}

function planesOf(array: ArrayInput | ComplexArray): Planes {
  const where = "formats.fromPyMKS: array";
  if (isComplexArray(array)) {
    checkComplex(array, where);
    return array;
  }
  const { data, shape } = toFloat64(array, where);
  return { re: data, shape };
}

/** An axis of the result: how far apart its entries are in the source, and which are taken, in order. */
interface Axis {
  readonly stride: number;
  readonly picks: readonly number[];
}

function axesOf(shape: readonly number[], kind: PyMKSKind): Axis[] {
  const sampled = kind !== "coefficients" && kind !== "kernels";
  const space = shape.slice(sampled ? 1 : 0, -1);
  const components = shape.at(-1) ?? 0;
  const layout = sampled ? "(sample, …space, component)" : "(…space, state)";
  const expected = componentsOf(kind, space.length);
  if (space.length < 1 || (expected !== undefined && components !== expected)) {
    const last = expected === undefined ? "" : ` with ${expected} on the last`;
    throw new ShapeError(
      `formats.fromPyMKS: ${kind} should have the axes ${layout}${last}; ` +
        `got ${formatShape(shape)}. Check the kind, and add an axis of length 1 for a single sample.`,
    );
  }
  const strides = stridesOf(shape);
  const whole = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
  const order = components === VOIGT.length && expected !== undefined ? VOIGT : whole(components);
  const samples = sampled ? whole(shape[0]) : [0];
  const cells = space.map((n, axis) => {
    const half = kind === "coefficients" && axis === space.length - 1;
    const indices = whole(half ? (n >> 1) + 1 : n);
    return kind === "kernels" ? indices.map((r) => (r + (n >> 1)) % n) : indices;
  });
  return [
    { stride: strides[0], picks: samples },
    { stride: 1, picks: order },
    ...cells.map((picks, axis) => ({ stride: strides[axis + (sampled ? 1 : 0)], picks })),
  ];
}

function componentsOf(kind: PyMKSKind, dimensions: number): number | undefined {
  if (kind === "strain" || kind === "stress") return (dimensions * (dimensions + 1)) / 2;
  if (kind === "displacement") return dimensions;
  return kind === "angles" ? 3 : undefined;
}

function gather(source: Float64Array, axes: readonly Axis[]): Float64Array {
  const out = new Float64Array(sizeOf(axes.map(({ picks }) => picks.length)));
  let to = 0;
  const fill = (from: number, [{ stride, picks }, ...inner]: readonly Axis[]): void => {
    if (inner.length === 0) for (const i of picks) out[to++] = source[from + stride * i];
    else for (const i of picks) fill(from + stride * i, inner);
  };
  fill(0, axes);
  return out;
}

/** Half a spectrum says everything only if X(−k) = conj X(k). */
function checkSymmetry(re: Float64Array, im: Float64Array, shape: readonly number[]): void {
  const [...space] = shape.slice(0, -1);
  const states = shape[shape.length - 1];
  const mirrored = space.map((n) => Array.from({ length: n }, (_, k) => (n - k) % n));
  const strides = stridesOf(shape);
  const axes = [
    ...mirrored.map((picks, axis) => ({ stride: strides[axis], picks })),
    { stride: 1, picks: Array.from({ length: states }, (_, h) => h) },
  ];
  const [mirroredRe, mirroredIm] = [gather(re, axes), gather(im, axes)];
  const defect = re.map((x, i) => Math.hypot(x - mirroredRe[i], im[i] + mirroredIm[i]));
  if (largest(defect) <= REAL * Math.max(largest(re), largest(im))) return;
  throw new ValueError(
    "formats.fromPyMKS: coefficients should be the full spectrum of real kernels, X(−k) = conj X(k); " +
      "they are not. Half spectra, shifted spectra and those of complex bases are not brought over: " +
      "pass np.fft.fftn of the kernels.",
  );
}

function checkReal(re: Float64Array, im: Float64Array, kind: PyMKSKind): void {
  if (kind === "kernels" && largest(im) <= REAL * largest(re)) return;
  throw new ValueError(
    `formats.fromPyMKS: ${kind} should be real; the array is complex, with an imaginary part up to ` +
      `${largest(im)}. Pass its real part if that is meant.`,
  );
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
