/** TensorFlow.js: train.adam, minimize; channels last. */
import { ADAM, layersOf, shapesOf } from "../nn/works.js";
import type { TrainingWork } from "../nn/works.js";
import { channelsLast, openTensorFlow, outputsLast, wrapped } from "./openTensorFlow.js";
import type { Tensor } from "./openTensorFlow.js";
import { servePeer } from "./peer.js";
import type { Loaded } from "./peer.js";

const { tf, name } = await openTensorFlow();
await servePeer(name, load);

function load(work: TrainingWork, arrays: readonly Float64Array[]): Loaded {
  const shapes = shapesOf(work);
  const [x, target, ...start] = arrays.map((values, i) => {
    const rounded = work.precision === "float64" ? values : Float32Array.from(values);
    return tf.tensor(rounded, shapes[i], work.precision);
  });
  const parameters = start.map((tensor) =>
    tf.variable(tensor.shape.length === 1 ? tensor : outputsLast(tf, tensor)),
  );
  const [input, wanted] = [x, target].map((tensor) => channelsLast(tf, tensor));
  const { learningRate, decayOfMean, decayOfSquare, epsilon } = ADAM;
  const adam = tf.train.adam(learningRate, decayOfMean, decayOfSquare, epsilon);
  const loss = (): Tensor => tf.mean(tf.square(tf.sub(forward(work, parameters, input), wanted)));
  const losses: number[] = [];
  return {
    run: () => {
      const cost = adam.minimize(loss, true);
      const [value] = cost.dataSync();
      cost.dispose();
      losses.push(value);
    },
    result: () => Promise.resolve(losses),
  };
}

function forward(work: TrainingWork, parameters: readonly Tensor[], x: Tensor): Tensor {
  const { window } = work;
  const convolve = [tf.conv1d, tf.conv2d, tf.conv3d][window.length - 1];
  let out = x;
  layersOf(work).forEach((_, i, { length }) => {
    const [weight, bias] = parameters.slice(2 * i, 2 * i + 2);
    const sums =
      window.length === 0
        ? tf.matMul(out, weight)
        : convolve(wrapped(tf, out, window), weight, 1, "valid");
    out = tf.add(sums, bias);
    if (i < length - 1) out = tf.relu(out);
  });
  return out;
}
