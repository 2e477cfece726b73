/** What is stored of a comparison: one row for every work, way of ours, and peer. */
import type { Summary } from "../turns.js";
import { verdict } from "../verdict.js";
import { barOf } from "./bars.js";
import { needsOf, roofOf } from "./roofline.js";
import type { Machine } from "./roofline.js";
import type { Work } from "./works.js";

/** One comparison. Seconds are the smallest of all turns, by the clock that is named. */
export interface Row {
  readonly work: string;
  readonly peer: string;
  readonly peerSeconds: number;
  readonly ourSeconds: number;
  /** Time of the peer / ours. */
  readonly ratio: number;
  /** What the work adds to the memory at its peak, ours / the peer's. */
  readonly memoryRatio: number | null;
  /** Largest difference of the results over the largest entry. */
  readonly difference: number | null;
  /** What of ours is compared. */
  readonly ours: string;
  readonly kind: Work["kind"] | "threads";
  /** Processor time for one thread, time that went by for several. */
  readonly clock: "cpu" | "wall";
  readonly peerMedian: number;
  readonly ourMedian: number;
  readonly bar: number | null;
  readonly verdict: string | null;
  readonly flops: number | null;
  readonly bytes: number | null;
  /** The least time on this machine by its measured peak and bandwidth, and which of them sets it. */
  readonly roofSeconds: number | null;
  readonly roofLimit: "arithmetic" | "bandwidth" | null;
}

/** A side as a row names it. */
export interface Contestant {
  readonly id: string;
  readonly label: string;
  readonly times: Summary;
}

/** The row of a comparison. */
export function rowOf(
  work: Work,
  ours: Contestant,
  peer: Contestant,
  {
    machine,
    memoryRatio = null,
    difference = null,
  }: {
    readonly machine?: Machine | undefined;
    readonly memoryRatio?: number | null;
    readonly difference?: number | null;
  },
): Row {
  const clock = work.threads > 1 || work.kind === "start" ? "wall" : "cpu";
  const peerSeconds = peer.times.smallest[clock];
  const ourSeconds = ours.times.smallest[clock];
  const ratio = peerSeconds / ourSeconds;
  const bar = barOf(work, { peer: peer.id, relaxed: ours.id === "relaxed" }) ?? null;
  const needs = work.threads > 1 ? undefined : needsOf(work);
  const roof = needs && machine && roofOf(needs, machine);
  return {
    work: work.name,
    peer: peer.label,
    peerSeconds,
    ourSeconds,
    ratio,
    memoryRatio,
    difference,
    ours: ours.label,
    kind: work.threads > 1 ? "threads" : work.kind,
    clock,
    peerMedian: peer.times.median[clock],
    ourMedian: ours.times.median[clock],
    bar,
    verdict: bar === null ? null : verdict(ratio, bar),
    flops: needs?.flops ?? null,
    bytes: needs?.bytes ?? null,
    roofSeconds: roof?.seconds ?? null,
    roofLimit: roof?.limit ?? null,
  };
}
