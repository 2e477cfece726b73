/** The dense layer y = W x + b, W[output, input]: a perceptron for every output. */
import { add, matmul } from "../../autodiff/index.js";
import type { Variable } from "../../autodiff/index.js";
import { checkInteger } from "../../core/index.js";
import type { Initialiser } from "../initialisers.js";
import { type LayerRule, unfit } from "./layer.js";
import { weightOf, weightPlan } from "./weightNorm.js";

/** A dense layer. */
export interface Dense {
  readonly kind: "dense";
  readonly inputs: number;
  readonly outputs: number;
  readonly bias: boolean;
  readonly weightNorm: boolean;
  readonly initialiser: Initialiser;
}

/** What a dense layer is made of. */
export interface DenseOptions {
  readonly inputs: number;
  readonly outputs: number;
  /** Whether there is a b. Default true. */
  readonly bias?: boolean;
  /** Whether W is a length times a direction, `g v/‖v‖`, for every output. Default false. */
  readonly weightNorm?: boolean;
  /** First values of W. Default "heNormal"; "glorotNormal" for sigmoid and tanh. */
  readonly initialiser?: Initialiser;
}

/**
 * A dense layer, x[s, input] → y[s, output].
 * @throws ValueError for lengths that are no positive integers
 */
export function dense({
  inputs,
  outputs,
  bias = true,
  weightNorm = false,
  initialiser = "heNormal",
}: DenseOptions): Dense {
  checkInteger(inputs, 1, Infinity, "nn.dense: inputs");
  checkInteger(outputs, 1, Infinity, "nn.dense: outputs");
  return { kind: "dense", inputs, outputs, bias, weightNorm, initialiser };
}

export const denseRule: LayerRule<Dense> = {
  title: ({ outputs }) => `FC-${outputs}`,
  parameters: ({ inputs, outputs, bias, weightNorm, initialiser }) => ({
    ...weightPlan([outputs, inputs], initialiser, weightNorm),
    ...(bias && { bias: { shape: [outputs], initialiser: "zeros", bias: true } }),
  }),
  outputShape({ inputs, outputs }, shape, path) {
    if (shape.length === 1 && shape[0] === inputs) return [outputs];
    throw unfit(path, "dense", `[${inputs}]`, shape);
  },
  forward(_layer, parameters, _state, x) {
    const y = matmul(x, weightOf(parameters), { transposeB: true });
    return "bias" in parameters ? add(y, parameters.bias as Variable) : y;
  },
};
