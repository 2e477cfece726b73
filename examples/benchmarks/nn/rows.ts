/** What is stored of a comparison of training steps: one row for every work, way of ours, and peer. */
import type { Summary } from "../turns.js";
import { verdict } from "../verdict.js";
import type { SideId } from "./sides.js";
import { TOLERANCE } from "./works.js";
import type { TrainingWork } from "./works.js";

/** What the time of a JavaScript library / ours must reach. */
const SCRIPT_BAR = 5;

/** One comparison. Seconds of processor time for a step, the smallest of all turns. */
export interface Row {
  readonly work: string;
  readonly ours: string;
  readonly peer: string;
  /** Why the peer cannot run the step; null if it can. Then what follows is known. */
  readonly refused: string | null;
  readonly ourSeconds: number;
  readonly ourMedian: number;
  readonly peerSeconds: number | null;
  readonly peerMedian: number | null;
  /** Time of the peer / ours. */
  readonly ratio: number | null;
  readonly bar: number | null;
  readonly verdict: string | null;
  /** Largest difference of the losses of the first steps over the largest of them. */
  readonly difference: number | null;
  /** Bytes of each process at its peak, the program itself included. */
  readonly ourPeak: number | null;
  readonly peerPeak: number | null;
}

/** A side that ran a work. */
export interface Contestant {
  readonly id: SideId;
  readonly label: string;
  readonly times: Summary;
  readonly peak: number | null;
}

/** A side that cannot. */
export interface Refusal {
  readonly id: SideId;
  readonly label: string;
  readonly refused: string;
}

/** The row of two sides that ran. */
export function rowOf(
  work: TrainingWork,
  ours: Contestant,
  peer: Contestant,
  difference: number,
): Row {
  const peerSeconds = peer.times.smallest.cpu;
  const ratio = peerSeconds / ours.times.smallest.cpu;
  const bar = peer.id.startsWith("torch") ? work.torchBar : SCRIPT_BAR;
  const same = difference <= TOLERANCE[work.precision];
  return {
    ...blank(work, ours, peer.label),
    peerSeconds,
    peerMedian: peer.times.median.cpu,
    ratio,
    bar,
    verdict: same ? verdict(ratio, bar) : "losses differ",
    difference,
    peerPeak: peer.peak,
  };
}

/** The row of a peer that cannot run the step. */
export function refusalOf(work: TrainingWork, ours: Contestant, peer: Refusal): Row {
  return { ...blank(work, ours, peer.label), refused: peer.refused };
}

function blank(work: TrainingWork, ours: Contestant, peer: string): Row {
  return {
    work: work.name,
    ours: ours.label,
    peer,
    refused: null,
    ourSeconds: ours.times.smallest.cpu,
    ourMedian: ours.times.median.cpu,
    peerSeconds: null,
    peerMedian: null,
    ratio: null,
    bar: null,
    verdict: null,
    difference: null,
    ourPeak: ours.peak,
    peerPeak: null,
  };
}
