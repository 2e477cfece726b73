/** What is stored of a comparison of losses: one row for every work and way of ours. */
import type { Row } from "../nn/rows.js";
import type { Summary } from "../turns.js";
import { verdict } from "../verdict.js";
import type { SideId } from "./sides.js";
import { TOLERANCE } from "./works.js";
import type { PdenetWork } from "./works.js";

/** A side that ran a work. */
export interface Contestant {
  readonly id: SideId;
  readonly label: string;
  readonly times: Summary;
  readonly peak: number | null;
}

/** The row of a side beside the time that the authors' program took, for information. */
export function elsewhereRow(work: PdenetWork, ours: Contestant): Row {
  const seconds = work.published / 1000;
  return {
    work: work.name,
    ours: ours.label,
    peer: "the authors' program, measured elsewhere",
    refused: null,
    ourSeconds: ours.times.smallest.cpu,
    ourMedian: ours.times.median.cpu,
    peerSeconds: seconds,
    peerMedian: null,
    ratio: seconds / ours.times.smallest.cpu,
    bar: null,
    verdict: null,
    difference: null,
    ourPeak: ours.peak,
    peerPeak: null,
  };
}

/**
 * The row of two sides, with the largest difference of loss and gradient, each over its largest entry. The bar is for
 * strict instructions; relaxed ones are shown for information.
 */
export function rowOf(
  work: PdenetWork,
  ours: Contestant,
  peer: Contestant,
  difference: number,
): Row {
  const ratio = peer.times.smallest.cpu / ours.times.smallest.cpu;
  const isStrict = ours.id === "ours";
  const isSame = difference <= TOLERANCE;
  return {
    work: work.name,
    ours: ours.label,
    peer: peer.label,
    refused: null,
    ourSeconds: ours.times.smallest.cpu,
    ourMedian: ours.times.median.cpu,
    peerSeconds: peer.times.smallest.cpu,
    peerMedian: peer.times.median.cpu,
    ratio,
    bar: isStrict || !isSame ? work.torchBar : null,
    verdict: isSame ? (isStrict ? verdict(ratio, work.torchBar) : null) : "results differ",
    difference,
    ourPeak: ours.peak,
    peerPeak: peer.peak,
  };
}
