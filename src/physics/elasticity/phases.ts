/** Elastic properties of phases, and what every voxel has of them. */
import {
  checkFinite,
  checkRank,
  formatShape,
  ShapeError,
  toFloat64,
  ValueError,
} from "../../core/index.js";
import type { ArrayInput } from "../../core/index.js";
import { isPositiveDefinite } from "../cell/matrices.js";
import { cubicStiffness, lameConstants, planeStiffness } from "./stiffness.js";
import { rotated } from "./stiffness.js";
import type { Matrix } from "../cell/matrices.js";
import type { Plane } from "./stiffness.js";

/**
 * Isotropic phases; stresses have the unit of the moduli. Without a microstructure, a value for every
 * voxel, [s, …x].
 */
export interface IsotropicPhases {
  /** E ≥ 0 of every phase; 0 is a void. */
  readonly elasticModulus: ArrayInput;
  /** −1 < ν < ½ of every phase; of a void it does not matter. */
  readonly poissonRatio: ArrayInput;
}

/** Cubic crystals. */
export interface CubicPhases {
  readonly C11: ArrayInput;
  readonly C12: ArrayInput;
  readonly C44: ArrayInput;
  /** Bunge's angles φ1, Φ, φ2 of every phase in radians, [H, 3]; default: along the axes. */
  readonly orientation?: ArrayInput;
}

/** Phases of any symmetry. Without a microstructure, a matrix for every voxel, [s, c, c, …x]. */
export interface StiffnessPhases {
  /**
   * C of every phase, [H, 6, 6] in the order (xx, yy, zz, yz, xz, xy) or, in the plane, [H, 3, 3] in the order
   * (xx, yy, xy), with engineering shear: symmetric and positive definite, or all zero for a void.
   */
  readonly stiffness: ArrayInput;
  /** Bunge's angles φ1, Φ, φ2 of every phase in radians, [H, 3]; default: along the axes. */
  readonly orientation?: ArrayInput;
}

/** What phases are made of. */
export type ElasticPhases = IsotropicPhases | CubicPhases | StiffnessPhases;

/** Coefficients of a law, for phases or for voxels. */
export interface ElasticTable {
  readonly law: "isotropic" | "anisotropic";
  /** λ and μ, or the upper triangle of C, [entry, coefficient]. */
  readonly rows: readonly (readonly number[])[];
  /** σ_zz per strain in the plane, [entry, 3]; undefined where it is not known. */
  readonly outOfPlane: readonly (readonly number[] | undefined)[];
}

/** The coefficients of every phase of a list. */
export function tableOf(
  phases: ElasticPhases,
  axes: number,
  plane: Plane,
  where: string,
): ElasticTable {
  if ("elasticModulus" in phases) return isotropicTable(phases, axes, plane, where);
  const matrices = matricesOf(phases, axes, where);
  return stiffnessTable(matrices, axes, plane, where);
}

/** Numbers for a list of phases. */
function listOf(input: ArrayInput, where: string): Float64Array {
  const list = toFloat64(input, where);
  checkRank(list, [1], "[phase]", where);
  checkFinite(list, where);
  return list.data;
}

function isotropicTable(
  { elasticModulus, poissonRatio }: IsotropicPhases,
  axes: number,
  plane: Plane,
  where: string,
): ElasticTable {
  const E = listOf(elasticModulus, `${where}: elasticModulus`);
  const ν = listOf(poissonRatio, `${where}: poissonRatio`);
  checkLengths({ elasticModulus: E.length, poissonRatio: ν.length }, where);
  const rows = Array.from(E, (modulus, h) =>
    isotropicRow(modulus, ν[h], axes, plane, (name) => `${where}: ${name}[${h}]`),
  );
  const outOfPlane = rows.map(([λ]) => (plane === "stress" ? [0, 0, 0] : [λ, λ, 0]));
  return { law: "isotropic", rows, outOfPlane };
}

/** λ and μ as the plane has them; on a line λ + 2μ, as between planes that cannot move sideways. */
export function isotropicRow(
  E: number,
  ν: number,
  axes: number,
  plane: Plane,
  named: (name: string) => string,
): number[] {
  if (!(E >= 0)) {
    throw new ValueError(
      `${named("elasticModulus")} should be at least 0; got ${E}. A void has the modulus 0.`,
    );
  }
  if (E === 0) return axes === 1 ? [0] : [0, 0];
  if (!(ν > -1 && ν < 0.5)) {
    throw new ValueError(
      `${named("poissonRatio")} should lie between −1 and 0.5, both excluded; got ${ν}. ` +
        `Take 0.49 for a solid that hardly changes its volume.`,
    );
  }
  const [λ, μ] = lameConstants(E, ν, axes === 2 && plane === "stress" ? "stress" : "strain");
  if (axes === 1) return [λ + 2 * μ];
  if (axes === 3) return [λ, μ];
  return [λ, plane === "pymks" ? (2 / 3) * μ : μ];
}

