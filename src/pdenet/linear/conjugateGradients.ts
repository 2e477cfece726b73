/**
 * Conjugate gradients for H x = b, preconditioned by M, with H and M positive definite, or semidefinite with b in
 * their range; from x = 0. Hestenes and Stiefel, J. Res. Natl. Bur. Stand. 49 (1952) 409.
 */

/** A system that is known by what it does to a vector. */
export interface System {
  /** Fills out with H x. */
  readonly apply: (x: Float64Array, out: Float64Array) => void;
  /** Fills out with M⁻¹ r. */
  readonly precondition: (r: Float64Array, out: Float64Array) => void;
}

/** A solution, and how far it got. */
export interface Solution {
  readonly x: Float64Array;
  readonly iterations: number;
  /** √(r·M⁻¹r / b·M⁻¹b). */
  readonly residual: number;
}

/** Solves until √(r·M⁻¹r) ≤ tolerance √(b·M⁻¹b), or for so many iterations. */
export function conjugateGradients(
  { apply, precondition }: System,
  b: Float64Array,
  tolerance: number,
  maxIterations: number,
): Solution {
  const n = b.length;
  const x = new Float64Array(n);
  const r = b.slice();
  const [z, h] = [new Float64Array(n), new Float64Array(n)];
  precondition(r, z);
  const p = z.slice();
  let rz = dot(r, z);
  const whole = rz;
  let iterations = 0;
  while (iterations < maxIterations && rz > tolerance * tolerance * whole) {
    apply(p, h);
    const curvature = dot(p, h);
    if (!(curvature > 0)) break;
    const α = rz / curvature;
    for (let i = 0; i < n; i++) {
      x[i] += α * p[i];
      r[i] -= α * h[i];
    }
    precondition(r, z);
    const next = dot(r, z);
    const β = next / rz;
    for (let i = 0; i < n; i++) p[i] = z[i] + β * p[i];
    rz = next;
    iterations++;
  }
  return { x, iterations, residual: whole > 0 ? Math.sqrt(Math.max(0, rz) / whole) : 0 };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
