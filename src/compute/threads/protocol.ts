/**
 * How threads share tasks: four counters that only go forward, in a small buffer of their own.
 *
 *   FIRST ≤ NEXT ≤ END    tasks FIRST … END − 1 are published, those below NEXT are taken
 *   DONE                  tasks done since the buffer was made
 *
 * A thread takes task n by moving NEXT from n to n + 1, after it saw NEXT = n and then END ≠ n. As
 * the counters never go back, that succeeds once for each n, and only while n is published: a
 * thread that comes late, or slept in between, finds NEXT moved on. Counters wrap around at 2³².
 *
 * A job stays in memory until DONE = END, hence as long as a taken task may be read.
 */

/** Counters lie on cache lines of their own, so that threads that wait do not slow those that work. */
const LINE = 16;

/** Where each word lies in the buffer, an Int32Array. */
export const WORDS = {
  NEXT: 0,
  END: LINE,
  DONE: 2 * LINE,
  FIRST: 3 * LINE,
  /** Where the job begins in the memory, and where it ends, in numbers of 8 bytes. */
  JOB: 3 * LINE + 1,
  JOB_END: 3 * LINE + 2,
  /** Not 0: nothing more is to be done, a task that was begun is left at the next call. */
  CLOSED: 3 * LINE + 3,
  /** 1 after a kernel trapped. */
  FAILED: 3 * LINE + 4,
  /** What was said then: the number of UTF-16 units, and they. */
  TEXT: 4 * LINE,
  TEXT_LENGTH: 16 * LINE - 1,
  /** The state of each thread: ABSENT, IDLE or BUSY. */
  STATES: 20 * LINE,
  LINE,
} as const;

/** States of a worker. */
export const [ABSENT, IDLE, BUSY] = [0, 1, 2] as const;

/** Milliseconds for which a thread looks again and again before it sleeps: waking it takes as long. */
export const SPIN = 1;

/** The words of a new crew. */
export function createControl(threads: number): Int32Array {
  const words = WORDS.STATES + threads * LINE;
  return new Int32Array(new SharedArrayBuffer(words * Int32Array.BYTES_PER_ELEMENT));
}

/** Takes the next task: its place in the job, or −1 if none is left. */
export function takeTask(control: Int32Array): number {
  for (;;) {
    const next = Atomics.load(control, WORDS.NEXT);
    if (next === Atomics.load(control, WORDS.END)) return -1;
    if (Atomics.compareExchange(control, WORDS.NEXT, next, (next + 1) | 0) === next) {
      return (next - control[WORDS.FIRST]) | 0;
    }
  }
}

/** Publishes a job of `count` tasks that lies in the memory, and wakes as many workers as are wanted. */
export function publish(
  control: Int32Array,
  job: number,
  length: number,
  count: number,
  wanted: number,
): void {
  const end = control[WORDS.END];
  control[WORDS.FIRST] = end;
  control[WORDS.JOB] = job;
  control[WORDS.JOB_END] = job + length;
  Atomics.store(control, WORDS.END, (end + count) | 0);
  Atomics.notify(control, WORDS.END, wanted);
}

/** Waits until every published task is done; false if none became so within `patience` milliseconds. */
export function awaitDone(control: Int32Array, patience: number): boolean {
  const end = control[WORDS.END];
  const sleepy = performance.now() + SPIN;
  for (;;) {
    const done = Atomics.load(control, WORDS.DONE);
    if (done === end) return true;
    if (performance.now() < sleepy) continue;
    const outcome = Atomics.wait(control, WORDS.DONE, done, patience);
    if (outcome === "timed-out" && Atomics.load(control, WORDS.DONE) === done) return false;
  }
}

/** What the first kernel that trapped on a worker said, if one did; it is forgotten by that. */
export function takeFailure(control: Int32Array): string | undefined {
  if (Atomics.exchange(control, WORDS.FAILED, 0) === 0) return undefined;
  const start = WORDS.TEXT + 1;
  return String.fromCharCode(...control.subarray(start, start + control[WORDS.TEXT]));
}
