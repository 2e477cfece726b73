/** Bodies to be strained: cells of phases, or of properties given voxel by voxel. */
import { coefficientMatrix } from "../../compute/index.js";
import {
  checkFinite,
  checkInteger,
  checkRank,
  formatShape,
  sameShape,
  ShapeError,
  sizeOf,
  toDense,
  toFloat64,
  ValueError,
} from "../../core/index.js";
import type { ArrayInput, Dense } from "../../core/index.js";
import { checkIndices } from "../cell/phaseIndices.js";
import { checkStiffness, isotropicRow, tableOf, upperTriangle } from "./phases.js";
import type { ElasticPhases } from "./phases.js";
import type { Matrix } from "../cell/matrices.js";
import type { Plane } from "./stiffness.js";

/** Cells of one kind on one grid. */
export interface ElasticBody {
  readonly samples: number;
  /** Voxels along every axis, as they were given. */
  readonly grid: readonly number[];
  readonly law: "isotropic" | "anisotropic";
  /** Coefficients of a voxel. */
  readonly coefficients: number;
  /** Whether all samples have one reference. */
  readonly shared: boolean;
  /** Fills [coefficient, …x] on the grid of voxels. */
  readonly write: (sample: number, coefficients: Float64Array) => void;
  /** The mean stiffness of the phases, or of the voxels of a sample: what the preconditioner inverts. */
  readonly reference: (sample: number) => Matrix;
  /** Phase indices, where there are phases. */
  readonly phases?: Dense;
  /** σ_zz per elastic strain in the plane of a voxel, [3], or undefined where the stiffness does not tell. */
  readonly outOfPlane: (sample: number, voxel: number) => readonly number[] | undefined;
}

/** Components of a strain in Voigt order. */
export function componentsOf(axes: number): number {
  return (axes * (axes + 1)) / 2;
}

/**
 * The cells of a call.
 * @param m phase indices [s, …x], or null for properties given voxel by voxel
 */
export function bodyOf(
  m: ArrayInput | null,
  phases: ElasticPhases,
  plane: Plane,
  where: string,
): ElasticBody {
  checkKind(phases, where);
  if (m === null) return voxelBody(phases, plane, where);
  const indices = toDense(m, `${where}: microstructure`);
  checkRank(indices, [2, 3, 4], "[sample, …x]", `${where}: microstructure`);
  const [samples, ...grid] = indices.shape;
  checkInteger(samples, 1, Infinity, `${where}: samples of the microstructure`);
  const { law, rows, outOfPlane } = tableOf(phases, grid.length, plane, where);
  checkIndices(indices, rows.length, where);
  const size = sizeOf(grid);
  const count = rows[0].length;
  const solid = rows.filter((row) => row.some((entry) => entry !== 0));
  const mean = rows[0].map((_, i) => solid.reduce((sum, row) => sum + row[i] / solid.length, 0));
  return {
    ...{ samples, grid, law, coefficients: count, shared: true, phases: indices },
    outOfPlane: (sample, voxel) => outOfPlane[indices.data[sample * size + voxel]],
    write(sample, coefficients) {
      const { data } = indices;
      for (let i = 0; i < count; i++) {
        const values = Float64Array.from(rows, (row) => row[i]);
        for (let x = 0; x < size; x++) coefficients[i * size + x] = values[data[sample * size + x]];
      }
    },
    reference: () =>
      coefficientMatrix(
        law,
        grid.length,
        grid.length,
        solid.length === 0 ? unit(law, grid.length) : mean,
      ),
  };
}

/** Refuses what names no properties. */
function checkKind(phases: unknown, where: string): void {
  const given = typeof phases === "object" && phases !== null ? Object.keys(phases) : [];
  if (["elasticModulus", "C11", "stiffness"].some((name) => given.includes(name))) return;
  throw new ValueError(
    `${where}: phases should be { elasticModulus, poissonRatio }, { C11, C12, C44 } or { stiffness }; ` +
      `got ${given.length > 0 ? `{ ${given.join(", ")} }` : String(phases)}.`,
  );
}

