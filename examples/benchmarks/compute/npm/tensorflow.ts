/** TensorFlow.js on WebAssembly with vectors, one thread: padding by slices, then conv2d, channels last. */
import { createRequire } from "node:module";
import type { ConvolutionWork } from "../works.js";
import { servePeer } from "./peer.js";
import type { Convolution } from "./peer.js";

interface Tensor {
  readonly shape: readonly number[];
  readonly data: () => Promise<Float32Array>;
  readonly dispose: () => void;
}

/** What is used of it: types of the package are not there unless it is installed. */
interface TensorFlow {
  readonly version_core: string;
  readonly setBackend: (name: string) => Promise<boolean>;
  readonly tensor: (values: Float32Array, shape: readonly number[]) => Tensor;
  readonly transpose: (x: Tensor, order: readonly number[]) => Tensor;
  readonly slice: (x: Tensor, begin: readonly number[], size: readonly number[]) => Tensor;
  readonly concat: (parts: readonly Tensor[], axis: number) => Tensor;
  readonly conv2d: (x: Tensor, filter: Tensor, strides: number, padding: "valid") => Tensor;
  readonly tidy: (work: () => Tensor) => Tensor;
}

const require = createRequire(import.meta.url); // its builds for Node are CommonJS
const tf = require("@tensorflow/tfjs-core") as TensorFlow;
const wasm = require("@tensorflow/tfjs-backend-wasm") as {
  readonly setThreadsCount: (threads: number) => void;
};

wasm.setThreadsCount(1);
await tf.setBackend("wasm");
await servePeer(`TensorFlow.js ${tf.version_core} (wasm)`, load);

function load(work: ConvolutionWork, u: Float32Array, q: Float32Array): Convolution {
  const { samples, inputs, outputs, grid, window } = work;
  const x = tf.transpose(tf.tensor(u, [samples, inputs, ...grid]), [0, 2, 3, 1]);
  const filter = tf.transpose(tf.tensor(q, [outputs, inputs, ...window]), [2, 3, 1, 0]);
  let y: Tensor | undefined;
  return {
    run: () => {
      y?.dispose();
      y = tf.tidy(() => tf.conv2d(padded(x, window), filter, 1, "valid"));
    },
    result: () => {
      if (!y) throw new Error("Nothing was run.");
      return tf.transpose(y, [0, 3, 1, 2]).data();
    },
  };
}

function padded(x: Tensor, window: readonly number[]): Tensor {
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
