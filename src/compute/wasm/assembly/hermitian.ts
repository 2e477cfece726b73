/**
 * Two real lines a, b as one complex line z = a + i b, and back: with conj taken of Z[n − k],
 * A[k] = (Z[k] + conj Z[n−k]) / 2 and B[k] = (Z[k] − conj Z[n−k]) / 2i. Units hold the transforms of
 * two such lines z; so four half spectra belong to one unit.
 */
import { UNIT } from "./plan";

/** Half spectra a0, b0, a1, b1 (addresses in the plane of real parts) from L units per index. */
export function separate(
  unit: usize,
  n: usize,
  lanes: usize,
  a0: usize,
  b0: usize,
  a1: usize,
  b1: usize,
  gap: usize,
  laneStep: usize,
): void {
  const step = lanes * UNIT;
  const half = (n >> 1) + 1;
  const one = f64x2.splat(0.5);
  for (let l: usize = 0; l < lanes; l++) {
    let low = unit;
    let high = unit + (n - 1) * step;
    let k: usize = 0;
    // k = 0 is its own mirror image: A and B are the parts of Z.
    const re0 = v128.load(low);
    const im0 = v128.load(low, 16);
    v128.store64_lane(a0, re0, 0);
    v128.store64_lane(a1, re0, 1);
    v128.store64_lane(b0, im0, 0);
    v128.store64_lane(b1, im0, 1);
    store<f64>(a0 + gap, 0);
    store<f64>(a1 + gap, 0);
    store<f64>(b0 + gap, 0);
    store<f64>(b1 + gap, 0);
    low += step;
    for (k = 1; k + 1 < half; k += 2) {
      const at = k << 3;
      const zRe = v128.load(low);
      const zIm = v128.load(low, 16);
      const yRe = v128.load(high);
      const yIm = v128.load(high, 16);
      low += step;
      high -= step;
      const wRe = v128.load(low);
      const wIm = v128.load(low, 16);
      const vRe = v128.load(high);
      const vIm = v128.load(high, 16);
      low += step;
      high -= step;
      const aRe = f64x2.mul(one, f64x2.add(zRe, yRe));
      const nextARe = f64x2.mul(one, f64x2.add(wRe, vRe));
      v128.store(a0 + at, v128.shuffle<f64>(aRe, nextARe, 0, 2));
      v128.store(a1 + at, v128.shuffle<f64>(aRe, nextARe, 1, 3));
      const aIm = f64x2.mul(one, f64x2.sub(zIm, yIm));
      const nextAIm = f64x2.mul(one, f64x2.sub(wIm, vIm));
      v128.store(a0 + gap + at, v128.shuffle<f64>(aIm, nextAIm, 0, 2));
      v128.store(a1 + gap + at, v128.shuffle<f64>(aIm, nextAIm, 1, 3));
      const bRe = f64x2.mul(one, f64x2.add(zIm, yIm));
      const nextBRe = f64x2.mul(one, f64x2.add(wIm, vIm));
      v128.store(b0 + at, v128.shuffle<f64>(bRe, nextBRe, 0, 2));
      v128.store(b1 + at, v128.shuffle<f64>(bRe, nextBRe, 1, 3));
      const bIm = f64x2.mul(one, f64x2.sub(yRe, zRe));
      const nextBIm = f64x2.mul(one, f64x2.sub(vRe, wRe));
      v128.store(b0 + gap + at, v128.shuffle<f64>(bIm, nextBIm, 0, 2));
      v128.store(b1 + gap + at, v128.shuffle<f64>(bIm, nextBIm, 1, 3));
    }
    if (k < half) {
      const at = k << 3;
      const zRe = v128.load(low);
      const zIm = v128.load(low, 16);
      const yRe = v128.load(high);
      const yIm = v128.load(high, 16);
      storeHalves(a0 + at, a1 + at, f64x2.mul(one, f64x2.add(zRe, yRe)));
      storeHalves(a0 + gap + at, a1 + gap + at, f64x2.mul(one, f64x2.sub(zIm, yIm)));
      storeHalves(b0 + at, b1 + at, f64x2.mul(one, f64x2.add(zIm, yIm)));
      storeHalves(b0 + gap + at, b1 + gap + at, f64x2.mul(one, f64x2.sub(yRe, zRe)));
    }
    unit += UNIT;
    a0 += laneStep;
    a1 += laneStep;
    b0 += laneStep;
    b1 += laneStep;
  }
}

