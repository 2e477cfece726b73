/** Both sides of a comparison take turns, so that a busy moment of the machine meets all of them. */
import type { Times } from "./clock.js";
import type { Message, Peer } from "./peer.js";

/** A turn lasts at least so many seconds: short runs are repeated in it. */
const SHORTEST_TURN = 0.02;

/** Runs in one turn at most. */
const MOST_RUNS = 256;

/** The smallest and the middle one of several times, by each clock. */
export interface Summary {
  readonly smallest: Times;
  readonly median: Times;
}

/**
 * The times of every side over so many turns, after a warm-up that saves its result. Sides have been
 * told what to do.
 * @param results the file that each side saves its result to
 */
export async function takeTurns(
  sides: readonly Peer[],
  results: readonly string[],
  turns: number,
): Promise<Summary[]> {
  const runs: number[] = [];
  for (const [i, side] of sides.entries()) {
    await side.ask({ ask: "run", save: results[i] }); // compiles, plans, warms the caches
    runs.push(runsFor(timesOf(await side.ask({ ask: "run" })).wall));
  }
  const times = sides.map((): Times[] => []);
  for (let turn = 0; turn < turns; turn++) {
    for (const [i, side] of sides.entries()) {
      times[i].push(timesOf(await side.ask({ ask: "run", runs: runs[i] })));
    }
  }
  return times.map(summaryOf);
}

/** Runs that fill a turn, if one takes so many seconds. */
export function runsFor(seconds: number): number {
  return Math.min(Math.max(Math.ceil(SHORTEST_TURN / seconds), 1), MOST_RUNS);
}

/** The smallest and the median times of some turns. */
export function summaryOf(times: readonly Times[]): Summary {
  const cpu = times.map((time) => time.cpu).sort((a, b) => a - b);
  const wall = times.map((time) => time.wall).sort((a, b) => a - b);
  const middle = (sorted: readonly number[]): number =>
    (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
  return {
    smallest: { cpu: cpu[0], wall: wall[0] },
    median: { cpu: middle(cpu), wall: middle(wall) },
  };
}

function timesOf({ cpu, wall }: Message): Times {
  return { cpu: Number(cpu), wall: Number(wall) };
}
