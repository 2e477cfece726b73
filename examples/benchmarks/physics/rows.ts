/** What is stored of a comparison: one row for every work, way of ours, and peer or limit. */
import type { Summary } from "../turns.js";
import { verdict } from "../verdict.js";
import { isOurs } from "./sides.js";
import type { SideId } from "./sides.js";
import type { PhysicsWork } from "./works.js";

/** One comparison. Seconds are the smallest of all turns, by the clock that is named. */
export interface Row {
  readonly work: string;
  readonly ours: string;
  readonly peer: string;
  /** Processor time for one thread, time that went by for several. */
  readonly clock: "cpu" | "wall";
  readonly ourSeconds: number;
  readonly ourMedian: number;
  /** Of a limit: the limit. */
  readonly peerSeconds: number;
  readonly peerMedian: number;
  /** Time of the peer / ours. */
  readonly ratio: number;
  readonly bar: number | null;
  readonly verdict: string | null;
  /** Largest difference of the results over the largest entry. */
  readonly difference: number | null;
  /** Bytes of our process at its peak, the program itself included. */
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

/** Fields that are solved to a tolerance are as close as a small multiple of it; flows as rounding lets them. */
const CLOSE = 10;
const ROUNDING = 1e-10;

/** The rows of one way of ours: against every peer that ran, then against the limit of the work. */
export async function rowsOf(
  work: PhysicsWork,
  ours: Contestant,
  all: readonly Contestant[],
  differenceFrom: (peer: Contestant) => Promise<number>,
): Promise<Row[]> {
  const clock = work.threads > 1 ? "wall" : "cpu";
  const { smallest, median } = ours.times;
  const own = {
    work: work.name,
    ours: ours.label,
    clock,
    ourSeconds: smallest[clock],
    ourMedian: median[clock],
    ourPeak: ours.peak,
  } as const;
  const rows: Row[] = [];
  for (const peer of all.filter((side) => !isOurs(side))) {
    const difference = await differenceFrom(peer);
    const ratio = peer.times.smallest[clock] / own.ourSeconds;
    const bar = barOf(work, peer.id) ?? null;
    const same = difference <= toleranceOf(work);
    const judged = bar === null ? null : verdict(ratio, bar);
    rows.push({
      ...own,
      peer: peer.label,
      peerSeconds: peer.times.smallest[clock],
      peerMedian: peer.times.median[clock],
      ratio,
      bar,
      verdict: same ? judged : "results differ",
      difference,
      peerPeak: peer.peak,
    });
  }
  const { limit } = work.bars;
  if (limit !== undefined) rows.push({ ...own, ...limitOf(limit, limit / own.ourSeconds) });
  return rows;
}

/** The half of a row that stands for a limit. */
export function limitOf(
  limit: number,
  ratio: number,
): Omit<Row, "work" | "ours" | "clock" | "ourSeconds" | "ourMedian" | "ourPeak"> {
  return {
    peer: "limit",
    peerSeconds: limit,
    peerMedian: limit,
    ratio,
    bar: 1,
    verdict: verdict(ratio, 1),
    difference: null,
    peerPeak: null,
  };
}

function barOf({ bars }: PhysicsWork, id: SideId): number | undefined {
  return id === "numpy" || id === "sfepy" ? bars[id] : undefined;
}

function toleranceOf(work: PhysicsWork): number {
  return work.kind === "elasticity" ? CLOSE * work.tolerance : ROUNDING;
}
