/**
 * A straight fibre in a cell that repeats. Its axis is a closed line: it goes w_a times around the cell along
 * axis a, in direction (w_a n_a), before it meets its own beginning. All images of the axis are parallel,
 * and seen along it they are the points of a plane lattice: the cell's lattice, projected. Distances to the
 * nearest image are distances in that lattice. In 2-D the lattice is that of the cell itself.
 *
 * The lattice has a basis b₁, b₂, reduced so that b₁ is the shortest vector (Lagrange), and a dual basis
 * b*ᵢ·bⱼ = δᵢⱼ: a point at offset r from an axis has the coordinates b*ᵢ·r, and lattice points are
 * where both are integers.
 */

/** The images of an axis, seen along it. */
export interface CrossSection {
  /** How often the axis goes around the cell along x, y, z; empty in 2-D. */
  readonly winding: readonly number[];
  /** Length of the closed axis in cells; 1 in 2-D. */
  readonly length: number;
  /** Distance from the axis to its own nearest image. */
  readonly spacing: number;
  /** b*₁ and b*₂. */
  readonly dual: readonly [readonly number[], readonly number[]];
  /** b₁·b₁, b₁·b₂ and b₂·b₂. */
  readonly gram: readonly [number, number, number];
}

/** The cross-section of a plane cell: discs. */
export function planeSection([nx, ny]: readonly number[]): CrossSection {
  return {
    winding: [],
    length: 1,
    spacing: Math.min(nx, ny),
    dual: [
      [1 / nx, 0],
      [0, 1 / ny],
    ],
    gram: [nx * nx, 0, ny * ny],
  };
}

/** The cross-section of a fibre in a 3-D cell; a common factor of its winding counts once. */
export function fibreSection(shape: readonly number[], winding: readonly number[]): CrossSection {
  const [axis, first, second] = adaptedBasis(shape, winding);
  const length = norm(axis);
  const direction = axis.map((component) => component / length);
  const [b1, b2] = reduced(across(first, direction), across(second, direction));
  const normal1 = cross(b2, direction);
  const normal2 = cross(direction, b1);
  const area = dot(b1, normal1);
  return {
    winding,
    length,
    spacing: norm(b1),
    dual: [normal1.map((c) => c / area), normal2.map((c) => c / area)],
    gram: [dot(b1, b1), dot(b1, b2), dot(b2, b2)],
  };
}

/** Points at exactly the distance count as within, however their coordinates were rounded. */
const SLACK = 1 + 1e-12;

/**
 * Whether an offset with lattice coordinates (α, β) is within a distance of any image. An image (i, j) can
 * be no nearer than |α − i| / |b*₁| and |β − j| / |b*₂|, so only few are looked at.
 */
export function within(
  { dual, gram: [g11, g12, g22] }: CrossSection,
  distance: number,
): (alpha: number, beta: number) => boolean {
  const square = distance * distance * SLACK;
  const [reach1, reach2] = dual.map((vector) => norm(vector) * distance * SLACK);
  return (alpha, beta) => {
    for (let i = Math.ceil(alpha - reach1); i <= alpha + reach1; i++) {
      const p = alpha - i;
      for (let j = Math.ceil(beta - reach2); j <= beta + reach2; j++) {
        const q = beta - j;
        if (g11 * p * p + 2 * g12 * p * q + g22 * q * q <= square) return true;
      }
    }
    return false;
  };
}

/**
 * A basis of the cell's lattice whose first vector is the closed axis: Euclid's algorithm on the winding,
 * Σ w_a v_a kept while the w_a shrink to a single one.
 */
function adaptedBasis(shape: readonly number[], winding: readonly number[]): number[][] {
  const w = [...winding];
  const v = shape.map((n, axis) => shape.map((_, a) => (a === axis ? n : 0)));
  for (;;) {
    const order = [0, 1, 2].sort((a, b) => Math.abs(w[b]) - Math.abs(w[a]));
    const [large, small] = order;
    if (w[small] === 0) return order.map((axis) => v[axis]);
    const times = Math.trunc(w[large] / w[small]);
    w[large] -= times * w[small];
    v[small] = v[small].map((component, a) => component + times * v[large][a]);
  }
}

/** Rounding would let a share of one half go back and forth between its signs. */
const HALF = 0.5 + 1e-9;

/** The two shortest vectors of a plane lattice, the shortest first. */
function reduced(a: number[], b: number[]): [number[], number[]] {
  let [short, long] = [a, b];
  for (;;) {
    if (dot(short, short) > dot(long, long)) [short, long] = [long, short];
    const share = dot(short, long) / dot(short, short);
    if (Math.abs(share) <= HALF) return [short, long];
    const times = Math.round(share);
    const from = short;
    long = long.map((component, i) => component - times * from[i]);
  }
}

function across(vector: readonly number[], direction: readonly number[]): number[] {
  const along = dot(vector, direction);
  return vector.map((component, a) => component - along * direction[a]);
}

function cross([ax, ay, az]: readonly number[], [bx, by, bz]: readonly number[]): number[] {
  return [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, component, i) => sum + component * b[i], 0);
}

function norm(vector: readonly number[]): number {
  return Math.sqrt(dot(vector, vector));
}
