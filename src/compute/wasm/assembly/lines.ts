/**
 * The transform of L units of lines at once, pass by pass (Stockham; the formula is in mixedRadix.ts).
 */
import { largePass } from "./largeFactors";
import { pass } from "./passes";
import {
  doneOf,
  factorOf,
  kindOf,
  lengthOf,
  passesOf,
  recordOf,
  restOf,
  rootsOf,
  turnsOf,
  UNIT,
  WRITTEN_OUT,
} from "./plan";

/** Bytes of the two buffers of units that `transform` works in. */
export function bufferBytes(plan: usize, lanes: usize): usize {
  return lengthOf(plan) * lanes * UNIT;
}

/** The buffer that `transform` leaves alone while it writes its result: it may take it. */
export function spareBuffer(plan: usize, lanes: usize, work: usize): usize {
  return passesOf(plan) & 1 ? work : work + bufferBytes(plan, lanes);
}

/**
 * Transforms units l < lanes from `x` to `y`: addresses of real parts, the gap to the imaginary
 * parts, for lines that lie apart the split from lane to lane, and steps from one index and from one
 * unit to the next, in bytes. The first buffer of `work` is written before all input is read, the
 * second is not.
 * @param order where an even length is read in another order, its indices
 */
export function transform(
  plan: usize,
  inApart: bool,
  x: usize,
  inGap: usize,
  inSplit: usize,
  inIndex: usize,
  inLane: usize,
  outApart: bool,
  y: usize,
  outGap: usize,
  outSplit: usize,
  outIndex: usize,
  outLane: usize,
  lanes: usize,
  work: usize,
  order: usize = 0,
): void {
  const bytes = bufferBytes(plan, lanes);
  const unitStep = lanes * UNIT;
  const beyond = work + 2 * bytes;
  const last = passesOf(plan) - 1;
  let from: usize = work + bytes;
  let to: usize = work;
  for (let i: usize = 0; i <= last; i++) {
    const record = recordOf(plan, i);
    const p = factorOf(record);
    const s = doneOf(record);
    const m = restOf(record);
    const reads = i == 0; // the caller's data; units otherwise
    const writes = i == last;
    const a = reads ? x : from;
    const b = writes ? y : to;
    const aGap: usize = reads ? inGap : 16;
    const bGap: usize = writes ? outGap : 16;
    const inStep = reads ? inIndex : unitStep;
    const outStep = writes ? outIndex : unitStep;
    const inQ = reads ? inLane : UNIT;
    const outQ = writes ? outLane : UNIT;
    // The index is r + s (k + m i) before and r + s (p k + j) after the pass. In units r and the lanes
    // are one loop; in the last pass m = 1, and r is the outer loop instead of k.
    const inK = writes ? inStep : s * inStep;
    const outK = writes ? outStep : p * s * outStep;
    const inI = m * s * inStep;
    const outJ = s * outStep;
    const kCount = writes ? s : m;
    const qCount = writes ? lanes : s * lanes;
    const apartIn = reads && inApart;
    const apartOut = writes && outApart;
    if (kindOf(record) == WRITTEN_OUT) {
      pass(
        <i32>p,
        apartIn,
        apartOut,
        a,
        aGap,
        inSplit,
        inK,
        inI,
        inQ,
        b,
        bGap,
        outSplit,
        outK,
        outJ,
        outQ,
        kCount,
        qCount,
        turnsOf(record),
        rootsOf(record),
        reads ? order : 0,
      );
    } else {
      largePass(
        record,
        apartIn,
        apartOut,
        a,
        aGap,
        inSplit,
        inK,
        inI,
        inQ,
        b,
        bGap,
        outSplit,
        outK,
        outJ,
        outQ,
        kCount,
        qCount,
        beyond,
      );
    }
    const other = from;
    from = to;
    to = other;
  }
}