/**
 * Units of scale · conj-swapped Z = A + i B: the forward transform of them is the inverse one, with
 * its parts swapped.
 */
export function combine(
  unit: usize,
  n: usize,
  lanes: usize,
  a0: usize,
  b0: usize,
  a1: usize,
  b1: usize,
  gap: usize,
  laneStep: usize,
  scale: f64,
): void {
  const step = lanes * UNIT;
  const half = (n >> 1) + 1;
  const factor = f64x2.splat(scale);
  for (let l: usize = 0; l < lanes; l++) {
    let low = unit;
    let high = unit + (n - 1) * step;
    let k: usize = 0;
    // Entries that are their own mirror image are real, whatever rounding left there.
    v128.store(low, f64x2.mul(factor, loadHalves(b0, b1)));
    v128.store(low, f64x2.mul(factor, loadHalves(a0, a1)), 16);
    low += step;
    for (k = 1; k + 1 < half && (k + 1) << 1 != n; k += 2) {
      const at = k << 3;
      const a0Re = f64x2.mul(factor, v128.load(a0 + at));
      const a1Re = f64x2.mul(factor, v128.load(a1 + at));
      const a0Im = f64x2.mul(factor, v128.load(a0 + gap + at));
      const a1Im = f64x2.mul(factor, v128.load(a1 + gap + at));
      const b0Re = f64x2.mul(factor, v128.load(b0 + at));
      const b1Re = f64x2.mul(factor, v128.load(b1 + at));
      const b0Im = f64x2.mul(factor, v128.load(b0 + gap + at));
      const b1Im = f64x2.mul(factor, v128.load(b1 + gap + at));
      const low0 = f64x2.add(a0Im, b0Re);
      const low1 = f64x2.add(a1Im, b1Re);
      const lowIm0 = f64x2.sub(a0Re, b0Im);
      const lowIm1 = f64x2.sub(a1Re, b1Im);
      const high0 = f64x2.sub(b0Re, a0Im);
      const high1 = f64x2.sub(b1Re, a1Im);
      const highIm0 = f64x2.add(a0Re, b0Im);
      const highIm1 = f64x2.add(a1Re, b1Im);
      v128.store(low, v128.shuffle<f64>(low0, low1, 0, 2));
      v128.store(low, v128.shuffle<f64>(lowIm0, lowIm1, 0, 2), 16);
      v128.store(high, v128.shuffle<f64>(high0, high1, 0, 2));
      v128.store(high, v128.shuffle<f64>(highIm0, highIm1, 0, 2), 16);
      low += step;
      high -= step;
      v128.store(low, v128.shuffle<f64>(low0, low1, 1, 3));
      v128.store(low, v128.shuffle<f64>(lowIm0, lowIm1, 1, 3), 16);
      v128.store(high, v128.shuffle<f64>(high0, high1, 1, 3));
      v128.store(high, v128.shuffle<f64>(highIm0, highIm1, 1, 3), 16);
      low += step;
      high -= step;
    }
    for (; k < half; k++) {
      const at = k << 3;
      const own = k << 1 == n;
      const aRe = f64x2.mul(factor, loadHalves(a0 + at, a1 + at));
      const bRe = f64x2.mul(factor, loadHalves(b0 + at, b1 + at));
      const aIm = own
        ? f64x2.splat(0)
        : f64x2.mul(factor, loadHalves(a0 + gap + at, a1 + gap + at));
      const bIm = own
        ? f64x2.splat(0)
        : f64x2.mul(factor, loadHalves(b0 + gap + at, b1 + gap + at));
      v128.store(low, f64x2.add(aIm, bRe));
      v128.store(low, f64x2.sub(aRe, bIm), 16);
      if (!own) {
        v128.store(high, f64x2.sub(bRe, aIm));
        v128.store(high, f64x2.add(aRe, bIm), 16);
      }
      low += step;
      high -= step;
    }
    unit += UNIT;
    a0 += laneStep;
    a1 += laneStep;
    b0 += laneStep;
    b1 += laneStep;
  }
}

function storeHalves(to0: usize, to1: usize, value: v128): void {
  v128.store64_lane(to0, value, 0);
  v128.store64_lane(to1, value, 1);
}

function loadHalves(from0: usize, from1: usize): v128 {
  return v128.load64_lane(from1, v128.load64_zero(from0), 1);
}
