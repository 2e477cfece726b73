/**
 * Weights to start from, so that signals keep their size from layer to layer. With n_in = in Π k inputs
 * and n_out = out Π k outputs of a weight w[out, in, …k], a gain γ, and normal or uniform w of variance σ²
 * (uniform in ±√3 σ):
 *
 *   Glorot       σ² = 2 γ²/(n_in + n_out)        Glorot and Bengio, AISTATS 2010, eq. 16
 *   He           σ² = γ²/n_in                    He et al., ICCV 2015, eq. 10
 *   uniformFan   σ² = γ²/(3 n_in), so w in ±γ/√n_in   LeCun et al., "Efficient BackProp" (1998), PyTorch's default
 *   orthogonal   W Wᵀ = γ² or WᵀW = γ², W[out, n_in]  Saxe et al., ICLR 2014
 */
import {
  checkInteger,
  checkNumber,
  checkOneOf,
  createArray,
  ndarrayOf,
  PRECISIONS,
  ShapeError,
  sizeOf,
  formatShape,
} from "../core/index.js";
import type { NdArray, Precision, Precisions, Rng } from "../core/index.js";
import { orthonormalVectors } from "./orthonormal.js";

const DRAWN = [
  "glorotUniform",
  "glorotNormal",
  "heUniform",
  "heNormal",
  "uniformFan",
  "orthogonal",
] as const;

type Drawn = (typeof DRAWN)[number];

/**
 * How weights are filled: a word, or an object for another gain or a constant. The gain γ is √2 for
 * He by default, right for ReLU; √(2/(1 + a²)) is right for a leaky ReLU of slope a. It is 1 for the others.
 */
export type Initialiser =
  | Drawn
  | "zeros"
  | { readonly kind: Drawn; readonly gain: number }
  | { readonly kind: "constant"; readonly value: number };

/** Options of `drawWeights`. */
export interface DrawWeightsOptions<P extends Precision = "float64"> {
  /** Default "float64". */
  readonly precision?: P;
  /** n_in. Default: that of the shape. A bias takes that of its weight, as with "uniformFan" in PyTorch. */
  readonly fanIn?: number;
}

/**
 * Fresh weights w[out, in, …k]; for grouped convolutions `in` is the inputs of one group. Biases, which
 * have one axis, take "zeros", a constant, or "uniformFan" with `fanIn`.
 * @throws ValueError for an unknown initialiser, or numbers out of range
 * @throws ShapeError for shapes without an output and an input axis where they are needed
 */
export function drawWeights<P extends Precision = "float64">(
  initialiser: Initialiser,
  shape: readonly number[],
  rng: Rng,
  { precision, fanIn }: DrawWeightsOptions<P> = {},
): NdArray<Precisions[P]> {
  const { kind, amount } = read(initialiser);
  if (precision !== undefined) checkOneOf(precision, PRECISIONS, "nn.drawWeights: precision");
  shape.forEach((n, axis) => checkInteger(n, 1, Infinity, `nn.drawWeights: shape[${axis}]`));
  if (fanIn !== undefined) checkInteger(fanIn, 1, Infinity, "nn.drawWeights: fanIn");
  const data = createArray(sizeOf(shape), precision);
  const weights = ndarrayOf(data, shape);
  if (kind === "zeros" || kind === "constant") {
    data.fill(amount);
    return weights;
  }
  if (shape.length < 2 && !(kind === "uniformFan" && fanIn !== undefined)) {
    throw new ShapeError(
      `nn.drawWeights: "${kind}" draws weights with the axes [out, in, …k]; got shape ` +
        `${formatShape(shape)}. Fill biases by "zeros", a constant, or "uniformFan" with fanIn.`,
    );
  }
  if (kind === "orthogonal") {
    fillOrthogonal(data, shape[0], amount, rng);
    return weights;
  }
  const σ = amount * deviation(kind, fanIn ?? sizeOf(shape.slice(1)), data.length / shape[1]);
  const normal = kind === "glorotNormal" || kind === "heNormal";
  const draw = normal
    ? (): number => σ * rng.normal()
    : (): number => Math.sqrt(3) * σ * (2 * rng.uniform() - 1);
  for (let i = 0; i < data.length; i++) data[i] = draw();
  return weights;
}

/** The initialiser's name with its gain or its constant. */
function read(initialiser: Initialiser): {
  readonly kind: Drawn | "zeros" | "constant";
  readonly amount: number;
} {
  if (typeof initialiser === "string") {
    checkOneOf(initialiser, [...DRAWN, "zeros"], "nn.drawWeights: initialiser");
    if (initialiser === "zeros") return { kind: initialiser, amount: 0 };
    const he = initialiser === "heUniform" || initialiser === "heNormal";
    return { kind: initialiser, amount: he ? Math.SQRT2 : 1 };
  }
  checkOneOf(initialiser.kind, [...DRAWN, "constant"], "nn.drawWeights: initialiser.kind");
  if (initialiser.kind === "constant") {
    const { kind, value } = initialiser;
    checkNumber(value, -Infinity, Infinity, "nn.drawWeights: initialiser.value");
    return { kind, amount: value };
  }
  const { kind, gain } = initialiser;
  checkNumber(gain, 0, Infinity, "nn.drawWeights: initialiser.gain");
  return { kind, amount: gain };
}

/** σ/γ. */
function deviation(kind: Exclude<Drawn, "orthogonal">, inputs: number, outputs: number): number {
  if (kind === "uniformFan") return 1 / Math.sqrt(3 * inputs);
  const he = kind === "heUniform" || kind === "heNormal";
  return he ? 1 / Math.sqrt(inputs) : Math.sqrt(2 / (inputs + outputs));
}

/** Fills W[out, n_in] with γ times orthonormal rows, or columns if there are fewer of them. */
function fillOrthogonal(
  data: Float64Array | Float32Array,
  rows: number,
  gain: number,
  rng: Rng,
): void {
  const columns = data.length / rows;
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  const vectors = orthonormalVectors(count, length, rng);
  for (let j = 0; j < count; j++) {
    for (let x = 0; x < length; x++) {
      data[rows <= columns ? j * columns + x : x * columns + j] = gain * vectors[j * length + x];
    }
  }
}
