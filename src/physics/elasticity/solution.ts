/** Results of a run, gathered sample by sample. */
import { ndarrayOf, sizeOf } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import { componentsOf } from "./body.js";
import type { ElasticBody } from "./body.js";
import { meansOf } from "../cell/averages.js";
import type { CellFields, SolvedCell } from "./elasticCells.js";
import type { CheckedOptions } from "./options.js";
import { averaged, cornersOf } from "../cell/refinement.js";

/**
 * Fields of solved cells. Components are in Voigt order, (xx), (xx, yy, xy) or (xx, yy, zz, yz, xz, xy); shear
 * strain is engineering shear, γ = 2ε, shear stress is plain.
 */
export interface ElasticSolution {
  /** ε[s, c, …x], means over voxels. */
  readonly strain: NdArray;
  /** σ[s, c, …x], means over voxels, in the unit of the moduli. */
  readonly stress: NdArray;
  /**
   * u[s, axis, …x], the periodic part of the displacement at the lower corner of every voxel, in the unit of
   * `spacing`: the whole is E·x + u.
   */
  readonly displacement: NdArray;
  /** ⟨ε⟩[s, c] */
  readonly meanStrain: NdArray;
  /** ⟨σ⟩[s, c] */
  readonly meanStress: NdArray;
  /** Von Mises' stress [s, …x] of the means over voxels, where it was asked for. */
  readonly vonMises?: NdArray;
  /** ½ ∫ (ε − ε*):C:(ε − ε*) over the cell, [s], by the Gauss points of the elements. */
  readonly energy: readonly number[];
  /** Iterations, [s]. */
  readonly iterations: readonly number[];
  /** Residuals in the norm of the preconditioner, relative to the load, [s]. */
  readonly residual: readonly number[];
  /** Forces left over, ‖f − K u‖ / ‖f‖, [s]. */
  readonly equilibrium: readonly number[];
  /** Residuals at the start and after every iteration, [s]. */
  readonly history: readonly (readonly number[])[];
  /** Whether the tolerance was met, [s]; without `accept: "truncated"` always. */
  readonly converged: readonly boolean[];
}

/** A solution that is being filled. */
export interface GatheredSolution {
  /** Where its strain and stress are filled at once; undefined where they are means over finer elements. */
  readonly fields: ((sample: number) => CellFields) | undefined;
  readonly add: (sample: number, solved: SolvedCell) => void;
  readonly result: () => ElasticSolution;
}

/**
 * Room for the fields of a body.
 * @param equivalent makes von Mises' stress of all strains and stresses
 */
export function createSolution(
  { samples, grid }: ElasticBody,
  { refine, elements: { order } }: CheckedOptions,
  equivalent?: (strain: Float64Array, stress: Float64Array) => NdArray,
): GatheredSolution {
  const axes = grid.length;
  const c = componentsOf(axes);
  const size = sizeOf(grid);
  const field = (count: number): Float64Array => new Float64Array(samples * count * size);
  const [strain, stress, displacement] = [field(c), field(c), field(axes)];
  const [meanStrain, meanStress] = [new Float64Array(samples * c), new Float64Array(samples * c)];
  const cells = new Array<SolvedFacts>(samples);
  const corners = cornersOf(grid, refine);
  const fieldsOf = (sample: number): CellFields => {
    const [first, end] = [sample * c * size, (sample + 1) * c * size];
    return { strain: strain.subarray(first, end), stress: stress.subarray(first, end) };
  };
  return {
    fields: refine === 1 ? fieldsOf : undefined,
    add(sample, solved) {
      const { energy, iterations, residual, equilibrium, history, converged } = solved;
      const isHere = solved.strain.buffer === strain.buffer;
      if (!isHere) strain.set(averaged(solved.strain, grid, refine), sample * c * size);
      if (!isHere) stress.set(averaged(solved.stress, grid, refine), sample * c * size);
      meanStrain.set(meansOf(solved.strain, c), sample * c);
      meanStress.set(solved.meanStress, sample * c);
      const fine = size * refine ** axes;
      for (let axis = 0; axis < axes; axis++) {
        const [from, to] = [axis * order ** axes * fine, (sample * axes + axis) * size];
        if (refine === 1) displacement.set(solved.displacement.subarray(from, from + size), to);
        else
          corners.forEach(
            (corner, x) => (displacement[to + x] = solved.displacement[from + corner]),
          );
      }
      cells[sample] = { energy, iterations, residual, equilibrium, history, converged };
    },
    result: () => ({
      ...(equivalent ? { vonMises: equivalent(strain, stress) } : {}),
      strain: ndarrayOf(strain, [samples, c, ...grid]),
      stress: ndarrayOf(stress, [samples, c, ...grid]),
      displacement: ndarrayOf(displacement, [samples, axes, ...grid]),
      meanStrain: ndarrayOf(meanStrain, [samples, c]),
      meanStress: ndarrayOf(meanStress, [samples, c]),
      energy: cells.map(({ energy }) => energy),
      iterations: cells.map(({ iterations }) => iterations),
      residual: cells.map(({ residual }) => residual),
      equilibrium: cells.map(({ equilibrium }) => equilibrium),
      history: cells.map(({ history }) => history),
      converged: cells.map(({ converged }) => converged),
    }),
  };
}

type SolvedFacts = Pick<
  SolvedCell,
  "energy" | "iterations" | "residual" | "equilibrium" | "history" | "converged"
>;
