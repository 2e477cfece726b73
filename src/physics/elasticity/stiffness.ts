/**
 * Stiffness matrices in Voigt order, (xx, yy, zz, yz, xz, xy) with engineering shear, γ = 2ε: σ = C ε.
 * Rotations act through the Bond matrix of strains, C' = Mᵀ C M with M the change of strain components
 * (Auld, Acoustic Fields and Waves in Solids (1973), chapter 3).
 */
import { VOIGT } from "../../compute/index.js";
import { ndarrayOf, ShapeError, toFloat64, ValueError } from "../../core/index.js";
import type { ArrayInput, NdArray } from "../../core/index.js";
import { bungeMatrix } from "../../states/index.js";
import { solved } from "../cell/matrices.js";
import type { Matrix } from "../cell/matrices.js";

const PAIRS = VOIGT[3];

/**
 * Lamé's constants λ and μ of an isotropic solid, in the unit of its modulus: λ = Eν / ((1 + ν)(1 − 2ν)),
 * μ = E / (2(1 + ν)); as a plane under plane stress has them, 2λμ/(λ + 2μ) in place of λ.
 * @param plane default "strain", which is also right in space
 */
export function lameConstants(
  elasticModulus: number,
  poissonRatio: number,
  plane: "strain" | "stress" = "strain",
): [number, number] {
  const [E, ν] = [elasticModulus, poissonRatio];
  const μ = E / (2 * (1 + ν));
  return [plane === "stress" ? (2 * μ * ν) / (1 - ν) : (E * ν) / ((1 + ν) * (1 - 2 * ν)), μ];
}

/** The stiffness of a cubic crystal in its own axes; isotropic where C11 − C12 = 2 C44. */
export function cubicStiffness(C11: number, C12: number, C44: number): number[][] {
  return PAIRS.map((_, i) =>
    PAIRS.map((__, j) => {
      if (i > 2 || j > 2) return i === j ? C44 : 0;
      return i === j ? C11 : C12;
    }),
  );
}

/**
 * A stiffness seen from axes that a crystal is turned against.
 * @param stiffness C[6, 6] in the crystal's own axes
 * @param orientation Bunge's angles φ1, Φ, φ2 in radians, which turn the sample's axes into the crystal's
 * @returns C[6, 6] in the sample's axes
 * @throws ShapeError, ValueError unless there are 6 × 6 numbers and three angles
 */
export function rotateStiffness(stiffness: ArrayInput, orientation: ArrayInput): NdArray {
  const where = "physics.rotateStiffness";
  const C = toFloat64(stiffness, `${where}: stiffness`);
  const angles = toFloat64(orientation, `${where}: orientation`);
  if (C.shape.join() !== "6,6" || angles.shape.join() !== "3") {
    throw new ShapeError(
      `${where}: expected a stiffness [6, 6] and three angles; got [${C.shape.join(", ")}] and ` +
        `[${angles.shape.join(", ")}]. A crystal is turned in space, so that all six components are needed.`,
    );
  }
  const rows = Array.from({ length: 6 }, (_, i) => Array.from(C.data.subarray(6 * i, 6 * i + 6)));
  return ndarrayOf(Float64Array.from(rotated(rows, Array.from(angles.data)).flat()), [6, 6]);
}

/** The same of bare rows. */
export function rotated(C: Matrix, [phi1, Phi, phi2]: readonly number[]): number[][] {
  const g = bungeMatrix(phi1, Phi, phi2); // components in the crystal of a vector in the sample
  if (!g.every(Number.isFinite)) {
    throw new ValueError(
      `physics: an orientation should be three finite angles in radians; got ${phi1}, ${Phi}, ${phi2}. ` +
        `Give Bunge's φ1, Φ and φ2.`,
    );
  }
  // ε_crystal = M ε_sample: ε'_kl = g_ki g_lj ε_ij, with γ = 2ε on both sides.
  const M = PAIRS.map(([k, l]) =>
    PAIRS.map(([i, j]) => {
      const tensor = g[3 * k + i] * g[3 * l + j];
      const whole = i === j ? tensor : (tensor + g[3 * k + j] * g[3 * l + i]) / 2;
      return k === l ? whole : 2 * whole;
    }),
  );
  return product(transposed(M), product(C, M));
}

/** How a plane cell stands for a body. */
export type Plane = "strain" | "stress" | "pymks";

/** What a plane cell needs of a stiffness, and what it leaves out. */
export interface PlaneStiffness {
  /** C[3, 3] of (xx, yy, xy). */
  readonly inPlane: Matrix;
  /** σ_zz per strain in the plane. */
  readonly outOfPlane: readonly number[];
}

/** The six components' stiffness in the plane: strains out of it are zero, or stresses out of it are. */
export function planeStiffness(C: Matrix, plane: Plane): PlaneStiffness {
  const inside = [0, 1, 5];
  const outside = [2, 3, 4];
  const block = (rows: readonly number[], columns: readonly number[]): number[][] =>
    rows.map((i) => columns.map((j) => C[i][j]));
  const A = block(inside, inside);
  if (plane !== "stress") return { inPlane: A, outOfPlane: block([2], inside)[0] };
  const B = block(outside, inside);
  if (B.flat().every((entry) => entry === 0)) return { inPlane: A, outOfPlane: [0, 0, 0] };
  const X = solved(block(outside, outside), B);
  const inPlane = A.map((row, i) =>
    row.map((entry, j) => entry - B.reduce((sum, each, k) => sum + each[i] * X[k][j], 0)),
  );
  return { inPlane, outOfPlane: [0, 0, 0] };
}

function product(A: Matrix, B: Matrix): number[][] {
  return A.map((row) =>
    B[0].map((_, j) => row.reduce((sum, entry, k) => sum + entry * B[k][j], 0)),
  );
}

function transposed(A: Matrix): number[][] {
  return A[0].map((_, i) => A.map((row) => row[i]));
}
