/**
 * Pairs of numbers as Float64 lanes, whatever the precision in memory. With `one` only the first of
 * them is there: an odd last number fills the first lane, zero the other.
 */

// @inline
export function take<T extends number>(from: usize, one: bool): v128 {
  if (sizeof<T>() == 8) return one ? v128.load64_zero(from) : v128.load(from);
  return f64x2.promote_low_f32x4(one ? v128.load32_zero(from) : v128.load64_zero(from));
}

// @inline
export function put<T extends number>(to: usize, v: v128, one: bool): void {
  if (sizeof<T>() == 8) {
    if (one) v128.store64_lane(to, v, 0);
    else v128.store(to, v);
  } else {
    const narrow = f32x4.demote_f64x2_zero(v);
    if (one) v128.store32_lane(to, narrow, 0);
    else v128.store64_lane(to, narrow, 0);
  }
}

/** Two of `a` where the lanes of `where` are set, of `b` elsewhere. */
// @inline
export function choose(a: v128, b: v128, where: v128): v128 {
  return v128.bitselect(a, b, where);
}

// @inline
export function both(value: f64): v128 {
  return f64x2.splat(value);
}
