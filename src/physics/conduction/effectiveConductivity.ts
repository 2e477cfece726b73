/** Effective conductivity of periodic cells: ⟨q⟩ = −κ_eff G, column by column from unit mean gradients. */
import { ndarrayOf } from "../../core/index.js";
import type { ArrayInput, NdArray } from "../../core/index.js";
import { meansOf } from "../cell/averages.js";
import { effectiveTensors } from "../cell/effectiveTensors.js";
import { solveConductingCells } from "./conductingCells.js";
import type { ConductionOptions } from "./conductingCells.js";
import { conductingBody } from "./conductivity.js";

/** Effective conductivity of samples. */
export interface EffectiveConductivity {
  /** κ_eff[s, axis, axis], made symmetric: ⟨q⟩ = −κ_eff G. */
  readonly conductivity: NdArray;
  /** ‖κ − κᵀ‖ / ‖κ‖ of what the load cases gave, [s]. */
  readonly symmetryError: readonly number[];
}

/**
 * The effective conductivity of voxel cells, from one load case along every axis.
 * @param m phase indices m[s, …x], or null
 * @param conductivity as for `solveConduction`
 * @throws ShapeError, ValueError, ConvergenceError as `solveConduction`
 */
export async function effectiveConductivity(
  m: ArrayInput | null,
  conductivity: ArrayInput,
  options: ConductionOptions = {},
): Promise<EffectiveConductivity> {
  const where = "physics.effectiveConductivity";
  const body = conductingBody(m, conductivity, where);
  const axes = body.grid.length;
  const cells = Array.from({ length: body.samples * axes }, (_, i) => ({
    sample: Math.floor(i / axes),
    meanGradient: Float64Array.from({ length: axes }, (__, a) => (a === i % axes ? 1 : 0)),
  }));
  const columns = new Array<number[]>(cells.length);
  await solveConductingCells(body, cells, options, where, (cell, { flux }) => {
    columns[cell] = meansOf(flux, axes).map((mean) => -mean);
  });
  const { tensors, symmetryError } = effectiveTensors(columns, axes);
  return { conductivity: ndarrayOf(tensors, [body.samples, axes, axes]), symmetryError };
}
