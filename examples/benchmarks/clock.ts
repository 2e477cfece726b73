/** Time of a run, by two clocks: what the process computed, threads added up, and what went by. */

/** Seconds of one run. */
export interface Times {
  readonly cpu: number;
  readonly wall: number;
}

/** The mean times of so many runs in a row. */
export async function timed(runs: number, run: () => unknown): Promise<Times> {
  const started = performance.now();
  const before = process.cpuUsage();
  for (let i = 0; i < runs; i++) await run();
  const { user, system } = process.cpuUsage(before);
  const wall = (performance.now() - started) / 1000;
  return { cpu: (user + system) / 1e6 / runs, wall: wall / runs };
}
