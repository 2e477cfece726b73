/**
 * Parameters and state as named tensors, by PyTorch's names and in its layouts, so that a file of either
 * side loads in the other: `0.weight`, `0.bias`, `1.running_mean`, … as `state_dict` has them.
 */
import { leavesOf, type Tree, withLeaves } from "../autodiff/index.js";
import {
  checkFinite,
  createArray,
  formatShape,
  ndarrayOf,
  sameShape,
  toDense,
  ValueError,
} from "../core/index.js";
import type { ArrayInput, NdArray, Reals } from "../core/index.js";
import { type Model, precisionOfModel } from "./model.js";

/** Named tensors, as `io.saveTensors` and `io.saveArrays` write them. */
export type Weights = Readonly<Record<string, ArrayInput>>;

/** PyTorch's words for ours. */
const WORDS: Readonly<Record<string, string>> = {
  weightG: "weight_g",
  weightV: "weight_v",
  runningMean: "running_mean",
  runningVariance: "running_var",
  batches: "num_batches_tracked",
};

/**
 * The parameters and the state of a model under PyTorch's names; counts are 64-bit integers there.
 *
 *   await io.saveTensors("model.safetensors", nn.weightsOf(model));
 */
export function weightsOf(model: Model): Weights {
  const leaves = [...leavesOf(model.parameters), ...leavesOf(model.state)];
  return Object.fromEntries(
    leaves.map(({ path, leaf }) => [
      nameOf(path),
      typeof leaf === "number"
        ? { data: BigInt64Array.of(BigInt(leaf)), shape: [] }
        : (leaf as NdArray<Reals>),
    ]),
  );
}

/**
 * The model with other weights, in the model's precision.
 *
 *   const { tensors } = await io.openTensors("model.safetensors");
 *   const trained = nn.withWeights(nn.createModel(network), tensors);
 *
 * @throws ValueError naming the first tensor that is missing, has another shape or is not the model's, and
 *   for entries that are not finite
 */
export function withWeights(model: Model, weights: Weights): Model {
  const precision = precisionOfModel(model);
  const left = new Set(Object.keys(weights));
  const taken = (tree: Tree): unknown => {
    const leaves = leavesOf(tree).map(({ path, leaf }) => {
      const name = nameOf(path);
      const shape = typeof leaf === "number" ? [] : (leaf as NdArray<Reals>).shape;
      left.delete(name);
      const found = tensorOf(weights, name, shape);
      if (typeof leaf === "number") return found.data[0];
      const data = createArray(found.data.length, tree === model.state ? "float64" : precision);
      data.set(found.data);
      return ndarrayOf(data, shape);
    });
    return withLeaves(tree, leaves.values());
  };
  const loaded = {
    network: model.network,
    parameters: taken(model.parameters) as Model["parameters"],
    state: taken(model.state) as Model["state"],
  };
  const [unknown] = left;
  if (unknown === undefined) return loaded;
  throw new ValueError(
    `nn.withWeights: weights should be of this network; "${unknown}" is none of its tensors. Build the ` +
      `network that the file was saved from.`,
  );
}

function tensorOf(weights: Weights, name: string, shape: readonly number[]) {
  const input = Object.hasOwn(weights, name) ? weights[name] : undefined;
  if (input === undefined) {
    throw new ValueError(
      `nn.withWeights: weights should hold "${name}" of shape ${formatShape(shape)}; it is missing. Build the ` +
        `network that the file was saved from.`,
    );
  }
  const where = `nn.withWeights: "${name}"`;
  const found = toDense(input, where);
  if (!sameShape(found.shape, shape)) {
    throw new ValueError(
      `${where} should have shape ${formatShape(shape)}; got ${formatShape(found.shape)}. Build the network ` +
        `that the file was saved from.`,
    );
  }
  checkFinite(found, where);
  return found;
}

/** The name of a leaf in PyTorch. */
function nameOf(path: string): string {
  const words = path.split(".");
  const last = words.pop() ?? "";
  return [...words, WORDS[last] ?? last].join(".");
}
