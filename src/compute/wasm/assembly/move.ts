/** Moving columns of values between the caller's layout and units, for passes of large factors. */
import { UNIT } from "./plan";

/** unit[i, c] = in[order[i], c] for i < count; in order if there is none. */
export function gather(
  apart: bool,
  in0: usize,
  in1: usize,
  in2: usize,
  in3: usize,
  inI: usize,
  inQ: usize,
  order: usize,
  count: usize,
  lanes: usize,
  unit: usize,
): void {
  for (let i: usize = 0; i < count; i++) {
    let a = inI * (order == 0 ? i : <usize>load<u32>(order + (i << 2)));
    for (let c: usize = 0; c < lanes; c++) {
      if (apart) {
        v128.store(unit, v128.load64_lane(in1 + a, v128.load64_zero(in0 + a), 1));
        v128.store(unit, v128.load64_lane(in3 + a, v128.load64_zero(in2 + a), 1), 16);
      } else {
        v128.store(unit, v128.load(in0 + a));
        v128.store(unit, v128.load(in1 + a), 16);
      }
      unit += UNIT;
      a += inQ;
    }
  }
}

/**
 * out[order[j], c] = turn[order[j]] unit[j, c] for j < count, where turns begin at index 1.
 * @param swapped whether the units hold their parts the other way round
 */
export function scatter(
  apart: bool,
  out0: usize,
  out1: usize,
  out2: usize,
  out3: usize,
  outJ: usize,
  outQ: usize,
  order: usize,
  count: usize,
  lanes: usize,
  unit: usize,
  swapped: bool,
  turns: usize,
): void {
  const first: usize = swapped ? 16 : 0;
  for (let i: usize = 0; i < count; i++) {
    const j = order == 0 ? i : <usize>load<u32>(order + (i << 2));
    const turned = turns != 0 && j > 0;
    const w = turned ? v128.load64_splat(turns + 16 * (j - 1)) : f64x2.splat(1);
    const v = turned ? v128.load64_splat(turns + 16 * (j - 1) + 8) : f64x2.splat(0);
    let b = j * outJ;
    for (let c: usize = 0; c < lanes; c++) {
      let re = v128.load(unit + first);
      let im = v128.load(unit + (16 - first));
      if (turned) {
        const turnedRe = f64x2.sub(f64x2.mul(re, w), f64x2.mul(im, v));
        im = f64x2.add(f64x2.mul(re, v), f64x2.mul(im, w));
        re = turnedRe;
      }
      if (apart) {
        v128.store64_lane(out0 + b, re, 0);
        v128.store64_lane(out1 + b, re, 1);
        v128.store64_lane(out2 + b, im, 0);
        v128.store64_lane(out3 + b, im, 1);
      } else {
        v128.store(out0 + b, re);
        v128.store(out1 + b, im);
      }
      unit += UNIT;
      b += outQ;
    }
  }
}