function voxelBody(phases: ElasticPhases, plane: Plane, where: string): ElasticBody {
  if ("elasticModulus" in phases) {
    const E = toFloat64(phases.elasticModulus, `${where}: elasticModulus`);
    const ν = toFloat64(phases.poissonRatio, `${where}: poissonRatio`);
    checkFinite(E, `${where}: elasticModulus`);
    checkFinite(ν, `${where}: poissonRatio`);
    checkRank(
      E,
      [2, 3, 4],
      "[sample, …x] where there is no microstructure",
      `${where}: elasticModulus`,
    );
    if (!sameShape(E.shape, ν.shape)) {
      throw new ShapeError(
        `${where}: elasticModulus and poissonRatio should have one shape; got ` +
          `${formatShape(E.shape)} and ${formatShape(ν.shape)}.`,
      );
    }
    const [samples, ...grid] = E.shape;
    const all = Array.from(E.data, (modulus, i) =>
      isotropicRow(
        modulus,
        ν.data[i],
        grid.length,
        plane,
        (name) => `${where}: ${name}, entry ${i}`,
      ),
    );
    return voxelCells(samples, grid, "isotropic", all, ([λ]) =>
      plane === "stress" ? [0, 0, 0] : [λ, λ, 0],
    );
  }
  if (!("stiffness" in phases) || phases.orientation !== undefined) {
    throw new ValueError(
      `${where}: without a microstructure the properties should be elasticModulus and poissonRatio ` +
        `[s, …x] or stiffness [s, c, c, …x]; got others. Rotate crystals with physics.rotateStiffness first.`,
    );
  }
  return stiffnessVoxels(toFloat64(phases.stiffness, `${where}: stiffness`), where);
}

function stiffnessVoxels(C: Dense<Float64Array>, where: string): ElasticBody {
  checkFinite(C, `${where}: stiffness`);
  const [samples, rows, columns, ...grid] = C.shape;
  const c = componentsOf(grid.length);
  if (![2, 3].includes(grid.length) || rows !== c || columns !== c) {
    throw new ShapeError(
      `${where}: stiffness should be [s, c, c, …x] where there is no microstructure, with c = 3 on ` +
        `planes and 6 in space; got ${formatShape(C.shape)}.`,
    );
  }
  const size = sizeOf(grid);
  const all = Array.from({ length: samples * size }, (_, i) => {
    const [sample, x] = [Math.floor(i / size), i % size];
    const matrix = Array.from({ length: c }, (__, row) =>
      Array.from(
        { length: c },
        (___, column) => C.data[((sample * c + row) * c + column) * size + x],
      ),
    );
    checkStiffness(matrix, (name) => `${where}: ${name}, sample ${sample}, voxel ${x},`);
    return upperTriangle(matrix);
  });
  return voxelCells(samples, grid, "anisotropic", all, () => undefined);
}

/** @param rows coefficients of every voxel of every sample */
function voxelCells(
  samples: number,
  grid: readonly number[],
  law: "isotropic" | "anisotropic",
  rows: readonly (readonly number[])[],
  outOfPlane: (row: readonly number[]) => readonly number[] | undefined,
): ElasticBody {
  const size = sizeOf(grid);
  const count = rows[0].length;
  return {
    ...{ samples, grid, law, coefficients: count, shared: false },
    outOfPlane: (sample, voxel) => outOfPlane(rows[sample * size + voxel]),
    write(sample, coefficients) {
      for (let x = 0; x < size; x++) {
        const row = rows[sample * size + x];
        for (let i = 0; i < count; i++) coefficients[i * size + x] = row[i];
      }
    },
    reference(sample) {
      const own = rows.slice(sample * size, (sample + 1) * size);
      const mean = own[0].map((_, i) => own.reduce((sum, row) => sum + row[i] / size, 0));
      const isVoid = mean.every((entry) => entry === 0);
      return coefficientMatrix(
        law,
        grid.length,
        grid.length,
        isVoid ? unit(law, grid.length) : mean,
      );
    },
  };
}

/** A stiffness that stands in where there is no solid at all. */
function unit(law: "isotropic" | "anisotropic", axes: number): number[] {
  if (law === "isotropic") return axes === 1 ? [1] : [1, 1];
  const c = componentsOf(axes);
  return Array.from({ length: c }, (_, i) =>
    Array.from({ length: c - i }, (__, j) => (j === 0 ? 1 : 0)),
  ).flat();
}
