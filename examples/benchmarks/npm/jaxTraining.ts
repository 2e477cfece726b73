/** jax-js: jit of one function of valueAndGrad and of the update of Adam, which is written out. */
import { ADAM, layersOf, shapesOf } from "../nn/works.js";
import type { TrainingWork } from "../nn/works.js";
import { openJax, wrapped } from "./openJax.js";
import type { Tensor } from "./openJax.js";
import { servePeer } from "./peer.js";
import type { Loaded } from "./peer.js";

const { jax, name } = await openJax();
await servePeer(name, load);

/** Parameters, their mean gradients and mean squared gradients. */
type State = [parameters: Tensor[], means: Tensor[], squares: Tensor[]];

function load(work: TrainingWork, arrays: readonly Float64Array[]): Loaded {
  const { numpy } = jax;
  const rounded = work.precision === "float64" ? Float64Array : Float32Array;
  const shapes = shapesOf(work);
  const [x, target, ...start] = arrays.map((values, i) =>
    numpy.array(rounded.from(values)).reshape(shapes[i]),
  );
  const scalar = (value: number): Tensor => numpy.array(rounded.of(value)).reshape([]);
  const zeros = (): Tensor[] => start.map((parameter) => numpy.zerosLike(parameter.ref));
  let state: State = [start, zeros(), zeros()];
  const step = jax.jit(stepOf(work, scalar, 1 / arrays[1].length));
  const losses: number[] = [];
  let count = 0;
  return {
    run: async () => {
      count++;
      const { decayOfMean, decayOfSquare } = ADAM;
      const [mean, square] = [decayOfMean, decayOfSquare].map((decay) => 1 / (1 - decay ** count));
      const [loss, next] = step(state, [scalar(mean), scalar(square)], x.ref, target.ref);
      state = next;
      await Promise.all(next.flat().map((tensor) => tensor.ref.blockUntilReady()));
      const [value] = Array.from(await loss.data());
      losses.push(value);
    },
    result: () => Promise.resolve(losses),
  };
}

/** Numbers in a compiled function would be rounded to Float32, so constants are arrays. */
function stepOf(work: TrainingWork, scalar: (value: number) => Tensor, share: number) {
  const { numpy } = jax;
  const kept = [ADAM.decayOfMean, ADAM.decayOfSquare].map(scalar);
  const taken = [1 - ADAM.decayOfMean, 1 - ADAM.decayOfSquare].map(scalar);
  const [rate, epsilon, weight] = [ADAM.learningRate, ADAM.epsilon, share].map(scalar);
  const lossAndGradient = jax.valueAndGrad((parameters: Tensor[], x: Tensor, target: Tensor) =>
    numpy.sum(numpy.square(forward(work, parameters, x).sub(target))).mul(weight.ref),
  );
  return (
    [parameters, means, squares]: State,
    corrections: readonly Tensor[],
    x: Tensor,
    target: Tensor,
  ): [loss: Tensor, next: State] => {
    const owned = parameters.map(({ ref }) => ref);
    const [loss, gradients] = lossAndGradient(owned, x, target);
    const next: State = [[], [], []];
    gradients.forEach((g, i) => {
      const mean = means[i].mul(kept[0].ref).add(g.ref.mul(taken[0].ref));
      const square = squares[i].mul(kept[1].ref).add(numpy.square(g).mul(taken[1].ref));
      const size = numpy.sqrt(square.ref.mul(corrections[1].ref)).add(epsilon.ref);
      const move = mean.ref.mul(corrections[0].ref).div(size).mul(rate.ref);
      next[0].push(parameters[i].sub(move));
      next[1].push(mean);
      next[2].push(square);
    });
    for (const correction of corrections) correction.dispose();
    return [loss, next];
  };
}

function forward(work: TrainingWork, parameters: readonly Tensor[], x: Tensor): Tensor {
  const { numpy, lax, nn } = jax;
  const { window } = work;
  let out = x;
  layersOf(work).forEach((_, i, { length }) => {
    const [weight, bias] = parameters.slice(2 * i, 2 * i + 2);
    if (window.length === 0) {
      out = numpy.matmul(out, numpy.matrixTranspose(weight)).add(bias);
    } else {
      const strides = window.map(() => 1);
      const sums = lax.conv(wrapped(jax, out, window), weight, strides, "VALID");
      out = sums.add(bias.reshape([...bias.shape, ...strides]));
    }
    if (i < length - 1) out = nn.relu(out);
  });
  return out;
}
