/**
 * Strains of a laminate in closed form: constant in every layer, ε_h = E + sym(a_h ⊗ n), with the same traction
 * t = n·σ_h everywhere and Σ f_h a_h = 0, so that
 *
 *   a_h = A_h⁻¹ (t − n·C_h (E − ε*_h)),   t = (Σ f_h A_h⁻¹)⁻¹ Σ f_h A_h⁻¹ n·C_h (E − ε*_h),   A_h = n·C_h·n.
 */
import { VOIGT } from "../../../src/compute/index.js";
import type { Matrix } from "../../../src/physics/cell/matrices.js";
import { solved } from "../../../src/physics/cell/matrices.js";

/** A layer. */
export interface Layer {
  readonly fraction: number;
  readonly stiffness: Matrix;
  readonly eigenstrain?: readonly number[];
}

/** ε_h[c] of every layer, in Voigt order. */
export function laminateStrains(
  stack: readonly Layer[],
  normal: readonly number[],
  E: readonly number[],
): number[][] {
  const axes = normal.length;
  const pairs = VOIGT[axes];
  /** sym(a ⊗ n) with engineering shear, and its transpose, the traction of a stress. */
  const strainOf = (a: readonly number[]): number[] =>
    pairs.map(([i, j]) => (i === j ? a[i] * normal[i] : a[i] * normal[j] + a[j] * normal[i]));
  const traction = (σ: readonly number[]): number[] => {
    const t = normal.map(() => 0);
    pairs.forEach(([i, j], component) => {
      t[i] += σ[component] * normal[j];
      if (i !== j) t[j] += σ[component] * normal[i];
    });
    return t;
  };
  const times = (C: Matrix, ε: readonly number[]): number[] =>
    C.map((row) => row.reduce((sum, entry, i) => sum + entry * ε[i], 0));
  const parts = stack.map(({ fraction, stiffness, eigenstrain }) => {
    const acoustic = normal.map((_, i) =>
      traction(times(stiffness, strainOf(normal.map((__, k) => (k === i ? 1 : 0))))),
    );
    const free = E.map((value, i) => value - (eigenstrain?.[i] ?? 0));
    return { fraction, acoustic, own: traction(times(stiffness, free)) };
  });
  const inverse = (A: Matrix): number[][] =>
    solved(
      A,
      A.map((_, i) => A.map((__, j) => (i === j ? 1 : 0))),
    );
  const compliance = normal.map((_, i) =>
    normal.map((__, j) =>
      parts.reduce((sum, { fraction, acoustic }) => sum + fraction * inverse(acoustic)[i][j], 0),
    ),
  );
  const jumps = parts.map(({ acoustic, own }) =>
    solved(
      acoustic,
      own.map((value) => [value]),
    ),
  );
  const total = normal.map((_, i) => [
    parts.reduce((sum, { fraction }, h) => sum + fraction * jumps[h][i][0], 0),
  ]);
  const t = solved(compliance, total);
  return parts.map(({ acoustic, own }) => {
    const a = solved(
      acoustic,
      own.map((value, i) => [t[i][0] - value]),
    );
    return strainOf(a.map(([value]) => value)).map((value, i) => value + E[i]);
  });
}
