/** The kinds of layers, and the table of their rules; layers made of layers ask it again. */
import { add, concat } from "../../autodiff/index.js";
import type { Variable } from "../../autodiff/index.js";
import { sameShape, ValueError } from "../../core/index.js";
import { type Activation, activationRule } from "./activation.js";
import { type BatchNorm, batchNormRule } from "./batchNorm.js";
import type { Concatenation, Residual, Sequential } from "./composition.js";
import { type ConvTransposed, convTransposedRule } from "./convTransposed.js";
import { type Convolution, convolutionRule } from "./convolution.js";
import { type Dense, denseRule } from "./dense.js";
import { type Dropout, dropoutRule } from "./dropout.js";
import { type Flatten, flattenRule } from "./flatten.js";
import {
  type LayerContext,
  type LayerResult,
  type LayerRule,
  type ParameterTree,
  type State,
  unfit,
} from "./layer.js";
import { type Maxout, maxoutRule } from "./maxout.js";
import { type GroupNorm, groupNormRule, type LayerNorm, layerNormRule } from "./normalisation.js";
import { type Pooling, poolingRule } from "./pooling.js";
import { type Prelu, preluRule } from "./prelu.js";
import { type SpectralConvolution, spectralConvolutionRule } from "./spectralConvolution.js";

/** A layer: plain data, told apart by its kind. */
export type Layer =
  | Activation
  | BatchNorm
  | Concatenation
  | Convolution
  | ConvTransposed
  | Dense
  | Dropout
  | Flatten
  | GroupNorm
  | LayerNorm
  | Maxout
  | Pooling
  | Prelu
  | Residual
  | Sequential
  | SpectralConvolution;

const sequentialRule: LayerRule<Sequential> = {
  title: () => "SEQUENTIAL",
  parameters: ({ layers }) => treeOf(layers, (layer) => ruleOf(layer).parameters?.(layer)),
  state: ({ layers }) => treeOf(layers, (layer) => ruleOf(layer).state?.(layer)),
  outputShape: ({ layers }, shape, path) =>
    layers.reduce<readonly number[]>(
      (input, layer, i) => ruleOf(layer).outputShape(layer, input, pathOf(path, `${i}`)),
      shape,
    ),
  forward({ layers }, parameters, state, x, context) {
    let y = x;
    const next: Record<string, State> = {};
    layers.forEach((layer, i) => {
      const name = `${i}`;
      const result = computeLayer(layer, branch(parameters, name), branch(state, name), y, {
        ...context,
        path: pathOf(context.path, name),
      });
      y = result.y;
      if (name in state) next[name] = result.state;
    });
    return { y, state: next };
  },
};

/** The trees and the output of a body that stands in a layer of another kind. */
const bodyRule = {
  parameters: ({ body }: { readonly body: Sequential }) => ({
    body: sequentialRule.parameters?.(body) ?? {},
  }),
  state({ body }: { readonly body: Sequential }): State {
    const state = sequentialRule.state?.(body) ?? {};
    return Object.keys(state).length === 0 ? {} : { body: state };
  },
  forward(
    body: Sequential,
    parameters: ParameterTree<Variable>,
    state: State,
    x: Variable,
    context: LayerContext,
  ): LayerResult {
    const inner = { ...context, path: pathOf(context.path, "body") };
    const result = computeLayer(body, branch(parameters, "body"), branch(state, "body"), x, inner);
    return { y: result.y, state: "body" in state ? { body: result.state } : {} };
  },
};

const residualRule: LayerRule<Residual> = {
  ...bodyRule,
  title: () => "RESIDUAL",
  outputShape({ body }, shape, path) {
    const output = sequentialRule.outputShape(body, shape, pathOf(path, "body"));
    if (sameShape(output, shape)) return shape;
    throw unfit(path, "residual", `its body's output [${output.join(", ")}]`, shape);
  },
  forward({ body }, parameters, state, x, context) {
    const result = bodyRule.forward(body, parameters, state, x, context);
    return { y: add(x, result.y), state: result.state };
  },
};

const concatenationRule: LayerRule<Concatenation> = {
  ...bodyRule,
  title: () => "CONCATENATION",
  outputShape({ body }, shape, path) {
    const output = sequentialRule.outputShape(body, shape, pathOf(path, "body"));
    const grid = output.slice(1);
    if (sameShape(grid, shape.slice(1))) return [shape[0] + output[0], ...grid];
    throw unfit(path, "concatenation", `the grid [${grid.join(", ")}] of its body's output`, shape);
  },
  forward({ body }, parameters, state, x, context) {
    const result = bodyRule.forward(body, parameters, state, x, context);
    return { y: concat([x, result.y], 1), state: result.state };
  },
};

const rules: { readonly [K in Layer["kind"]]: LayerRule<Extract<Layer, { kind: K }>> } = {
  activation: activationRule,
  batchNorm: batchNormRule,
  concatenation: concatenationRule,
  convolution: convolutionRule,
  convTransposed: convTransposedRule,
  dense: denseRule,
  dropout: dropoutRule,
  flatten: flattenRule,
  groupNorm: groupNormRule,
  layerNorm: layerNormRule,
  maxout: maxoutRule,
  pooling: poolingRule,
  prelu: preluRule,
  residual: residualRule,
  sequential: sequentialRule,
  spectralConvolution: spectralConvolutionRule,
};

/**
 * The rules of a layer's kind.
 * @throws ValueError for what is no layer
 */
export function ruleOf<L extends Layer>(layer: L): LayerRule<L> {
  const kind = (layer as Partial<Layer> | null | undefined)?.kind;
  if (kind === undefined || !Object.hasOwn(rules, kind)) {
    throw new ValueError(
      `nn: a network should be a layer, of kind ${Object.keys(rules).join(", ")}; got ` +
        `${kind === undefined ? "a value without a kind" : `kind "${kind}"`}. Make it by nn.sequential, nn.dense, ….`,
    );
  }
  return rules[kind] as unknown as LayerRule<L>;
}

/** What a layer makes of an input that fits. */
export function computeLayer(
  layer: Layer,
  parameters: ParameterTree<Variable>,
  state: State,
  x: Variable,
  context: LayerContext,
): LayerResult {
  const result = ruleOf(layer).forward(layer, parameters, state, x, context);
  return "y" in result ? result : { y: result, state };
}

function pathOf(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** The layers' trees under their numbers; layers without any are left out. */
function treeOf<T>(
  layers: readonly Layer[],
  of: (layer: Layer) => ParameterTree<T> | undefined,
): ParameterTree<T> {
  return Object.fromEntries(
    layers
      .map((layer, i) => [`${i}`, of(layer) ?? {}] as const)
      .filter(([, tree]) => Object.keys(tree).length > 0),
  );
}

/** A layer's part of a tree. */
function branch<T>(tree: ParameterTree<T>, name: string): ParameterTree<T> {
  return tree[name] ?? {};
}
