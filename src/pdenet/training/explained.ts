/**
 * Whether a network foretells more than it could of frames that have nothing to do with each other. Of such frames the
 * best forecast is their mean, u_t = −(u − ū)/Δt; it leaves σ² of the change from one frame to another, which is that
 * of two draws, 2 σ². One half is left then, over any number of frames, within 0.7/√N for N entries. So a network says
 * something of component c where
 *
 *   Σ |û_n − u_n|² < (½ − 3/√N) Σ |u_n − u_0|²   over some number n of frames.
 */
import { sizeOf } from "../../core/index.js";
import type { Rng } from "../../core/index.js";
import { createMarch } from "../forecast/rollout.js";
import type { PdeModel } from "../model.js";
import type { Movies } from "../trajectories.js";
import { drawBatch } from "./windows.js";
import type { Batch } from "./windows.js";

/** What the mean leaves of the change between frames that have nothing to do with each other. */
const CHANCE = 1 / 2;
/** Four standard deviations of that are 4 √(1/2N). */
const DOUBT = 3;

/** What is looked at. */
interface Look {
  /** Numbers of frames that are foretold, for which there are windows. */
  readonly spans: readonly number[];
  /** Windows of each. */
  readonly windows: number;
  readonly origins: readonly (readonly number[])[] | undefined;
}

/** Whether every component is explained; one that does not change counts as explained. */
export function explainedBy(
  model: PdeModel,
  movies: Movies,
  { spans, windows, origins }: Look,
  rng: Rng,
): boolean[] {
  const seen = spans.map((span) =>
    changesOf(model, drawBatch(movies, span, windows, rng), origins),
  );
  return model.names.map((_, c) => {
    const own = seen.map((all) => all[c]).filter(({ change }) => change > 0);
    const isBeyond = ({ left, change, count }: Change): boolean =>
      left < (CHANCE - DOUBT / Math.sqrt(count)) * change;
    return own.length === 0 || own.some(isBeyond);
  });
}

/** A sentence for every component of which nothing is explained. */
export function doubtsOf(
  names: readonly string[],
  explained: readonly boolean[],
  spans: readonly number[],
): string[] {
  const lengths = spans.join(", ").replace(/, (?=\d+$)/, " and ");
  return names
    .filter((_, c) => !explained[c])
    .map(
      (name) =>
        `Nothing explained of ${name}: forecasts over ${lengths} frames leave half of its change or more, as the mean of ` +
        `frames does that have nothing to do with each other. Give frames closer in time, or longer roll-outs.`,
    );
}

/** What forecasts leave of the change of a component, sums over `count` entries. */
interface Change {
  readonly left: number;
  readonly change: number;
  readonly count: number;
}

function changesOf(
  model: PdeModel,
  { samples, components, grid, movies, start, targets, observed, intervals }: Batch,
  origins: Look["origins"],
): Change[] {
  const points = sizeOf(grid);
  const march = createMarch(model, [samples, components, ...grid], {
    substeps: model.network.substeps,
    origins: origins && Array.from(movies, (m) => origins[m]),
  });
  const sums = model.names.map(() => ({ left: 0, change: 0, count: 0 }));
  try {
    let u = start;
    targets.forEach((target, n) => {
      u = march.step(u, intervals[n]);
      for (let plane = 0; plane < samples * components; plane++) {
        if (observed[n][Math.floor(plane / components)] === 0) continue;
        const sum = sums[plane % components];
        sum.count += points;
        for (let x = plane * points; x < (plane + 1) * points; x++) {
          sum.left += (u[x] - target[x]) ** 2;
          sum.change += (target[x] - start[x]) ** 2;
        }
      }
    });
    return sums;
  } finally {
    march.close();
  }
}
