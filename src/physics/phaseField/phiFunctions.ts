/**
 * The functions that integrate e^{−x(1 − t)} against 1 and t over a step:
 *
 *   ϕ₁(x) = (1 − e⁻ˣ)/x = Σ (−x)ⁿ/(n + 1)!,   ϕ₂(x) = (e⁻ˣ − 1 + x)/x² = Σ (−x)ⁿ/(n + 2)!.
 *
 * Below 1 the quotients lose digits, and the series converge fast.
 */
import { exponential } from "../../compute/index.js";

/** Terms: the next one is below 1/20! ≈ 4e-19. */
const TERMS = 18;

/** e⁻ˣ, ϕ₁ and ϕ₂ for x ≥ 0, within a few units in the last place. */
export function phiFunctions(x: number): { decay: number; one: number; two: number } {
  if (x < 1) {
    let two = 0;
    for (let n = TERMS; n >= 0; n--) two = (1 - x * two) / (n + 2);
    const one = 1 - x * two;
    return { decay: 1 - x * one, one, two };
  }
  const decay = exponential(-x);
  return { decay, one: (1 - decay) / x, two: (decay - 1 + x) / (x * x) };
}
