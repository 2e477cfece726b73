/** Conductivities of phases or voxels, and what every voxel has of them. */
import {
  checkFinite,
  checkRank,
  formatShape,
  ShapeError,
  sizeOf,
  toDense,
  toFloat64,
  ValueError,
} from "../../core/index.js";
import type { ArrayInput } from "../../core/index.js";
import { checkIndices } from "../cell/phaseIndices.js";
import { isPositiveDefinite } from "../cell/matrices.js";
import type { Matrix } from "../cell/matrices.js";

/** Cells of one kind on one grid. */
export interface ConductingBody {
  readonly samples: number;
  readonly grid: readonly number[];
  readonly law: "isotropic" | "anisotropic";
  /** Whether all samples have one reference. */
  readonly shared: boolean;
  /** Fills [coefficient, …x]. */
  readonly write: (sample: number, coefficients: Float64Array) => void;
  /** The mean conductivity of the phases, or of the voxels of a sample. */
  readonly reference: (sample: number) => Matrix;
}

/**
 * The cells of a call.
 * @param m phase indices [s, …x], or null for conductivities κ[s, …x] given voxel by voxel
 */
export function conductingBody(
  m: ArrayInput | null,
  conductivity: ArrayInput,
  where: string,
): ConductingBody {
  const κ = toFloat64(conductivity, `${where}: conductivity`);
  checkFinite(κ, `${where}: conductivity`);
  if (m === null) return voxelBody(κ.data, κ.shape, where);
  const indices = toDense(m, `${where}: microstructure`);
  checkRank(indices, [2, 3, 4], "[sample, …x]", `${where}: microstructure`);
  const [samples, ...grid] = indices.shape;
  const axes = grid.length;
  const [count] = κ.shape;
  const tensor = κ.shape.join() === [count, axes, axes].join();
  if (!tensor && κ.shape.length !== 1) {
    throw new ShapeError(
      `${where}: conductivity should be [H], a number for every phase, or [H, ${axes}, ${axes}], a tensor; ` +
        `got ${formatShape(κ.shape)}.`,
    );
  }
  checkIndices(indices, count, where);
  const matrices = Array.from({ length: count }, (_, h) =>
    tensor ? tensorOf(κ.data, h, axes) : scalarMatrix(κ.data[h], axes),
  );
  matrices.forEach((matrix, h) =>
    checkConductivity(tensor ? matrix : [[κ.data[h]]], `${where}: conductivity[${h}]`),
  );
  const rows = matrices.map((matrix, h) =>
    tensor ? matrix.flatMap((row, i) => row.slice(i)) : [κ.data[h]],
  );
  const size = sizeOf(grid);
  return {
    ...{ samples, grid, shared: true, law: tensor ? "anisotropic" : "isotropic" },
    write(sample, coefficients) {
      rows[0].forEach((_, i) => {
        const values = rows.map((row) => row[i]);
        for (let x = 0; x < size; x++) {
          coefficients[i * size + x] = values[indices.data[sample * size + x]];
        }
      });
    },
    reference: () => meanMatrix(matrices, axes),
  };
}

function voxelBody(κ: Float64Array, shape: readonly number[], where: string): ConductingBody {
  checkRank({ data: κ, shape }, [2, 3, 4], "[sample, …x]", `${where}: conductivity`);
  const [samples, ...grid] = shape;
  const size = sizeOf(grid);
  κ.forEach((value, i) => checkConductivity([[value]], `${where}: conductivity, entry ${i},`));
  return {
    ...{ samples, grid, shared: false, law: "isotropic" },
    write(sample, coefficients) {
      coefficients.set(κ.subarray(sample * size, (sample + 1) * size));
    },
    reference(sample) {
      let sum = 0;
      for (let x = sample * size; x < (sample + 1) * size; x++) sum += κ[x];
      return scalarMatrix(sum > 0 ? sum / size : 1, grid.length);
    },
  };
}

function tensorOf(κ: Float64Array, h: number, axes: number): number[][] {
  const first = h * axes * axes;
  return Array.from({ length: axes }, (_, i) =>
    Array.from(κ.subarray(first + i * axes, first + (i + 1) * axes)),
  );
}

function scalarMatrix(κ: number, axes: number): number[][] {
  return Array.from({ length: axes }, (_, i) =>
    Array.from({ length: axes }, (__, j) => (i === j ? κ : 0)),
  );
}

/** The mean of those that conduct. */
function meanMatrix(matrices: readonly Matrix[], axes: number): Matrix {
  const conducting = matrices.filter((matrix) => matrix.some((row) => row.some((κ) => κ !== 0)));
  if (conducting.length === 0) return scalarMatrix(1, axes);
  return conducting[0].map((row, i) =>
    row.map(
      (_, j) => conducting.reduce((sum, matrix) => sum + matrix[i][j], 0) / conducting.length,
    ),
  );
}

function checkConductivity(matrix: Matrix, named: string): void {
  const isZero = matrix.every((row) => row.every((κ) => κ === 0)); // an insulator
  const isSymmetric = matrix.every((row, i) => row.every((κ, j) => κ === matrix[j][i]));
  if (isZero || (isSymmetric && isPositiveDefinite(matrix))) return;
  throw new ValueError(
    `${named} should be positive, or a symmetric positive definite tensor, or 0 for an insulator; got ` +
      `${JSON.stringify(matrix.length === 1 ? matrix[0][0] : matrix)}.`,
  );
}
