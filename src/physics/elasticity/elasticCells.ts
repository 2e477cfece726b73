/** Cells of a body under uniform mean strains: their forces, their solution, and its fields. */
import { backend, coefficientCount } from "../../compute/index.js";
import type { HermitianSymbol, VoxelElements } from "../../compute/index.js";
import { sizeOf } from "../../core/index.js";
import type { RunOptions } from "../../core/index.js";
import { createAverages, meansOf } from "../cell/averages.js";
import { solveCells } from "../cell/conjugateGradients.js";
import type { CellOutcome, CellSlot } from "../cell/conjugateGradients.js";
import { groupsOf } from "../cell/groups.js";
import { createPreconditioner } from "../cell/preconditioner.js";
import { componentsOf } from "./body.js";
import type { ElasticBody } from "./body.js";
import { fillForces, fillStrain, workOf } from "./fields.js";
import type { CheckedOptions } from "./options.js";
import { fillStress } from "./stress.js";
import { spread } from "../cell/refinement.js";

/** A sample under a mean strain. */
export interface LoadedCell {
  readonly sample: number;
  /** E, [c] */
  readonly meanStrain: Float64Array;
}

/** A solved cell on the grid of elements; arrays are only lent. */
export interface SolvedCell extends CellOutcome, CellFields {
  /** u, [axis, type, …x] */
  readonly displacement: Float64Array;
  /** ⟨σ⟩, [c] */
  readonly meanStress: readonly number[];
  /** ½ ∫ (ε − ε*):C:(ε − ε*) */
  readonly energy: number;
}

/** ε and σ, [c, …x]. */
export interface CellFields {
  readonly strain: Float64Array;
  readonly stress: Float64Array;
}

/** What all cells of a run share. */
export interface ElasticRun {
  readonly body: ElasticBody;
  readonly checked: CheckedOptions;
  /** ε*[c, …x] of a sample on the grid of voxels. */
  readonly eigenstrain?: ((sample: number) => Float64Array) | undefined;
  /** Where the fields of a sample are filled, on the grid of elements; default: memory of the run. */
  readonly fields?: ((sample: number) => CellFields) | undefined;
  /** Fills u of a sample, [axis, type, …x], to start from. */
  readonly start?: ((sample: number, u: Float64Array) => void) | undefined;
}

/** The elements of a body. */
export function elementsOf(
  { law, grid }: ElasticBody,
  { elements }: CheckedOptions,
): VoxelElements {
  return { ...elements, law, components: grid.length };
}

/**
 * Solves cells, sorted by samples, by finite elements.
 * @param take gets every solved cell with its place in the list, in any order
 */
export async function solveElementCells(
  { body, checked, eigenstrain, fields, start }: ElasticRun,
  cells: readonly LoadedCell[],
  take: (cell: number, solved: SolvedCell) => void,
  run: RunOptions,
): Promise<void> {
  const elements = elementsOf(body, checked);
  const averages = createAverages(elements);
  const size = sizeOf(elements.grid);
  const c = componentsOf(elements.grid.length);
  const weights = new Array<number>(c).fill(1); // engineering shears
  const volume = size * sizeOf(elements.spacing);
  const { allocate, release } = backend();
  const own = fields ? [] : [allocate(c * size), allocate(c * size)];
  const fieldsOf = fields ?? ((): CellFields => ({ strain: own[0], stress: own[1] }));
  const voxels = new Float64Array(coefficientCount(elements) * sizeOf(body.grid));
  const fine = checked.refine === 1 ? voxels : new Float64Array(coefficientCount(elements) * size);
  const load = (sample: number): void => {
    body.write(sample, voxels);
    if (fine !== voxels) spread(voxels, body.grid, checked.refine, fine);
  };
  const relaxed = eigenstrain && new Float64Array(c * size);
  /** Takes ε* off a strain. */
  const toElastic = (sample: number, field: Float64Array): void => {
    if (!relaxed) return;
    spread(eigenstrain(sample), body.grid, checked.refine, relaxed);
    for (let i = 0; i < field.length; i++) field[i] -= relaxed[i];
  };

  /** Writes a cell of the list; returns the energy of its uniform strain. */
  const write = (cell: LoadedCell, slot: CellSlot): number => {
    const { strain, stress } = fieldsOf(cell.sample);
    load(cell.sample);
    slot.coefficients.set(fine);
    cell.meanStrain.forEach((value, i) => strain.fill(value, i * size, (i + 1) * size));
    toElastic(cell.sample, strain);
    fillStress(body.law, fine, weights, strain, stress);
    fillForces(averages, stress, slot.forces);
    start?.(cell.sample, slot.start);
    return workOf(elements, stress, strain);
  };
  const finish = (cell: LoadedCell, u: Float64Array, outcome: CellOutcome): SolvedCell => {
    const { strain, stress } = fieldsOf(cell.sample);
    load(cell.sample);
    fillStrain(averages, u, cell.meanStrain, strain);
    toElastic(cell.sample, strain);
    fillStress(body.law, fine, weights, strain, stress);
    // f·u is the work of C (E − ε*) on the strain of u; r·u is what a residual leaves of it.
    let energy = (relaxed ? -workOf(elements, stress, relaxed) : 0) - outcome.remainder;
    const meanStress = meansOf(stress, c);
    meanStress.forEach((mean, i) => (energy += mean * cell.meanStrain[i] * volume));
    if (relaxed) for (let i = 0; i < strain.length; i++) strain[i] += relaxed[i];
    return { ...outcome, strain, stress, displacement: u, meanStress, energy: energy / 2 };
  };

  const solveList = async (
    list: readonly LoadedCell[],
    first: number,
    symbol: HermitianSymbol,
  ): Promise<void> => {
    const solver = {
      count: list.length,
      started: start !== undefined,
      write: (i: number, slot: CellSlot) => write(list[i], slot),
      take: (i: number, u: Float64Array, outcome: CellOutcome) => {
        take(first + i, finish(list[i], u, outcome));
      },
    };
    await solveCells(elements, symbol, solver, checked, run);
  };
  try {
    for (const { first, cells: group } of groupsOf(cells, body.shared)) {
      await solveList(
        group,
        first,
        createPreconditioner(elements, body.reference(group[0].sample)),
      );
    }
  } finally {
    own.forEach((array) => release(array));
  }
}
