/**
 * Steady conduction through periodic voxel cells: div q = 0, q = −κ ∇T, ∇T = G + ∇ũ, ũ periodic. The same
 * equation holds for diffusion (q = −D ∇c), electric currents (q = −σ ∇φ), dielectrics and flow through porous
 * bodies, and it is solved as elasticity is: elements, conjugate gradients, a homogeneous cell.
 */
import {
  checkFinite,
  formatShape,
  ndarrayOf,
  ShapeError,
  sizeOf,
  toFloat64,
} from "../../core/index.js";
import type { ArrayInput, NdArray } from "../../core/index.js";
import { meansOf } from "../cell/averages.js";
import { averaged, cornersOf } from "../cell/refinement.js";
import { solveConductingCells } from "./conductingCells.js";
import type { ConductingCell, ConductionOptions } from "./conductingCells.js";
import { conductingBody } from "./conductivity.js";

/** Fields of solved cells. */
export interface ConductionSolution {
  /** ∇T[s, axis, …x], means over voxels. */
  readonly gradient: NdArray;
  /** q[s, axis, …x] = −κ ∇T, means over voxels. */
  readonly flux: NdArray;
  /** T[s, …x] without its linear part G·x, at the lower corner of every voxel. */
  readonly potential: NdArray;
  /** ⟨∇T⟩[s, axis] */
  readonly meanGradient: NdArray;
  /** ⟨q⟩[s, axis] */
  readonly meanFlux: NdArray;
  readonly iterations: readonly number[];
  /** Residuals in the norm of the preconditioner, relative to the load, [s]. */
  readonly residual: readonly number[];
  /** Sources left over, ‖f − K u‖ / ‖f‖, [s]. */
  readonly equilibrium: readonly number[];
  /** Residuals at the start and after every iteration, [s]. */
  readonly history: readonly (readonly number[])[];
  readonly converged: readonly boolean[];
}

/**
 * Gradients and fluxes of voxel cells under a mean gradient.
 * @param m phase indices m[s, …x] on one to three axes, or null
 * @param conductivity κ of every phase, [H] or tensors [H, axis, axis]; without a microstructure κ[s, …x]; 0 insulates
 * @param macroGradient the mean of ∇T, G[axis] for all samples or [s, axis]
 * @throws ShapeError, ValueError for arrays and options that do not fit
 * @throws ConvergenceError if the tolerance is not met, unless `accept` is "truncated"
 */
export async function solveConduction(
  m: ArrayInput | null,
  conductivity: ArrayInput,
  macroGradient: ArrayInput,
  options: ConductionOptions = {},
): Promise<ConductionSolution> {
  const where = "physics.solveConduction";
  const body = conductingBody(m, conductivity, where);
  const { samples, grid } = body;
  const { refine = 1 } = options;
  const axes = grid.length;
  const size = sizeOf(grid);
  const cells = gradientsOf(macroGradient, samples, axes, where).map((meanGradient, sample) => ({
    ...{ sample, meanGradient },
  }));
  const perAxis = samples * axes;
  const [gradient, flux] = [0, 1].map(() => new Float64Array(perAxis * size));
  const [meanGradient, meanFlux] = [0, 1].map(() => new Float64Array(perAxis));
  const potential = new Float64Array(samples * size);
  const outcomes = new Array<Omit<ConductingCell, "gradient" | "flux" | "potential">>(samples);
  await solveConductingCells(body, cells, options, where, (sample, solved) => {
    const { iterations, residual, equilibrium, history, converged, remainder } = solved;
    outcomes[sample] = { iterations, residual, equilibrium, history, converged, remainder };
    gradient.set(averaged(solved.gradient, grid, refine), sample * axes * size);
    flux.set(averaged(solved.flux, grid, refine), sample * axes * size);
    const corners = cornersOf(grid, refine);
    for (let x = 0; x < size; x++) potential[sample * size + x] = solved.potential[corners[x]];
    meanGradient.set(meansOf(solved.gradient, axes), sample * axes);
    meanFlux.set(meansOf(solved.flux, axes), sample * axes);
  });
  return {
    gradient: ndarrayOf(gradient, [samples, axes, ...grid]),
    flux: ndarrayOf(flux, [samples, axes, ...grid]),
    potential: ndarrayOf(potential, [samples, ...grid]),
    meanGradient: ndarrayOf(meanGradient, [samples, axes]),
    meanFlux: ndarrayOf(meanFlux, [samples, axes]),
    iterations: outcomes.map(({ iterations }) => iterations),
    residual: outcomes.map(({ residual }) => residual),
    equilibrium: outcomes.map(({ equilibrium }) => equilibrium),
    history: outcomes.map(({ history }) => history),
    converged: outcomes.map(({ converged }) => converged),
  };
}

/** G[axis] of every sample. */
function gradientsOf(
  macroGradient: ArrayInput,
  samples: number,
  axes: number,
  where: string,
): Float64Array[] {
  const { data, shape } = toFloat64(macroGradient, `${where}: macroGradient`);
  checkFinite({ data, shape }, `${where}: macroGradient`);
  const forAll = shape.length === 1 && shape[0] === axes;
  if (!forAll && shape.join() !== `${samples},${axes}`) {
    throw new ShapeError(
      `${where}: macroGradient should be [${axes}], one number for every axis, or [${samples}, ${axes}]; ` +
        `got ${formatShape(shape)}.`,
    );
  }
  return Array.from({ length: samples }, (_, sample) => {
    const first = forAll ? 0 : sample * axes;
    return data.slice(first, first + axes);
  });
}