function matricesOf(phases: CubicPhases | StiffnessPhases, axes: number, where: string): Matrix[] {
  const own = "C11" in phases ? cubicMatrices(phases, where) : givenMatrices(phases, axes, where);
  if (phases.orientation === undefined) return own;
  const angles = toFloat64(phases.orientation, `${where}: orientation`);
  checkFinite(angles, `${where}: orientation`);
  if (angles.shape.join() !== `${own.length},3`) {
    throw new ShapeError(
      `${where}: orientation should be [${own.length}, 3], Bunge's angles of every phase; ` +
        `got ${formatShape(angles.shape)}.`,
    );
  }
  return own.map((C, h) => {
    if (C.length === 6) return rotated(C, Array.from(angles.data.subarray(3 * h, 3 * h + 3)));
    throw new ShapeError(
      `${where}: stiffness should be [H, 6, 6] where phases have an orientation; got [H, 3, 3]. ` +
        `A crystal turns in space: give all six components.`,
    );
  });
}

function cubicMatrices({ C11, C12, C44 }: CubicPhases, where: string): Matrix[] {
  const [a, b, c] = [
    listOf(C11, `${where}: C11`),
    listOf(C12, `${where}: C12`),
    listOf(C44, `${where}: C44`),
  ];
  checkLengths({ C11: a.length, C12: b.length, C44: c.length }, where);
  return Array.from(a, (_, h) => cubicStiffness(a[h], b[h], c[h]));
}

function givenMatrices({ stiffness }: StiffnessPhases, axes: number, where: string): Matrix[] {
  const all = toFloat64(stiffness, `${where}: stiffness`);
  checkFinite(all, `${where}: stiffness`);
  const [count, rows, columns] = all.shape;
  const allowed = axes === 2 ? [3, 6] : [6];
  if (all.shape.length !== 3 || rows !== columns || !allowed.includes(rows)) {
    throw new ShapeError(
      `${where}: stiffness should be ${allowed.map((c) => `[H, ${c}, ${c}]`).join(" or ")}; ` +
        `got ${formatShape(all.shape)}.`,
    );
  }
  return Array.from({ length: count }, (_, h) =>
    Array.from({ length: rows }, (__, i) =>
      Array.from(all.data.subarray((h * rows + i) * rows, (h * rows + i + 1) * rows)),
    ),
  );
}

function stiffnessTable(
  matrices: readonly Matrix[],
  axes: number,
  plane: Plane,
  where: string,
): ElasticTable {
  if (plane === "pymks") {
    throw new ValueError(
      `${where}: plane "pymks" is a convention for isotropic phases; got stiffness matrices. ` +
        `Choose "strain" or "stress".`,
    );
  }
  matrices.forEach((C, h) => checkStiffness(C, (name) => `${where}: ${name}[${h}]`));
  if (axes === 1) {
    const rows = matrices.map(([[first]]) => [first]);
    return { law: "isotropic", rows, outOfPlane: rows.map(() => undefined) };
  }
  const planes = matrices.map((C) => {
    if (axes === 3 || C.length === 3) return { inPlane: C, outOfPlane: undefined };
    if (isZero(C)) return { inPlane: C.slice(0, 3).map(() => [0, 0, 0]), outOfPlane: [0, 0, 0] };
    return planeStiffness(C, plane);
  });
  return {
    law: "anisotropic",
    rows: planes.map(({ inPlane }) => upperTriangle(inPlane)),
    outOfPlane: planes.map(({ outOfPlane }) => outOfPlane),
  };
}

/** Refuses what is no stiffness. */
export function checkStiffness(C: Matrix, named: (name: string) => string): void {
  if (isZero(C)) return; // a void
  const size = Math.max(...C.flat().map(Math.abs));
  C.forEach((row, i) =>
    row.forEach((entry, j) => {
      if (Math.abs(entry - C[j][i]) <= 1e-9 * size) return;
      throw new ValueError(
        `${named("stiffness")} should be symmetric; entries (${i}, ${j}) and (${j}, ${i}) are ` +
          `${entry} and ${C[j][i]}. Take their mean if they differ by rounding only.`,
      );
    }),
  );
  if (isPositiveDefinite(C)) return;
  throw new ValueError(
    `${named("stiffness")} should be positive definite, so that every strain costs energy; it is not. ` +
      `Check the order (xx, yy, zz, yz, xz, xy) and the unit of its entries; a void is all zeros.`,
  );
}

function isZero(C: Matrix): boolean {
  return C.every((row) => row.every((entry) => entry === 0));
}

/** The upper triangle of a matrix, row by row. */
export function upperTriangle(C: Matrix): number[] {
  return C.flatMap((row, i) => row.slice(i));
}

function checkLengths(lengths: Readonly<Record<string, number>>, where: string): void {
  const counts = Object.values(lengths);
  if (counts.every((count) => count === counts[0])) return;
  const told = Object.entries(lengths).map(([name, count]) => `${count} of ${name}`);
  throw new ShapeError(
    `${where}: every phase should have all its properties; got ${told.join(", ")}. ` +
      `Give lists of one length.`,
  );
}
