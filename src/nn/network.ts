/** The networks of the course: perceptron, multilayer perceptron, VGG-16. */
import { checkInteger, ShapeError } from "../core/index.js";
import { activation, type ActivationName, relu } from "./layers/activation.js";
import { type Sequential, sequential } from "./layers/composition.js";
import { conv2d } from "./layers/convolution.js";
import { dense } from "./layers/dense.js";
import { dropout } from "./layers/dropout.js";
import { flatten } from "./layers/flatten.js";
import { maxPool } from "./layers/pooling.js";
import type { Layer } from "./layers/rules.js";

/** What a multilayer perceptron is made of. */
export interface MlpOptions {
  /** Between the dense layers. Default "relu". */
  readonly activation?: ActivationName;
  /** After the last of them. Default: none. */
  readonly output?: ActivationName;
}

/**
 * One perceptron, y = f(w·x + b). Rosenblatt, Psychological Review 65 (1958) 386.
 * @param inputs numbers that it sees
 * @param name f; default "sigmoid"
 */
export function perceptron(inputs: number, name: ActivationName = "sigmoid"): Sequential {
  return mlp([inputs, 1], { output: name });
}

/**
 * A multilayer perceptron, `mlp([3, 3, 2, 1])`: dense layers with an activation between them.
 * @param sizes lengths of the input, the hidden layers and the output
 * @throws ShapeError for fewer than two sizes, ValueError for a size that is no positive integer
 */
export function mlp(
  sizes: readonly number[],
  { activation: between = "relu", output }: MlpOptions = {},
): Sequential {
  checkSizes(sizes, "nn.mlp");
  const saturating = between === "sigmoid" || between === "tanh";
  const initialiser = saturating ? "glorotNormal" : "heNormal";
  const last = sizes.length - 2;
  const layers = sizes.slice(1).flatMap((outputs, i): Layer[] => {
    const name = i < last ? between : output;
    const layer = dense({ inputs: sizes[i], outputs, initialiser });
    return name === undefined ? [layer] : [layer, activation(name)];
  });
  return sequential(layers);
}

/**
 * Parameters of a multilayer perceptron, Σ_n (L_{n−1} + 1) L_n.
 * @throws as `mlp`
 */
export function parameterCount(sizes: readonly number[]): number {
  checkSizes(sizes, "nn.parameterCount");
  return sizes.slice(1).reduce((sum, outputs, i) => sum + (sizes[i] + 1) * outputs, 0);
}

/** What VGG-16 is made for. */
export interface Vgg16Options {
  /** Channels of the image. Default 3. */
  readonly inputs?: number;
  /** Cells of the image's sides, at least 32. Default [224, 224]. */
  readonly grid?: readonly [number, number];
  /** Default 1000. */
  readonly classes?: number;
}

/** Channels of the convolutions between two poolings. */
const VGG16_BLOCKS = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];

/** Units of its dense layers. */
const VGG16_UNITS = 4096;

/**
 * VGG-16: thirteen 3×3 convolutions in five blocks with max pooling between them, and three dense layers.
 * Its output is one number per class before the softmax.
 * Simonyan and Zisserman, "Very deep convolutional networks" (ICLR 2015), configuration D.
 * @throws ValueError for lengths that are no positive integers, and a side below 32
 */
export function vgg16({
  inputs = 3,
  grid = [224, 224],
  classes = 1000,
}: Vgg16Options = {}): Sequential {
  grid.forEach((side) => checkInteger(side, 32, Infinity, "nn.vgg16: grid"));
  const layers: Layer[] = [];
  let channels = inputs;
  for (const block of VGG16_BLOCKS) {
    for (const outputs of block) {
      layers.push(conv2d({ inputs: channels, outputs, window: 3, padding: "zero" }), relu());
      channels = outputs;
    }
    layers.push(maxPool({ window: 2 }));
  }
  const features = channels * grid.map((side) => side >> 5).reduce((a, b) => a * b);
  return sequential([
    ...layers,
    flatten(),
    ...[dense({ inputs: features, outputs: VGG16_UNITS }), relu(), dropout()],
    ...[dense({ inputs: VGG16_UNITS, outputs: VGG16_UNITS }), relu(), dropout()],
    dense({ inputs: VGG16_UNITS, outputs: classes }),
  ]);
}

function checkSizes(sizes: readonly number[], where: string): void {
  if (sizes.length < 2) {
    throw new ShapeError(
      `${where}: sizes should list the lengths of the input and of every layer; got ${sizes.length} of ` +
        `them. Give at least two: [inputs, outputs].`,
    );
  }
  sizes.forEach((size) => checkInteger(size, 1, Infinity, `${where}: sizes`));
}
