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
import { addedUnits, addSwapped, multiply, swapUnits } from "./units";

/** Columns taken at once by a factor without a pass of its own. */
const DIRECT_LANES: usize = 4;

/** A pass of a factor that has none of its own. */
export function largePass(
  record: usize,
  inApart: bool,
  outApart: bool,
  in0: usize,
  in1: usize,
  in2: usize,
  in3: usize,
  inK: usize,
  inI: usize,
  inQ: usize,
  out0: usize,
  out1: usize,
  out2: usize,
  out3: usize,
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
  const inOrder: usize = kind == RADER ? order : 0;
  for (let k: usize = 0; k < kCount; k++) {
    for (let q: usize = 0; q < qCount; q += most) {
      const lanes = min(most, qCount - q);
      const a = k * inK + q * inQ;
      const b = k * outK + q * outQ;
      if (kind == DIRECT) {
        const step = lanes * UNIT;
        const y = work + p * step;
        const folded = y + p * step;
        const toUnits = outApart || turns != 0;
        if (inApart) gather(true, in0 + a, in1 + a, in2 + a, in3 + a, inI, inQ, 0, p, lanes, work);
        direct(
          p,
          inApart ? work : in0 + a,
          inApart ? 16 : in1 - in0,
          inApart ? step : inI,
          inApart ? UNIT : inQ,
          toUnits ? y : out0 + b,
          toUnits ? 16 : out1 - out0,
          toUnits ? step : outJ,
          toUnits ? UNIT : outQ,
          lanes,
          rootsOf(record),
          folded,
        );
        if (toUnits)
          scatter(
            outApart,
            out0 + b,
            out1 + b,
            out2 + b,
            out3 + b,
            outJ,
            outQ,
            0,
            p,
            lanes,
            y,
            false,
            turns,
          );
        continue;
      }
      // The values that the convolution is made of, and those it leaves.
      const bytes = bufferBytes(innerOf(record), lanes);
      const x = work;
      const y = x + bytes;
      const first = y + bytes;
      const beyond = first + lanes * UNIT;
      if (kind == RADER) {
        gather(inApart, in0 + a, in1 + a, in2 + a, in3 + a, inI, inQ, 0, 1, lanes, first);
        gather(inApart, in0 + a, in1 + a, in2 + a, in3 + a, inI, inQ, order, p - 1, lanes, x);
      } else {
        gather(inApart, in0 + a, in1 + a, in2 + a, in3 + a, inI, inQ, 0, p, lanes, x);
        multiply(x, x, order, p, lanes, false);
        memory.fill(x + p * lanes * UNIT, 0, bytes - p * lanes * UNIT);
      }
      inner(record, x, y, lanes, beyond);
      if (kind == RADER) {
        // X[0] is the sum of all; x[0], added to the mean of the convolution, reaches every X[k].
        scatter(
          outApart,
          out0 + b,
          out1 + b,
          out2 + b,
          out3 + b,
          outJ,
          outQ,
          0,
          1,
          lanes,
          addedUnits(y, first, lanes),
          false,
          turns,
        );
        multiply(x, y, kernelOf(record), p - 1, lanes, true);
        addSwapped(x, first, lanes);
        inner(record, x, y, lanes, beyond);
        scatter(
          outApart,
          out0 + b,
          out1 + b,
          out2 + b,
          out3 + b,
          outJ,
          outQ,
          order + 4 * (p - 1),
          p - 1,
          lanes,
          y,
          true,
          turns,
        );
      } else {
        multiply(x, y, kernelOf(record), lengthOf(innerOf(record)), lanes, true);
        inner(record, x, y, lanes, beyond);
        // The chirp times conj(swapped) is written by turning once more.
        swapUnits(y, p * lanes);
        multiply(y, y, order, p, lanes, false);
        scatter(
          outApart,
          out0 + b,
          out1 + b,
          out2 + b,
          out3 + b,
          outJ,
          outQ,
          0,
          p,
          lanes,
          y,
          false,
          turns,
        );
      }
    }
    if (turns != 0) turns += 16 * (p - 1);
  }
}

function inner(record: usize, x: usize, y: usize, lanes: usize, work: usize): void {
  const step = lanes * UNIT;
  transform(
    innerOf(record),
    false,
    x,
    x + 16,
    0,
    0,
    step,
    UNIT,
    false,
    y,
    y + 16,
    0,
    0,
    step,
    UNIT,
    lanes,
    work,
  );
}
