/** Times by a clock that is given: none is read here. */

/** Milliseconds since any moment: `performance.now`, wrapped in a function. */
export type Clock = () => number;

/** What work returned, and the seconds that it took; null without a clock. */
export interface Timed<T> {
  readonly value: T;
  readonly seconds: number | null;
}

/** Work that is over sooner is repeated: the first time also compiles. */
const SHORT = 100;

/** Does work once. */
export async function timed<T>(
  clock: Clock | undefined,
  work: () => T | Promise<T>,
): Promise<Timed<T>> {
  const started = clock?.() ?? 0;
  const value = await work();
  return { value, seconds: clock ? (clock() - started) / 1000 : null };
}

/** Does work once, and once more where it was short: the time is the shorter one. */
export async function timedTwice<T>(
  clock: Clock | undefined,
  work: () => T | Promise<T>,
): Promise<Timed<T>> {
  const first = await timed(clock, work);
  if (first.seconds === null || 1000 * first.seconds > SHORT) return first;
  const second = await timed(clock, work);
  return { value: first.value, seconds: Math.min(first.seconds, second.seconds ?? Infinity) };
}
