/** TensorFlow.js on WebAssembly with vectors, one thread, and the periodic padding it lacks. */
import { createRequire } from "node:module";

/** An array of it. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: () => Promise<Float32Array>;
  readonly dataSync: () => Float32Array;
  readonly dispose: () => void;
}

/** What is used of it: types of the package are not there unless it is installed. */
export interface TensorFlow {
  readonly version_core: string;
  readonly setBackend: (name: string) => Promise<boolean>;
  readonly tensor: (
    values: Float32Array | Float64Array,
    shape: readonly number[],
    type: string,
  ) => Tensor;
  readonly variable: (start: Tensor) => Tensor;
  readonly transpose: (x: Tensor, order: readonly number[]) => Tensor;
  readonly slice: (x: Tensor, begin: readonly number[], size: readonly number[]) => Tensor;
  readonly concat: (parts: readonly Tensor[], axis: number) => Tensor;
  readonly conv1d: Convolve;
  readonly conv2d: Convolve;
  readonly conv3d: Convolve;
  readonly matMul: (a: Tensor, b: Tensor) => Tensor;
  readonly add: (a: Tensor, b: Tensor) => Tensor;
  readonly sub: (a: Tensor, b: Tensor) => Tensor;
  readonly relu: (x: Tensor) => Tensor;
  readonly square: (x: Tensor) => Tensor;
  readonly mean: (x: Tensor) => Tensor;
  readonly tidy: (work: () => Tensor) => Tensor;
  readonly train: {
    readonly adam: (
      learningRate: number,
      decayOfMean: number,
      decayOfSquare: number,
      epsilon: number,
    ) => { readonly minimize: (loss: () => Tensor, returnLoss: true) => Tensor };
  };
}

/** Correlation with channels last. */
export type Convolve = (x: Tensor, filter: Tensor, strides: number, padding: "valid") => Tensor;

/** The library, ready, and its name with its version. */
export async function openTensorFlow(): Promise<{
  readonly tf: TensorFlow;
  readonly name: string;
}> {
  const require = createRequire(import.meta.url); // its builds for Node are CommonJS
  const tf = require("@tensorflow/tfjs-core") as TensorFlow;
  require("@tensorflow/tfjs-core/dist/register_all_gradients"); // which that build leaves out
  const wasm = require("@tensorflow/tfjs-backend-wasm") as {
    readonly setThreadsCount: (threads: number) => void;
  };
  wasm.setThreadsCount(1);
  await tf.setBackend("wasm");
  return { tf, name: `TensorFlow.js ${tf.version_core} (wasm)` };
}

/** x[s, …x, c], longer at both ends of every axis, so that a window finds its neighbours across the border. */
export function wrapped(tf: TensorFlow, x: Tensor, window: readonly number[]): Tensor {
  let out = x;
  window.forEach((length, i) => {
    const axis = i + 1;
    const before = (length - 1) >> 1;
    const after = length - 1 - before;
    const last = out.shape[axis] - before;
    const part = (begin: number, size: number): Tensor =>
      tf.slice(
        out,
        out.shape.map((_, a) => (a === axis ? begin : 0)),
        out.shape.map((n, a) => (a === axis ? size : n)),
      );
    out = tf.concat([part(last, before), out, part(0, after)], axis);
  });
  return out;
}

/** Axes [s, c, …x] with the channels last, as it wants them. */
export function channelsLast(tf: TensorFlow, x: Tensor): Tensor {
  const [samples, channels, ...space] = x.shape.map((_, axis) => axis);
  return tf.transpose(x, [samples, ...space, channels]);
}

/** Weights [out, in, …r] as [… r, in, out]. */
export function outputsLast(tf: TensorFlow, weight: Tensor): Tensor {
  const [outputs, inputs, ...window] = weight.shape.map((_, axis) => axis);
  return tf.transpose(weight, [...window, inputs, outputs]);
}
