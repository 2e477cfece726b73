/**
 * Steady conduction through periodic voxel cells: div q = 0, q = −κ ∇T, ∇T = G + ∇ũ, ũ periodic. The same
 * equation holds for diffusion (q = −D ∇c), electric currents (q = −σ ∇φ), dielectrics and flow through porous
 * bodies, and it is solved as elasticity is: elements, conjugate gradients, a homogeneous cell.
 */
import { backend, coefficientCount } from "../../compute/index.js";
import type { VoxelElements } from "../../compute/index.js";
import {
  checkFinite,
  checkOneOf,
  formatShape,
  ndarrayOf,
  ShapeError,
  sizeOf,
  toFloat64,
} from "../../core/index.js";
import type { ArrayInput, NdArray } from "../../core/index.js";
import { createAverages, meansOf } from "../cell/averages.js";
import { solveCells } from "../cell/conjugateGradients.js";
import type { CellOutcome, CellSlot } from "../cell/conjugateGradients.js";
import { effectiveTensors } from "../cell/effectiveTensors.js";
import { checkConverged, checkIteration, spacingOf } from "../cell/iteration.js";
import type { IterationOptions } from "../cell/iteration.js";
import { createPreconditioner } from "../cell/preconditioner.js";
import { conductingBody } from "./conductivity.js";
import type { ConductingBody } from "./conductivity.js";

const ELEMENTS = {
  q1: { order: 1, rule: "full" },
  q1r: { order: 1, rule: "onePoint" },
  q2: { order: 2, rule: "full" },
} as const;

/** Options of conduction. */
export interface ConductionOptions extends IterationOptions {
  /** "q1" (default): linear. "q1r": one point per voxel, the cheapest. "q2": quadratic, the most accurate. */
  readonly element?: keyof typeof ELEMENTS;
  /** Length of a voxel, the same along every axis or one for each; default 1. */
  readonly spacing?: number | readonly number[];
}

/** Fields of solved cells. */
export interface ConductionSolution {
  /** ∇T[s, axis, …x], means over voxels. */
  readonly gradient: NdArray;
  /** q[s, axis, …x] = −κ ∇T, means over voxels. */
  readonly flux: NdArray;
  /** T[s, …x] without its linear part G·x, at the lower corner of every voxel. */
  readonly potential: NdArray;
  /** ⟨q⟩[s, axis] */
  readonly meanFlux: NdArray;
  readonly iterations: readonly number[];
  /** Residuals in the norm of the preconditioner, relative to the load, [s]. */
  readonly residual: readonly number[];
  /** Residuals at the start and after every iteration, [s]. */
  readonly history: readonly (readonly number[])[];
  readonly converged: readonly boolean[];
}

/** Effective conductivity of samples. */
export interface EffectiveConductivity {
  /** κ_eff[s, axis, axis], made symmetric: ⟨q⟩ = −κ_eff G. */
  readonly conductivity: NdArray;
  /** ‖κ − κᵀ‖ / ‖κ‖ of what the load cases gave, [s]. */
  readonly symmetryError: readonly number[];
}

/** A sample under a mean gradient. */
interface LoadedCell {
  readonly sample: number;
  readonly meanGradient: Float64Array;
}

/** A solved cell; arrays are only lent. */
interface SolvedCell extends CellOutcome {
  readonly gradient: Float64Array;
  readonly flux: Float64Array;
  readonly potential: Float64Array;
}

