/**
 * Passes of factors that have none written out: by the definition, or through a convolution (Rader,
 * Bluestein), which is a transform again.
 */
import { direct } from "./direct";
import { bufferBytes, transform } from "./lines";
import { gather, scatter } from "./move";
import {
  DIRECT,
  factorOf,
  innerOf,
  kernelOf,
  kindOf,
  lanesOf,
  lengthOf,
  orderOf,
  RADER,
  rootsOf,
  turnsOf,
  UNIT,
} from "./plan";
import { Real } from "./real";
import { addedUnits, addSwapped, multiply, swapUnits } from "./units";

/** Columns taken at once by a factor without a pass of its own. */
const DIRECT_LANES: usize = 4;

/** A pass of a factor that has none of its own. */
export function largePass(
  record: usize,
  inApart: bool,
  outApart: bool,
  x: usize,
  inGap: usize,
  inSplit: usize,
  inK: usize,
  inI: usize,
  inQ: usize,
  y: usize,
  outGap: usize,
  outSplit: usize,
  outK: usize,
  outJ: usize,
  outQ: usize,
  kCount: usize,
  qCount: usize,
  work: usize,
): void {
  const kind = kindOf(record);
  const p = factorOf(record);
  let turns = turnsOf(record);
  const most: usize = kind == DIRECT ? DIRECT_LANES : lanesOf(innerOf(record));
  const order = orderOf(record);
  const back = order + 4 * (p - 1);
  for (let k: usize = 0; k < kCount; k++) {
    for (let q: usize = 0; q < qCount; q += most) {
      const lanes = min(most, qCount - q);
      const a = x + k * inK + q * inQ;
      const b = y + k * outK + q * outQ;
      if (kind == DIRECT) {
        const step = lanes * UNIT;
        const sums = work + p * step;
        const folded = sums + p * step;
        const toUnits = outApart || turns != 0;
        if (inApart) gather(true, a, inGap, inSplit, inI, inQ, 0, p, lanes, work);
        direct(
          p,
          inApart ? work : a,
          inApart ? 16 : inGap,
          inApart ? step : inI,
          inApart ? UNIT : inQ,
          toUnits ? sums : b,
          toUnits ? 16 : outGap,
          toUnits ? step : outJ,
          toUnits ? UNIT : outQ,
          lanes,
          rootsOf(record),
          folded,
        );
        if (toUnits) {
          scatter(outApart, b, outGap, outSplit, outJ, outQ, 0, p, lanes, sums, false, turns);
        }
        continue;
      }
      // The values that the convolution is made of, and those it leaves.
      const bytes = bufferBytes(innerOf(record), lanes);
      const u = work;
      const v = u + bytes;
      const first = v + bytes;
      const beyond = first + lanes * UNIT;
      if (kind == RADER) {
        gather(inApart, a, inGap, inSplit, inI, inQ, 0, 1, lanes, first);
        transform(
          innerOf(record),
          inApart,
          a,
          inGap,
          inSplit,
          inI,
          inQ,
          false,
          v,
          16,
          0,
          lanes * UNIT,
          UNIT,
          lanes,
          beyond,
          order,
        );
        // X[0] is the sum of all; x[0], added to the mean of the convolution, reaches every X[k].
        const sum = addedUnits(v, first, lanes);
        scatter(outApart, b, outGap, outSplit, outJ, outQ, 0, 1, lanes, sum, false, turns);
        multiply(u, v, kernelOf(record), p - 1, lanes, true);
        addSwapped(u, first, lanes);
        inner(record, u, v, lanes, beyond);
        scatter(outApart, b, outGap, outSplit, outJ, outQ, back, p - 1, lanes, v, true, turns);
      } else {
        gather(inApart, a, inGap, inSplit, inI, inQ, 0, p, lanes, u);
        multiply(u, u, order, p, lanes, false);
        memory.fill(u + p * lanes * UNIT, 0, bytes - p * lanes * UNIT);
        inner(record, u, v, lanes, beyond);
        multiply(u, v, kernelOf(record), lengthOf(innerOf(record)), lanes, true);
        inner(record, u, v, lanes, beyond);
        // The chirp times conj(swapped) is written by turning once more.
        swapUnits(v, p * lanes);
        multiply(v, v, order, p, lanes, false);
        scatter(outApart, b, outGap, outSplit, outJ, outQ, 0, p, lanes, v, false, turns);
      }
    }
    if (turns != 0) turns += 2 * sizeof<Real>() * (p - 1);
  }
}

/** The transform of the convolution's units u into v. */
function inner(record: usize, u: usize, v: usize, lanes: usize, work: usize): void {
  const step = lanes * UNIT;
  transform(innerOf(record), false, u, 16, 0, step, UNIT, false, v, 16, 0, step, UNIT, lanes, work);
}
