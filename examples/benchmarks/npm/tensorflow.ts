/** TensorFlow.js: padding by slices, then conv2d, channels last, in single precision. */
import type { ConvolutionWork } from "../compute/works.js";
import { channelsLast, openTensorFlow, outputsLast, wrapped } from "./openTensorFlow.js";
import type { Tensor } from "./openTensorFlow.js";
import { servePeer } from "./peer.js";
import type { Loaded } from "./peer.js";

const { tf, name } = await openTensorFlow();
await servePeer(name, load);

function load(work: ConvolutionWork, [u, q]: readonly Float64Array[]): Loaded {
  const { samples, inputs, outputs, grid, window } = work;
  const tensor = (values: Float64Array, shape: readonly number[]): Tensor =>
    tf.tensor(Float32Array.from(values), shape, "float32");
  const x = channelsLast(tf, tensor(u, [samples, inputs, ...grid]));
  const filter = outputsLast(tf, tensor(q, [outputs, inputs, ...window]));
  let y: Tensor | undefined;
  return {
    run: () => {
      y?.dispose();
      y = tf.tidy(() => tf.conv2d(wrapped(tf, x, window), filter, 1, "valid"));
    },
    result: () => {
      if (!y) throw new Error("Nothing was run.");
      return tf.transpose(y, [0, 3, 1, 2]).data();
    },
  };
}
