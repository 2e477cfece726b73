/**
 * Panels of matrices as the tile of a product reads them: panel[k, lane], a whole number of vectors for
 * every k. Lanes are rows of the left matrix or columns of the right one; those that the matrix does
 * not have are zero.
 */
import { LANES, Real } from "./real";

const V: usize = 16; // bytes of a vector
const SIZE: usize = sizeof<Real>();

/** Packs `count` lanes, `lane` bytes apart, of `depth` entries, `step` bytes apart. */
export function pack(
  from: usize,
  lane: usize,
  step: usize,
  count: usize,
  depth: usize,
  to: usize,
  vectors: usize,
): void {
  if (lane == SIZE && count == vectors * LANES) {
    copyVectors(from, step, depth, to, vectors);
    return;
  }
  for (let first: usize = 0; first < vectors * LANES; first += LANES) {
    const here = count > first ? min(count - first, LANES) : 0;
    if (step == SIZE && here == LANES) turnLanes(from, lane, depth, to, vectors * V);
    else packFew(from, lane, step, here, depth, to, vectors * V);
    from += LANES * lane;
    to += V;
  }
}

function copyVectors(from: usize, step: usize, depth: usize, to: usize, vectors: usize): void {
  const end = to + depth * vectors * V;
  if (vectors == 1) {
    for (; to < end; to += V, from += step) v128.store(to, v128.load(from));
    return;
  }
  for (; to < end; to += 2 * V, from += step) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, V), V);
  }
}

/** One vector of lanes that each lie in one piece: squares of entries are transposed. */
function turnLanes(from: usize, lane: usize, depth: usize, to: usize, width: usize): void {
  const squares = depth & ~(LANES - 1);
  const end = from + squares * SIZE;
  for (; from < end; from += V, to += LANES * width) {
    if (sizeof<Real>() == 4) {
      const a = v128.load(from);
      const b = v128.load(from + lane);
      const c = v128.load(from + 2 * lane);
      const d = v128.load(from + 3 * lane);
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f64>(ab, cd, 0, 2));
      v128.store(to + width, v128.shuffle<f64>(ab, cd, 1, 3));
      v128.store(to + 2 * width, v128.shuffle<f64>(AB, CD, 0, 2));
      v128.store(to + 3 * width, v128.shuffle<f64>(AB, CD, 1, 3));
    } else {
      const a = v128.load(from);
      const b = v128.load(from + lane);
      v128.store(to, v128.shuffle<f64>(a, b, 0, 2));
      v128.store(to + width, v128.shuffle<f64>(a, b, 1, 3));
    }
  }
  packFew(from, lane, SIZE, LANES, depth - squares, to, width);
}

/** One vector of lanes, of which `count` are there. */
function packFew(
  from: usize,
  lane: usize,
  step: usize,
  count: usize,
  depth: usize,
  to: usize,
  width: usize,
): void {
  for (let k: usize = 0; k < depth; k++) {
    let at = from;
    let target = to;
    v128.store(to, v128.splat<Real>(0));
    for (let i: usize = 0; i < count; i++) {
      store<Real>(target, load<Real>(at));
      at += lane;
      target += SIZE;
    }
    from += step;
    to += width;
  }
}
