/**
 * Activation layers: the non-linear part of a network, entry by entry.
 *
 *   sigmoid 1/(1 + e^−x)     tanh     ReLU max(x, 0)     leaky ReLU x, or a x below 0, a = 0.1
 *   ELU x, or a (e^x − 1) below 0     GELU x Φ(x), by tanh     swish x σ(x)     softplus ln(1 + e^x)
 *
 * and softmax over the channels, e^xᵢ / Σⱼ e^xⱼ.
 */
import * as autodiff from "../../autodiff/index.js";
import type { Variable } from "../../autodiff/index.js";
import { checkNumber, checkOneOf } from "../../core/index.js";
import type { LayerRule } from "./layer.js";

/** Name of an activation. */
export type ActivationName =
  "sigmoid" | "tanh" | "relu" | "leakyRelu" | "elu" | "gelu" | "swish" | "softplus" | "softmax";

/** An activation layer. */
export interface Activation {
  readonly kind: "activation";
  readonly name: ActivationName;
  /** The factor below zero, where there is one. */
  readonly slope: number;
}

const functions: Readonly<Record<ActivationName, (x: Variable, slope: number) => Variable>> = {
  sigmoid: autodiff.sigmoid,
  tanh: autodiff.tanh,
  relu: autodiff.relu,
  leakyRelu: autodiff.leakyRelu,
  elu: autodiff.elu,
  gelu: autodiff.gelu,
  swish: autodiff.swish,
  softplus: autodiff.softplus,
  softmax: (x: Variable): Variable => autodiff.softmax(x, 1),
};

/** σ(x) = 1/(1 + e^−x). */
export function sigmoid(): Activation {
  return activation("sigmoid");
}

/** tanh x. */
export function tanh(): Activation {
  return activation("tanh");
}

/** max(x, 0). */
export function relu(): Activation {
  return activation("relu");
}

/**
 * x, or slope · x below zero.
 * @param slope default 0.1
 * @throws ValueError for a negative slope
 */
export function leakyRelu(slope = 0.1): Activation {
  checkNumber(slope, 0, Infinity, "nn.leakyRelu: slope");
  return activation("leakyRelu", slope);
}

/**
 * x, or slope · (e^x − 1) below zero.
 * @param slope default 1
 * @throws ValueError for a negative slope
 */
export function elu(slope = 1): Activation {
  checkNumber(slope, 0, Infinity, "nn.elu: slope");
  return activation("elu", slope);
}

/** x Φ(x), in its form with tanh. */
export function gelu(): Activation {
  return activation("gelu");
}

/** x σ(x), also called SiLU. */
export function swish(): Activation {
  return activation("swish");
}

/** ln(1 + e^x). */
export function softplus(): Activation {
  return activation("softplus");
}

/** e^xᵢ / Σⱼ e^xⱼ over the channels. A loss of cross-entropy wants what comes before it. */
export function softmax(): Activation {
  return activation("softmax");
}

/** An activation by its name, with its default slope. */
export function activation(
  name: ActivationName,
  slope = name === "leakyRelu" ? 0.1 : 1,
): Activation {
  checkOneOf(name, Object.keys(functions) as ActivationName[], "nn.activation: name");
  return { kind: "activation", name, slope };
}

export const activationRule: LayerRule<Activation> = {
  title: ({ name }) => name.toUpperCase(),
  outputShape: (_layer, shape) => shape,
  forward: ({ name, slope }, _parameters, _state, x) => functions[name](x, slope),
};