/**
 * Gradients and fluxes of voxel cells under a mean gradient.
 * @param m phase indices m[s, …x] on one to three axes, or null
 * @param conductivity κ of every phase, [H] or tensors [H, axis, axis]; without a microstructure κ[s, …x]; 0 insulates
 * @param macroGradient G[axis], the mean of ∇T
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
  const axes = grid.length;
  const G = toFloat64(macroGradient, `${where}: macroGradient`);
  checkFinite(G, `${where}: macroGradient`);
  if (G.shape.length !== 1 || G.shape[0] !== axes) {
    throw new ShapeError(
      `${where}: macroGradient should be [${axes}], one number for every axis; got ${formatShape(G.shape)}.`,
    );
  }
  const size = sizeOf(grid);
  const [gradient, flux] = [0, 1].map(() => new Float64Array(samples * axes * size));
  const [potential, meanFlux] = [
    new Float64Array(samples * size),
    new Float64Array(samples * axes),
  ];
  const outcomes = new Array<CellOutcome>(samples);
  const cells = Array.from({ length: samples }, (_, sample) => ({ sample, meanGradient: G.data }));
  await solveLoaded(body, cells, options, where, (sample, solved) => {
    const { iterations, residual, history, converged, equilibrium, remainder } = solved;
    outcomes[sample] = { iterations, residual, history, converged, equilibrium, remainder };
    gradient.set(solved.gradient, sample * axes * size);
    flux.set(solved.flux, sample * axes * size);
    potential.set(solved.potential.subarray(0, size), sample * size);
    meanFlux.set(meansOf(solved.flux, axes), sample * axes);
  });
  return {
    gradient: ndarrayOf(gradient, [samples, axes, ...grid]),
    flux: ndarrayOf(flux, [samples, axes, ...grid]),
    potential: ndarrayOf(potential, [samples, ...grid]),
    meanFlux: ndarrayOf(meanFlux, [samples, axes]),
    iterations: outcomes.map(({ iterations }) => iterations),
    residual: outcomes.map(({ residual }) => residual),
    history: outcomes.map(({ history }) => history),
    converged: outcomes.map(({ converged }) => converged),
  };
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
  await solveLoaded(body, cells, options, where, (cell, { flux }) => {
    columns[cell] = meansOf(flux, axes).map((mean) => -mean);
  });
  const { tensors, symmetryError } = effectiveTensors(columns, axes);
  return { conductivity: ndarrayOf(tensors, [body.samples, axes, axes]), symmetryError };
}

async function solveLoaded(
  body: ConductingBody,
  cells: readonly LoadedCell[],
  options: ConductionOptions,
  where: string,
  take: (cell: number, solved: SolvedCell) => void,
): Promise<void> {
  const { element = "q1" } = options;
  checkOneOf(element, Object.keys(ELEMENTS), `${where}: element`);
  const rule = checkIteration(options, where);
  const { grid, law } = body;
  const spacing = spacingOf(options.spacing, grid, where);
  const elements: VoxelElements = { ...ELEMENTS[element], grid, spacing, law, components: 1 };
  const averages = createAverages(elements);
  const axes = grid.length;
  const size = sizeOf(grid);
  const volume = sizeOf(spacing);
  const coefficients = new Float64Array(coefficientCount(elements) * size);
  const [gradient, flux] = [new Float64Array(axes * size), new Float64Array(axes * size)];

  const write = ({ sample, meanGradient: G }: LoadedCell, slot: CellSlot): number => {
    body.write(sample, coefficients);
    slot.coefficients.set(coefficients);
    G.forEach((value, a) => gradient.fill(value, a * size, (a + 1) * size));
    fillFlux(body, coefficients, gradient, flux);
    slot.forces.fill(0);
    for (let a = 0; a < axes; a++) {
      averages.addTranspose(a, volume, flux, a * size, slot.forces, 0);
    }
    return -volume * backend().dot(flux, gradient);
  };
  const solve = async (list: readonly LoadedCell[], first: number): Promise<void> => {
    const symbol = createPreconditioner(elements, body.reference(list[0].sample));
    const solver = {
      count: list.length,
      write: (i: number, slot: CellSlot) => write(list[i], slot),
      take(i: number, potential: Float64Array, outcome: CellOutcome) {
        const { sample, meanGradient: G } = list[i];
        checkConverged(outcome, sample, rule, where);
        body.write(sample, coefficients);
        for (let a = 0; a < axes; a++) {
          const own = gradient.subarray(a * size, (a + 1) * size);
          averages.gradient(a, potential, 0, own);
          for (let x = 0; x < size; x++) own[x] += G[a];
        }
        fillFlux(body, coefficients, gradient, flux);
        take(first + i, { ...outcome, gradient, flux, potential });
      },
    };
    await solveCells(elements, symbol, solver, rule, options);
  };
  if (body.shared) {
    await solve(cells, 0);
    return;
  }
  for (let first = 0; first < cells.length;) {
    const own = cells.filter(({ sample }) => sample === cells[first].sample);
    await solve(own, first);
    first += own.length;
  }
}

/** q = −κ ∇T. */
function fillFlux(
  { law, grid: { length: axes } }: ConductingBody,
  coefficients: Float64Array,
  gradient: Float64Array,
  flux: Float64Array,
): void {
  const size = gradient.length / axes;
  flux.fill(0);
  for (let i = 0, pair = 0; i < axes; i++) {
    for (let j = i; j < axes; j++, pair++) {
      if (law === "isotropic" && i !== j) continue;
      const start = law === "isotropic" ? 0 : pair * size;
      for (let x = 0; x < size; x++) {
        const κ = coefficients[start + x];
        flux[i * size + x] -= κ * gradient[j * size + x];
        if (i !== j) flux[j * size + x] -= κ * gradient[i * size + x];
      }
    }
  }
}
