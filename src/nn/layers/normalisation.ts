/**
 * Normalisation within a sample: y = γ (x − mean)/√(variance + ε) + β over its last axes (layer norm), or
 * over all cells of a few of its channels (group norm). Training and use are the same.
 * Ba, Kiros and Hinton (arXiv:1607.06450); Wu and He (ECCV 2018).
 */
import { add, multiply, normalize, reshape } from "../../autodiff/index.js";
import type { Variable } from "../../autodiff/index.js";
import { checkInteger, checkNumber, sameShape, ValueError } from "../../core/index.js";
import { type LayerRule, type ParameterPlan, unfit } from "./layer.js";

/** A layer-normalisation layer. */
export interface LayerNorm {
  readonly kind: "layerNorm";
  readonly shape: readonly number[];
  readonly epsilon: number;
}

/**
 * Layer normalisation over the last axes of a sample, with a γ and a β for every entry.
 * @param shape lengths of those axes
 * @param epsilon ε ≥ 1e-30. Default 1e-5
 * @throws ValueError for lengths that are no positive integers, and ε out of range
 */
export function layerNorm(shape: readonly number[], epsilon = 1e-5): LayerNorm {
  shape.forEach((length) => checkInteger(length, 1, Infinity, "nn.layerNorm: shape"));
  checkNumber(epsilon, 1e-30, Infinity, "nn.layerNorm: epsilon");
  return { kind: "layerNorm", shape: [...shape], epsilon };
}

/** A group-normalisation layer. */
export interface GroupNorm {
  readonly kind: "groupNorm";
  readonly groups: number;
  readonly channels: number;
  readonly epsilon: number;
}

/**
 * Group normalisation of x[s, channel, …]; γ and β are the channels'.
 * @param epsilon ε ≥ 1e-30. Default 1e-5
 * @throws ValueError unless the groups divide the channels, and for ε out of range
 */
export function groupNorm(groups: number, channels: number, epsilon = 1e-5): GroupNorm {
  checkInteger(groups, 1, Infinity, "nn.groupNorm: groups");
  checkInteger(channels, 1, Infinity, "nn.groupNorm: channels");
  checkNumber(epsilon, 1e-30, Infinity, "nn.groupNorm: epsilon");
  if (channels % groups !== 0) {
    throw new ValueError(
      `nn.groupNorm: groups should divide the channels; got ${groups} groups of ${channels} channels.`,
    );
  }
  return { kind: "groupNorm", groups, channels, epsilon };
}

export const layerNormRule: LayerRule<LayerNorm> = {
  title: () => "LAYERNORM",
  parameters: ({ shape }) => scaleAndOffset(shape),
  outputShape(layer, shape, path) {
    const last = shape.slice(Math.max(shape.length - layer.shape.length, 0));
    if (sameShape(last, layer.shape)) return shape;
    throw unfit(path, "layerNorm", `[…, ${layer.shape.join(", ")}]`, shape);
  },
  forward({ shape, epsilon }, { weight, bias }, _state, x) {
    const axes = shape.map((_, axis) => x.shape.length - shape.length + axis);
    return scaleAndAdd(normalize(x, { axes, epsilon }), weight as Variable, bias as Variable);
  },
};

export const groupNormRule: LayerRule<GroupNorm> = {
  title: ({ groups }) => `GROUPNORM${groups}`,
  parameters: ({ channels }) => scaleAndOffset([channels]),
  outputShape({ channels }, shape, path) {
    if (shape[0] === channels) return shape;
    throw unfit(path, "groupNorm", `[${channels}, …]`, shape);
  },
  forward({ groups, epsilon }, { weight, bias }, _state, x) {
    const [samples, channels, ...space] = x.shape;
    const grouped = reshape(x, [samples, groups, x.size / samples / groups]);
    const y = reshape(normalize(grouped, { axes: [2], epsilon }), x.shape);
    const along = [channels, ...space.map(() => 1)];
    return scaleAndAdd(y, reshape(weight as Variable, along), reshape(bias as Variable, along));
  },
};

/** γ and β of a shape. */
export function scaleAndOffset(shape: readonly number[]): Record<"weight" | "bias", ParameterPlan> {
  return {
    weight: { shape, initialiser: { kind: "constant", value: 1 } },
    bias: { shape, initialiser: "zeros", bias: true },
  };
}

/** γ y + β. */
export function scaleAndAdd(y: Variable, scale: Variable, offset: Variable): Variable {
  return add(multiply(y, scale), offset);
}
