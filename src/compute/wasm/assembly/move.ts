/** Moving columns of values between the caller's layout and units, for passes of large factors. */
import { multiplyAdd, multiplySub } from "./fused";
import { UNIT } from "./plan";
import { loadApart, Real, storeApart } from "./real";

/** unit[i, c] = x[order[i], c] for i < count; in order if there is none. */
export function gather(
  apart: bool,
  x: usize,
  gap: usize,
  split: usize,
  index: usize,
  lane: usize,
  order: usize,
  count: usize,
  lanes: usize,
  unit: usize,
): void {
  for (let i: usize = 0; i < count; i++) {
    let at = x + index * (order == 0 ? i : <usize>load<u32>(order + (i << 2)));
    for (let c: usize = 0; c < lanes; c++) {
      v128.store(unit, apart ? loadApart(at, split) : v128.load(at));
      v128.store(unit, apart ? loadApart(at + gap, split) : v128.load(at + gap), 16);
      unit += UNIT;
      at += lane;
    }
  }
}

/**
 * y[order[j], c] = turn[order[j]] unit[j, c] for j < count, where turns begin at index 1.
 * @param swapped whether the units hold their parts the other way round
 */
export function scatter(
  apart: bool,
  y: usize,
  gap: usize,
  split: usize,
  index: usize,
  lane: usize,
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
    const turn = turns + 2 * sizeof<Real>() * (j - 1);
    const w = turned ? v128.load_splat<Real>(turn) : v128.splat<Real>(1);
    const v = turned ? v128.load_splat<Real>(turn, sizeof<Real>()) : v128.splat<Real>(0);
    let at = y + j * index;
    for (let c: usize = 0; c < lanes; c++) {
      let re = v128.load(unit + first);
      let im = v128.load(unit + (16 - first));
      if (turned) {
        const turnedRe = multiplySub<Real>(im, v, v128.mul<Real>(re, w));
        im = multiplyAdd<Real>(im, w, v128.mul<Real>(re, v));
        re = turnedRe;
      }
      if (apart) {
        storeApart(at, split, re);
        storeApart(at + gap, split, im);
      } else {
        v128.store(at, re);
        v128.store(at + gap, im);
      }
      unit += UNIT;
      at += lane;
    }
  }
}
