/** Inner products sample by sample. */
import { sum64 } from "./reductions";

const PRODUCT: i32 = 1; // its number in reductions.ts

/** Stores Σ x y at `out`, by the tree of all sums. */
export function fillDot(x: usize, y: usize, count: i32, out: usize): void {
  store<f64>(out, sum64(PRODUCT, x, y, count, 0));
}
