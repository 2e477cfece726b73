/**
 * The transform of L × 2 lines at once, pass by pass (Stockham; the formula is in mixedRadix.ts).
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
 * Transforms lines l < lanes, two in each, from `in` to `out`: addresses as in passes.js, a step
 * from one index to the next and one from lane to lane, in bytes. The first buffer of `work` is
 * written before all input is read, the second is not.
 */
export function transform(
  plan: usize,
  inApart: bool,
  in0: usize,
  in1: usize,
  in2: usize,
  in3: usize,
  inIndex: usize,
  inLane: usize,
  outApart: bool,
  out0: usize,
  out1: usize,
  out2: usize,
  out3: usize,
  outIndex: usize,
  outLane: usize,
  lanes: usize,
  work: usize,
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
    const i0 = reads ? in0 : from;
    const i1 = reads ? in1 : from + 16;
    const o0 = writes ? out0 : to;
    const o1 = writes ? out1 : to + 16;
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
        i0,
        i1,
        in2,
        in3,
        inK,
        inI,
        inQ,
        o0,
        o1,
        out2,
        out3,
        outK,
        outJ,
        outQ,
        kCount,
        qCount,
        turnsOf(record),
        rootsOf(record),
      );
    } else {
      largePass(
        record,
        apartIn,
        apartOut,
        i0,
        i1,
        in2,
        in3,
        inK,
        inI,
        inQ,
        o0,
        o1,
        out2,
        out3,
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
