/** The kinds of layers, and the table of their rules; layers made of layers ask it again. */
import { add } from "../../autodiff/index.js";
import type { Variable } from "../../autodiff/index.js";
import { sameShape, ValueError } from "../../core/index.js";
import { type Activation, activationRule } from "./activation.js";
import { type BatchNorm, batchNormRule } from "./batchNorm.js";
import type { Residual, Sequential } from "./composition.js";
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

/** A layer: plain data, told apart by its kind. */
export type Layer =
  | Activation
  | BatchNorm
  | Convolution
  | Dense
  | Dropout
  | Flatten
  | GroupNorm
  | LayerNorm
  | Maxout
  | Pooling
  | Prelu
  | Residual
  | Sequential;

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

const residualRule: LayerRule<Residual> = {
  title: () => "RESIDUAL",
  parameters: ({ body }) => ({ body: sequentialRule.parameters?.(body) ?? {} }),
  state: ({ body }) => {
    const state = sequentialRule.state?.(body) ?? {};
    return Object.keys(state).length === 0 ? {} : { body: state };
  },
  outputShape({ body }, shape, path) {
    const output = sequentialRule.outputShape(body, shape, pathOf(path, "body"));
    if (sameShape(output, shape)) return shape;
    throw unfit(path, "residual", `its body's output [${output.join(", ")}]`, shape);
  },
  forward({ body }, parameters, state, x, context) {
    const inner = { ...context, path: pathOf(context.path, "body") };
    const result = computeLayer(body, branch(parameters, "body"), branch(state, "body"), x, inner);
    return { y: add(x, result.y), state: "body" in state ? { body: result.state } : {} };
  },
};

const rules: { readonly [K in Layer["kind"]]: LayerRule<Extract<Layer, { kind: K }>> } = {
  activation: activationRule,
  batchNorm: batchNormRule,
  convolution: convolutionRule,
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
