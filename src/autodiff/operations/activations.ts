/**
 * Activations, entry by entry: the kernels of the backend with their first derivatives, and the second
 * derivatives as formulas of what the first are taken from,
 *
 *   sigmoid  y(1 − y), then 1 − 2y      tanh  1 − y², then −2y
 *   softplus σ(x), then σ(1 − σ)        elu   y + slope below zero, then 1
 *   gated    x σ(z): σ + x σ′ z′, then 2σ′ z′ + x(σ″ z′² + σ′ z″),  σ′ = σ(1 − σ),  σ″ = σ′(1 − 2σ),
 *
 * with z = x for swish and z = 2√(2/π)(x + 0.044715 x³) for gelu. Derivatives at a kink are those from
 * the left.
 */
import { backend, keptFor } from "../../compute/index.js";
import type { Activation } from "../../compute/index.js";
import { checkNumber, precisionOf } from "../../core/index.js";
import { defineOperation, type Operation } from "../operation.js";
import { newValues } from "../tape.js";
import type { Operand, Variable } from "../variable.js";
import { add, multiply, subtract } from "./arithmetic.js";
import { maskWhere } from "./choices.js";
import { square } from "./elementwise.js";

/** max(x, 0). */
export function relu(x: Operand): Variable {
  return activationOperation([x], { name: "relu", slope: 0 });
}

/**
 * x, or slope · x below zero.
 * @param slope ≥ 0. Default 0.1.
 * @throws ValueError for a slope out of range
 */
export function leakyRelu(x: Operand, slope = 0.1): Variable {
  checkNumber(slope, 0, Infinity, "autodiff.leakyRelu: slope");
  return activationOperation([x], { name: "leakyRelu", slope });
}

/**
 * x, or slope · (e^x − 1) below zero. Clevert, Unterthiner and Hochreiter (arXiv:1511.07289).
 * @param slope ≥ 0. Default 1, where the derivative has no jump.
 * @throws ValueError for a slope out of range
 */
export function elu(x: Operand, slope = 1): Variable {
  checkNumber(slope, 0, Infinity, "autodiff.elu: slope");
  return activationOperation([x], { name: "elu", slope });
}

/** ln(1 + e^x). */
export function softplus(x: Operand): Variable {
  return activationOperation([x], { name: "softplus", slope: 0 });
}

/** σ(x) = 1/(1 + e^−x). */
export function sigmoid(x: Operand): Variable {
  return activationOperation([x], { name: "sigmoid", slope: 0 });
}

/** The hyperbolic tangent. */
export function tanh(x: Operand): Variable {
  return activationOperation([x], { name: "tanh", slope: 0 });
}

/** x σ(x), also called SiLU. Elfwing, Uchibe and Doya, Neural Networks 107 (2018) 3. */
export function swish(x: Operand): Variable {
  return activationOperation([x], { name: "swish", slope: 0 });
}

/** x σ(2√(2/π)(x + 0.044715 x³)), the tanh form of Hendrycks and Gimpel (arXiv:1606.08415). */
export function gelu(x: Operand): Variable {
  return activationOperation([x], { name: "gelu", slope: 0 });
}

interface Named {
  readonly name: Activation;
  readonly slope: number;
}

const activationOperation = defineOperation<Named>(
  ([x], { name, slope }) => {
    const from = x.data;
    const data = newValues(from.length, precisionOf(from));
    backend().activate(name, from, slope, data);
    return { data, shape: x.shape };
  },
  (g, { inputs: [x], y, options }) =>
    gradientOperation([keptFor(options.name) === "y" ? y : x, g], options),
  "activation",
);

/** g f′, from what f′ is taken from and g. */
const gradientOperation: Operation<Named> = defineOperation(
  ([kept, g], { name, slope }) => {
    const [from, along] = [kept.data, g.data];
    const data = newValues(from.length, precisionOf(from));
    backend().activateBackward(name, from, along, slope, data);
    return { data, shape: kept.shape };
  },
  [
    (h, { inputs: [kept, g], options }) => multiply(multiply(h, g), slopeOf(options.name, kept)),
    (h, { inputs: [kept], options }) => gradientOperation([kept, h], options),
  ],
  "activationGradient",
);

/** The derivative of f′ to what it is taken from. */
function slopeOf(name: Activation, kept: Variable): Variable | number {
  switch (name) {
    case "relu":
    case "leakyRelu":
      return 0;
    case "elu":
      return maskWhere(kept, (y) => y <= 0);
    case "sigmoid":
      return subtract(1, multiply(2, kept));
    case "tanh":
      return multiply(-2, kept);
    case "softplus":
      return slopeOfSigmoid(sigmoid(kept));
    case "swish":
      return gatedCurvature(kept, kept, 1, 0);
    case "gelu": {
      const cube = multiply(square(kept), GELU_CUBIC);
      const z = multiply(kept, multiply(GELU_LINEAR, add(1, cube)));
      const zSlope = multiply(GELU_LINEAR, add(1, multiply(3, cube)));
      return gatedCurvature(kept, z, zSlope, multiply(6 * GELU_LINEAR * GELU_CUBIC, kept));
    }
  }
}

/** 2√(2/π), and gelu's cubic coefficient. */
const GELU_LINEAR = 2 * Math.sqrt(2 / Math.PI);
const GELU_CUBIC = 0.044715;

/** (x σ(z))″. */
function gatedCurvature(x: Variable, z: Variable, zSlope: Operand, zCurvature: Operand): Variable {
  const s = sigmoid(z);
  const first = slopeOfSigmoid(s);
  const bracket = add(
    multiply(multiply(x, subtract(1, multiply(2, s))), multiply(zSlope, zSlope)),
    add(multiply(2, zSlope), multiply(x, zCurvature)),
  );
  return multiply(first, bracket);
}

function slopeOfSigmoid(s: Variable): Variable {
  return multiply(s, subtract(1, s));
}
