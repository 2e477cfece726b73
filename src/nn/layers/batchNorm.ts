/**
 * Batch normalisation: y = γ (x − mean)/√(variance + ε) + β over all samples and cells of a channel. Outside
 * training running means take the batch's place. Ioffe and Szegedy (ICML 2015), algorithms 1 and 2.
 */
import { divide, normalizeWithMoments, reshape, subtract } from "../../autodiff/index.js";
import type { Variable } from "../../autodiff/index.js";
import { checkInteger, checkNumber, createArray, ndarrayOf } from "../../core/index.js";
import type { NdArray, Reals } from "../../core/index.js";
import { type LayerResult, type LayerRule, type State, unfit } from "./layer.js";
import { scaleAndAdd, scaleAndOffset } from "./normalisation.js";

/** A batch-normalisation layer. */
export interface BatchNorm {
  readonly kind: "batchNorm";
  readonly channels: number;
  readonly epsilon: number;
  readonly momentum: number;
}

/** What a batch-normalisation layer is made of. */
export interface BatchNormOptions {
  readonly channels: number;
  /** Added to variances, at least 1e-30. Default 1e-5. */
  readonly epsilon?: number;
  /** Share of the new batch in the running means, 0 to 1. Default 0.1. */
  readonly momentum?: number;
}

/**
 * Batch normalisation of x[s, channel, …]. Running variances are those of samples, with n − 1.
 * @throws ValueError for options out of range
 */
export function batchNorm({
  channels,
  epsilon = 1e-5,
  momentum = 0.1,
}: BatchNormOptions): BatchNorm {
  checkInteger(channels, 1, Infinity, "nn.batchNorm: channels");
  checkNumber(epsilon, 1e-30, Infinity, "nn.batchNorm: epsilon");
  checkNumber(momentum, 0, 1, "nn.batchNorm: momentum");
  return { kind: "batchNorm", channels, epsilon, momentum };
}

export const batchNormRule: LayerRule<BatchNorm> = {
  title: () => "BATCHNORM",
  parameters: ({ channels }) => scaleAndOffset([channels]),
  state: ({ channels }) => ({
    runningMean: ndarrayOf(new Float64Array(channels), [channels]),
    runningVariance: ndarrayOf(new Float64Array(channels).fill(1), [channels]),
    batches: 0,
  }),
  outputShape({ channels }, shape, path) {
    if (shape[0] === channels) return shape;
    throw unfit(path, "batchNorm", `[${channels}, …]`, shape);
  },
  forward(layer, parameters, state, x, { training }) {
    const [, channels, ...space] = x.shape;
    const along = [channels, ...space.map(() => 1)];
    const scaled = (y: Variable): Variable =>
      scaleAndAdd(
        y,
        reshape(parameters.weight as Variable, along),
        reshape(parameters.bias as Variable, along),
      );
    if (training) return inTraining(layer, state, x, scaled);
    const mean = { data: (state.runningMean as NdArray<Reals>).data, shape: along };
    const variance = { data: (state.runningVariance as NdArray<Reals>).data, shape: along };
    const deviation = Float64Array.from(variance.data, (value) => Math.sqrt(value + layer.epsilon));
    return scaled(divide(subtract(x, mean), { data: deviation, shape: along }));
  },
};

/** Normalises a batch by itself, and moves the running means towards its own. */
function inTraining(
  { channels, epsilon, momentum }: BatchNorm,
  state: State,
  x: Variable,
  scaled: (y: Variable) => Variable,
): LayerResult {
  const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  const { y, mean, variance } = normalizeWithMoments(x, { axes, epsilon });
  const count = x.size / channels;
  const moved = (from: State[string], to: Variable, factor: number): NdArray<Reals> => {
    const { data, shape } = from as NdArray<Reals>;
    const next = createArray(channels);
    for (let c = 0; c < channels; c++) {
      next[c] = (1 - momentum) * data[c] + momentum * factor * to.data[c];
    }
    return ndarrayOf(next, shape);
  };
  return {
    y: scaled(y),
    state: {
      runningMean: moved(state.runningMean, mean, 1),
      runningVariance: moved(state.runningVariance, variance, count / Math.max(count - 1, 1)),
      batches: (state.batches as number) + 1,
    },
  };
}
