/**
 * Effective stiffness of periodic cells: ⟨σ⟩ = C_eff E, column by column from unit mean strains.
 */
import { ndarrayOf } from "../../core/index.js";
import type { ArrayInput, NdArray } from "../../core/index.js";
import { effectiveTensors } from "../cell/effectiveTensors.js";
import { bodyOf, componentsOf } from "./body.js";
import { meanStresses, unitStrain } from "./mixedLoad.js";
import { checkOptions, planeOf } from "./options.js";
import type { CellOptions } from "./options.js";
import type { ElasticPhases } from "./phases.js";

/** Effective stiffness of samples. */
export interface EffectiveStiffness {
  /** C_eff[s, c, c] in Voigt order with engineering shear, made symmetric, in the unit of the moduli. */
  readonly stiffness: NdArray;
  /** ‖C − Cᵀ‖ / ‖C‖ of what the load cases gave, [s]. */
  readonly symmetryError: readonly number[];
}

/**
 * The effective stiffness of voxel cells, from three load cases in the plane and six in space.
 * @param m phase indices m[s, …x], or null where properties are given voxel by voxel
 * @param phases elastic properties of every phase
 * @throws ShapeError, ValueError, ConvergenceError as `solveElasticity`
 */
export async function effectiveStiffness(
  m: ArrayInput | null,
  phases: ElasticPhases,
  options: CellOptions = {},
): Promise<EffectiveStiffness> {
  const where = "physics.effectiveStiffness";
  const body = bodyOf(m, phases, planeOf(options, where), where);
  const checked = checkOptions(options, body, where);
  const { samples } = body;
  const c = componentsOf(body.grid.length);
  const cells = Array.from({ length: samples * c }, (_, i) => ({
    sample: Math.floor(i / c),
    meanStrain: unitStrain(i % c, c),
  }));
  const columns = await meanStresses({ body, checked }, cells, options, where);
  const { tensors, symmetryError } = effectiveTensors(columns, c);
  return { stiffness: ndarrayOf(tensors, [samples, c, c]), symmetryError };
}
