/**
 * The next step to try along a line, from what is known of ψ at two or three steps: a cubic or a
 * parabola through values and slopes has its minimum there. Which of them to trust depends on how the
 * newest value and slope compare with the best.
 *
 * J. J. Moré and D. J. Thuente, ACM Trans. Math. Softw. 20 (1994) 286, section 4.
 */

/** A step α, the value ψ(α) and the slope ψ'(α). */
export interface Sample {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/** How far a step may go towards the other end of the interval on the word of two slopes. */
const TRUST = 0.66;

/**
 * The next step to try; NaN where rounding left nothing to go by.
 * @param best the step with the least ψ before the newest was tried
 * @param newest the step tried last
 * @param other the other end of the interval around a minimum; undefined while ψ only fell
 * @param far the farthest step allowed while ψ only fell
 */
export function nextStep(
  best: Sample,
  newest: Sample,
  other: Sample | undefined,
  far: number,
): number {
  if (newest.value > best.value) return stepAfterRise(best, newest);
  if (newest.slope * (newest.step - best.step) > 0) return stepAfterTurn(best, newest);
  return other ? stepInside(best, newest, other) : stepBeyond(best, newest, far);
}

/** ψ rose: the cubic if it is the nearer to the best step, else halfway from it to the parabola. */
function stepAfterRise(best: Sample, newest: Sample): number {
  const cubic = cubicMinimum(best, newest);
  const length = newest.step - best.step;
  const chord = (newest.value - best.value) / length;
  const parabola = best.step + (best.slope / (best.slope - chord) / 2) * length;
  const near = Math.abs(cubic - best.step) < Math.abs(parabola - best.step);
  return near ? cubic : cubic + (parabola - cubic) / 2;
}

/** The slope changed its sign: of the cubic and the secant the one farther from the newest step. */
function stepAfterTurn(best: Sample, newest: Sample): number {
  const cubic = cubicMinimum(best, newest);
  const secant = secantMinimum(best, newest);
  return Math.abs(cubic - newest.step) > Math.abs(secant - newest.step) ? cubic : secant;
}

/** ψ fell within the interval: no farther than a part of the way to its other end. */
function stepInside(best: Sample, newest: Sample, other: Sample): number {
  if (Math.abs(newest.slope) > Math.abs(best.slope)) return cubicMinimum(newest, other);
  const cubic = cubicMinimum(best, newest);
  const secant = secantMinimum(best, newest);
  const beyond = (cubic - newest.step) * (newest.step - best.step) > 0;
  const near = beyond && Math.abs(cubic - newest.step) < Math.abs(secant - newest.step);
  const limit = newest.step + TRUST * (other.step - newest.step);
  const clamp = newest.step > best.step ? Math.min : Math.max;
  return clamp(limit, near ? cubic : secant);
}

/** ψ only fell so far: the farther of cubic and secant, or as far as allowed if it falls ever faster. */
function stepBeyond(best: Sample, newest: Sample, far: number): number {
  if (Math.abs(newest.slope) > Math.abs(best.slope)) return far;
  const cubic = cubicMinimum(best, newest);
  const beyond = cubic > newest.step ? cubic : far;
  return Math.min(far, Math.max(beyond, secantMinimum(best, newest)));
}

/** Where the line through both slopes vanishes. */
function secantMinimum(a: Sample, b: Sample): number {
  return b.step + (b.slope / (b.slope - a.slope)) * (a.step - b.step);
}

/**
 * The minimum of the cubic through both values and slopes,
 *
 *   θ = 3 (ψ_a − ψ_b)/(b − a) + ψ'_a + ψ'_b,   γ = sign(b − a) √(θ² − ψ'_a ψ'_b),
 *   b − (b − a) (ψ'_b + γ − θ)/(ψ'_b − ψ'_a + 2γ),
 *
 * where the slopes are scaled by the largest of them, so that no square overflows. A cubic without a
 * minimum gives the step at which its slope is least.
 */
function cubicMinimum(a: Sample, b: Sample): number {
  const length = b.step - a.step;
  const theta = (3 * (a.value - b.value)) / length + a.slope + b.slope;
  const scale = Math.max(Math.abs(theta), Math.abs(a.slope), Math.abs(b.slope));
  const part = theta / scale;
  const square = part * part - (a.slope / scale) * (b.slope / scale);
  const root = Math.sign(length) * scale * Math.sqrt(Math.max(0, square));
  return b.step - (length * (b.slope + root - theta)) / (b.slope - a.slope + 2 * root);
}
