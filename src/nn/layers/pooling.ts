/** Pooling layers: the largest value or the mean of every window of a plane. */
import { averagePool as averageOf, maxPool as maximumOf } from "../../autodiff/index.js";
import { type LayerRule, unfit } from "./layer.js";
import { checkInteger } from "../../core/index.js";

/** A pooling layer. */
export interface Pooling {
  readonly kind: "pooling";
  readonly of: "max" | "average";
  readonly window: number;
  readonly stride: number;
}

/** What a pooling layer is made of. */
export interface PoolingOptions {
  /** Length of the window along every space axis. */
  readonly window: number;
  /** Cells from one window to the next. Default: the window, so that none overlap. */
  readonly stride?: number;
}

/**
 * The largest value of every window, channel by channel. Windows that do not fit are left out.
 * @throws ValueError for lengths that are no positive integers
 */
export function maxPool(options: PoolingOptions): Pooling {
  return pooling("max", options, "nn.maxPool");
}

/**
 * The mean of every window, channel by channel. Windows that do not fit are left out.
 * @throws ValueError for lengths that are no positive integers
 */
export function averagePool(options: PoolingOptions): Pooling {
  return pooling("average", options, "nn.averagePool");
}

function pooling(of: Pooling["of"], options: PoolingOptions, where: string): Pooling {
  const { window, stride = window } = options;
  checkInteger(window, 1, Infinity, `${where}: window`);
  checkInteger(stride, 1, Infinity, `${where}: stride`);
  return { kind: "pooling", of, window, stride };
}

export const poolingRule: LayerRule<Pooling> = {
  title: ({ of, window }) => `${of === "max" ? "MAXPOOL" : "AVGPOOL"}${window}`,
  outputShape({ window, stride }, shape, path) {
    const [channels, ...grid] = shape;
    if (grid.length === 0 || Math.min(...grid) < window) {
      throw unfit(path, "pooling", `[channel, …space] with at least ${window} cells a side`, shape);
    }
    return [channels, ...grid.map((n) => Math.floor((n - window) / stride) + 1)];
  },
  forward: ({ of, window, stride }, _parameters, _state, x) =>
    of === "max" ? maximumOf(x, { window, stride }) : averageOf(x, { window, stride }),
};
