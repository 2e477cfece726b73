/** Cells of a body under uniform mean gradients: what they drive, their solution, and its fields. */
import { backend, coefficientCount } from "../../compute/index.js";
import type { VoxelElements } from "../../compute/index.js";
import { checkInteger, checkOneOf, lengthsPerAxis, sizeOf } from "../../core/index.js";
import { createAverages } from "../cell/averages.js";
import { solveCells } from "../cell/conjugateGradients.js";
import type { CellOutcome, CellSlot } from "../cell/conjugateGradients.js";
import { groupsOf } from "../cell/groups.js";
import { checkConverged, checkIteration } from "../cell/iteration.js";
import type { IterationOptions } from "../cell/iteration.js";
import { createPreconditioner } from "../cell/preconditioner.js";
import { spread } from "../cell/refinement.js";
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
  /** Elements along every axis of a voxel; fields come back as means over voxels. Default 1. */
  readonly refine?: number;
}

/** A sample under a mean gradient. */
export interface DrivenCell {
  readonly sample: number;
  /** G, [axis] */
  readonly meanGradient: Float64Array;
}

/** A solved cell on the grid of elements; arrays are only lent. */
export interface ConductingCell extends CellOutcome {
  /** ∇T, [axis, …x] */
  readonly gradient: Float64Array;
  /** q, [axis, …x] */
  readonly flux: Float64Array;
  /** T − G·x, [type, …x] */
  readonly potential: Float64Array;
}

/**
 * Solves cells, sorted by samples.
 * @param take gets every solved cell with its place in the list, in any order
 */
export async function solveConductingCells(
  body: ConductingBody,
  cells: readonly DrivenCell[],
  options: ConductionOptions,
  where: string,
  take: (cell: number, solved: ConductingCell) => void,
): Promise<void> {
  const { element = "q1", refine = 1 } = options;
  checkOneOf(element, Object.keys(ELEMENTS), `${where}: element`);
  checkInteger(refine, 1, 64, `${where}: refine`);
  const rule = checkIteration(options, where);
  const axes = body.grid.length;
  const spacing = lengthsPerAxis(options.spacing ?? 1, axes, `${where}: spacing`);
  const elements: VoxelElements = {
    ...ELEMENTS[element],
    ...{ law: body.law, components: 1 },
    grid: body.grid.map((n) => refine * n),
    spacing: spacing.map((h) => h / refine),
  };
  const averages = createAverages(elements);
  const size = sizeOf(elements.grid);
  const volume = sizeOf(elements.spacing);
  const voxels = new Float64Array(coefficientCount(elements) * sizeOf(body.grid));
  const coefficients = new Float64Array(coefficientCount(elements) * size);
  const [gradient, flux] = [new Float64Array(axes * size), new Float64Array(axes * size)];
  const load = (sample: number): void => {
    body.write(sample, voxels);
    spread(voxels, body.grid, refine, coefficients);
  };

  const write = ({ sample, meanGradient: G }: DrivenCell, slot: CellSlot): number => {
    load(sample);
    slot.coefficients.set(coefficients);
    G.forEach((value, a) => gradient.fill(value, a * size, (a + 1) * size));
    fillFlux(body, coefficients, gradient, flux);
    slot.forces.fill(0);
    for (let a = 0; a < axes; a++) {
      averages.addTranspose(a, volume, flux, a * size, slot.forces, 0);
    }
    return -volume * backend().dot(flux, gradient);
  };
  const finish = (cell: DrivenCell, potential: Float64Array): void => {
    load(cell.sample);
    for (let a = 0; a < axes; a++) {
      const own = gradient.subarray(a * size, (a + 1) * size);
      averages.gradient(a, potential, 0, own);
      for (let x = 0; x < size; x++) own[x] += cell.meanGradient[a];
    }
    fillFlux(body, coefficients, gradient, flux);
  };
  for (const { first, cells: group } of groupsOf(cells, body.shared)) {
    const symbol = createPreconditioner(elements, body.reference(group[0].sample));
    const solver = {
      count: group.length,
      write: (i: number, slot: CellSlot) => write(group[i], slot),
      take(i: number, potential: Float64Array, outcome: CellOutcome) {
        checkConverged(outcome, group[i].sample, rule, where);
        finish(group[i], potential);
        take(first + i, { ...outcome, gradient, flux, potential });
      },
    };
    await solveCells(elements, symbol, solver, rule, options);
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
