/** What looks upwind: a first derivative where its slope is positive, elsewhere its mirror. Addresses are bytes. */

const V: usize = 16; // bytes of a vector

/** Puts the mirror's numbers in a row wherever the slope is not positive. */
export function chooseRow(slopes: usize, mirror: usize, bytes: usize, row: usize): void {
  let at: usize = 0;
  for (const whole = bytes & ~15; at < whole; at += V) {
    const stays = v128.gt<f64>(v128.load(slopes + at), f64x2.splat(0));
    const seen = v128.bitselect(v128.load(row + at), v128.load(mirror + at), stays);
    v128.store(row + at, seen);
  }
  if (at < bytes && !(load<f64>(slopes + at) > 0)) store<f64>(row + at, load<f64>(mirror + at));
}

/** Parts a row: numbers with a positive slope go to one place, the others to the mirror's, and zeros beside. */
export function partRow(slopes: usize, row: usize, bytes: usize, to: usize, mirror: usize): void {
  let at: usize = 0;
  for (const whole = bytes & ~15; at < whole; at += V) {
    const stays = v128.gt<f64>(v128.load(slopes + at), f64x2.splat(0));
    const value = v128.load(row + at);
    v128.store(to + at, v128.and(value, stays));
    v128.store(mirror + at, v128.andnot(value, stays));
  }
  if (at == bytes) return;
  const value = load<f64>(row + at);
  const stays = load<f64>(slopes + at) > 0;
  store<f64>(to + at, stays ? value : 0);
  store<f64>(mirror + at, stays ? 0 : value);
}
