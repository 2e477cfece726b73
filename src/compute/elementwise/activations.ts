/**
 * Activations y = f(x) and their derivatives.
 *
 *   relu       max(x, 0)                         leakyRelu  x, or slope · x below zero
 *   elu        x, or slope · (e^x − 1) below 0   softplus   ln(1 + e^x)
 *   sigmoid    σ(x) = 1/(1 + e^−x)               tanh       (1 − e^−2x)/(1 + e^−2x)
 *   swish      x σ(x)                            gelu       x σ(2√(2/π) (x + 0.044715 x³))
 *
 * gelu is the tanh form of Hendrycks and Gimpel (arXiv:1606.08415), within 5·10⁻⁴ of x Φ(x). swish
 * (β = 1, also called SiLU) is of Elfwing, Uchibe and Doya, Neural Networks 107 (2018) 3, elu of
 * Clevert, Unterthiner and Hochreiter (arXiv:1511.07289). Derivatives at a kink are those from the left.
 */
import type { Reals } from "../../core/index.js";
import {
  exponential,
  exponentialMinusOne,
  hyperbolicTangent,
  LEAST_EXPONENT,
  logarithmOfOnePlus,
} from "./exponential.js";

/** Name of an activation. */
export type Activation =
  "relu" | "leakyRelu" | "elu" | "softplus" | "sigmoid" | "tanh" | "swish" | "gelu";

/** Activations and their gradients, entry by entry. */
export interface Activations {
  /**
   * Fills y with f(x); y may be x itself.
   * @param slope leakyRelu's and elu's factor below zero, ≥ 0; the others have none
   */
  activate<A extends Reals>(name: Activation, x: A, slope: number, y: A): void;
  /**
   * Fills dx, which may be g or `kept` itself, with g f′, where g is the gradient to y.
   * @param kept y or x, as `keptFor` says
   */
  activateBackward<A extends Reals>(name: Activation, kept: A, g: A, slope: number, dx: A): void;
}

/** Large arguments are cut to this size where σ is 0 or 1 in every bit: ∞ · 0 would be NaN. */
const FAR = -LEAST_EXPONENT;

/** 2√(2/π), and 0.044715 times it. */
const GELU_LINEAR = 1.5957691216057308;
const GELU_CUBIC = 0.07135481627260025;

/**
 * What the derivative is taken from. From y where that spares an exponential or lets y take the
 * place of x; its error is then of the size of ε, not of ε f′. From x where y does not determine it.
 */
export function keptFor(name: Activation): "x" | "y" {
  return name === "softplus" || name === "swish" || name === "gelu" ? "x" : "y";
}

/** The definition. Float32 numbers are computed with as Float64 and rounded once, at the end. */
export const activations: Activations = {
  activate(name, x, slope, y) {
    for (let i = 0; i < y.length; i++) y[i] = valueOf(name, x[i], slope);
  },
  activateBackward(name, kept, g, slope, dx) {
    for (let i = 0; i < dx.length; i++) dx[i] = g[i] * derivativeOf(name, kept[i], slope);
  },
};

/** f(x). */
function valueOf(name: Activation, x: number, slope: number): number {
  switch (name) {
    case "relu":
      return x < 0 ? 0 : x;
    case "leakyRelu":
      return x < 0 ? slope * x : x;
    case "elu":
      return x < 0 ? slope * exponentialMinusOne(x) : x;
    case "softplus":
      return (x < 0 ? 0 : x) + logarithmOfOnePlus(exponential(-Math.abs(x)));
    case "sigmoid":
      return sigmoid(x);
    case "tanh":
      return hyperbolicTangent(x);
    case "swish": {
      const t = x < -FAR ? -FAR : x;
      return t * sigmoid(t);
    }
    case "gelu": {
      const t = x < -FAR ? -FAR : x;
      return t * sigmoid(t * (GELU_LINEAR + GELU_CUBIC * (t * t)));
    }
  }
}

/** f′ of what is kept. */
function derivativeOf(name: Activation, kept: number, slope: number): number {
  switch (name) {
    case "relu":
      return kept > 0 ? 1 : 0;
    case "leakyRelu":
      return kept > 0 ? 1 : slope;
    case "elu":
      return kept > 0 ? 1 : kept + slope;
    case "softplus":
      return sigmoid(kept);
    case "sigmoid":
      return kept * (1 - kept);
    case "tanh":
      return 1 - kept * kept;
    case "swish": {
      const t = near(kept);
      return gatedDerivative(t, t, 1);
    }
    case "gelu": {
      const t = near(kept);
      const square = t * t;
      const z = t * (GELU_LINEAR + GELU_CUBIC * square);
      return gatedDerivative(t, z, GELU_LINEAR + 3 * GELU_CUBIC * square);
    }
  }
}

function sigmoid(x: number): number {
  const e = exponential(-Math.abs(x));
  return (x < 0 ? e : 1) / (1 + e);
}

/** (t σ(z))′ = σ(z) + t σ(z) σ(−z) z′. */
function gatedDerivative(t: number, z: number, zSlope: number): number {
  const e = exponential(-Math.abs(z));
  const d = 1 / (1 + e);
  return (z < 0 ? e : 1) * d + t * (e * d * d) * zSlope;
}

function near(x: number): number {
  return x < -FAR ? -FAR : x > FAR ? FAR : x;
}
