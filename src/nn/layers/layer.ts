/**
 * What every kind of layer says about itself: its parameters, its output's shape, and how it computes. A
 * layer is plain data; a network is a layer made of layers.
 */
import type { Variable } from "../../autodiff/index.js";
import { formatShape, ShapeError } from "../../core/index.js";
import type { NdArray, Reals, Rng } from "../../core/index.js";
import type { Initialiser } from "../initialisers.js";

/** A parameter before it has values. */
export interface ParameterPlan {
  readonly shape: readonly number[];
  readonly initialiser: Initialiser;
  /** Whether it is a bias or an offset: counted apart. */
  readonly bias?: boolean;
}

/** Parameters, or whatever stands in their place, in the tree of the layers: `{ "0": { weight, bias }, … }`. */
export interface ParameterTree<T> {
  readonly [name: string]: T | ParameterTree<T>;
}

/** Parameters of a network. */
export type Parameters = ParameterTree<NdArray<Reals>>;

/** What a network keeps from batch to batch without differentiating it: running means and their like. */
export type State = ParameterTree<NdArray<Reals> | number>;

/** How a layer is computed. */
export interface LayerContext {
  /** Whether this is training: dropout acts, batch statistics are used and remembered. */
  readonly training: boolean;
  /** Where dropout draws from. */
  readonly rng: Rng | undefined;
  /** The layer's place in the network. */
  readonly path: string;
}

/** What a layer returns. */
export interface LayerResult {
  readonly y: Variable;
  /** The layer's state from now on. */
  readonly state: State;
}

/** The rules of one kind of layer. */
export interface LayerRule<L> {
  /** Its name in tables: `CONV3-64`. */
  readonly title: (layer: L) => string;
  /** Its parameters' shapes and first values. */
  readonly parameters?: (layer: L) => ParameterTree<ParameterPlan>;
  /** Its first state. */
  readonly state?: (layer: L) => State;
  /**
   * The shape of one sample's output from that of its input, both without the sample axis.
   * @throws ShapeError if the input does not fit, naming the layer by its path
   */
  readonly outputShape: (layer: L, shape: readonly number[], path: string) => readonly number[];
  /** The output of an input that fits. */
  readonly forward: (
    layer: L,
    parameters: ParameterTree<Variable>,
    state: State,
    x: Variable,
    context: LayerContext,
  ) => Variable | LayerResult;
}

/** Refuses an input that does not fit a layer. */
export function unfit(
  path: string,
  kind: string,
  expected: string,
  shape: readonly number[],
): ShapeError {
  const place = path === "" ? "the network" : `layer ${path}`;
  return new ShapeError(
    `nn: ${place} (${kind}) expects samples of shape ${expected}; got ${formatShape(shape)}. ` +
      `Change the layer before it, or this one.`,
  );
}
