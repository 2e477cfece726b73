/**
 * Periodic linear elasticity of voxel cells: div σ = 0, σ = C (ε − ε*), ε = E + sym ∇u, u periodic.
 *
 * Every voxel is a finite element. With nodal displacements u this is K u = f, f = −Σ_e |V| B̄ᵀ C_e (E − ε*),
 * solved by conjugate gradients that a homogeneous cell preconditions, inverted by Fourier transforms: the
 * number of iterations does not depend on the grid and grows as the root of the contrast.
 *
 * Ladecký, Leute, Falsafi, Pultarová, Pastewka, Junge, Zeman, Appl. Math. Comput. 446 (2023) 127835.
 */
import { checkBoolean } from "../../core/index.js";
import type { ArrayInput, NdArray } from "../../core/index.js";
import { checkConverged } from "../cell/iteration.js";
import { bodyOf } from "./body.js";
import type { SolvedCell } from "./elasticCells.js";
import { solveElasticCells } from "./solveCells.js";
import { eigenstrainOf, loadOf } from "./load.js";
import type { PartialTensor } from "./load.js";
import { loadedCells } from "./mixedLoad.js";
import { checkOptions, planeOf } from "./options.js";
import type { CellOptions } from "./options.js";
import type { ElasticPhases } from "./phases.js";
import { createSolution } from "./solution.js";
import type { ElasticSolution } from "./solution.js";
import { startOf } from "./start.js";
import type { ElasticStart } from "./start.js";
import { equivalentStress } from "./vonMises.js";

/** Options of `solveElasticity`. */
export interface ElasticityOptions extends CellOptions {
  /** Mean stresses, null where `macroStrain` prescribes a strain; costs one solve more for every one. */
  readonly macroStress?: PartialTensor;
  /** Strains without stress of every phase, [H, c], or of every voxel, [s, c, …x]: thermal, of a transformation. */
  readonly eigenstrain?: ArrayInput;
  /** A field near the solution; the answer does not depend on it beyond the tolerance. */
  readonly start?: ElasticStart;
  /** Whether to return von Mises' stress, too. Default false. */
  readonly vonMises?: boolean;
}

/**
 * Strains and stresses of voxel cells under a mean strain, or partly a mean stress.
 * @param m phase indices m[s, …x] on one to three axes, or null where properties are given voxel by voxel
 * @param phases elastic properties of every phase
 * @param macroStrain E[c] for all samples or [s, c], in Voigt order with engineering shear; with
 *   `macroStress` a list with null for every component whose mean stress is prescribed
 * @returns all components of strain and stress, displacement, energy, and how the iteration went
 * @throws ShapeError for arrays that do not fit each other
 * @throws ValueError for properties or options out of range, and phases without properties
 * @throws ConvergenceError if the tolerance is not met, unless `accept` is "truncated"
 */
export function solveElasticity(
  m: ArrayInput | null,
  phases: ElasticPhases,
  macroStrain: ArrayInput | PartialTensor,
  options: ElasticityOptions & { readonly vonMises: true },
): Promise<ElasticSolution & { readonly vonMises: NdArray }>;
export function solveElasticity(
  m: ArrayInput | null,
  phases: ElasticPhases,
  macroStrain: ArrayInput | PartialTensor,
  options?: ElasticityOptions,
): Promise<ElasticSolution>;
export async function solveElasticity(
  m: ArrayInput | null,
  phases: ElasticPhases,
  macroStrain: ArrayInput | PartialTensor,
  options: ElasticityOptions = {},
): Promise<ElasticSolution> {
  const where = "physics.solveElasticity";
  const body = bodyOf(m, phases, planeOf(options, where), where);
  const checked = checkOptions(options, body, where);
  const load = loadOf(macroStrain, options.macroStress, body, where);
  const eigenstrain = eigenstrainOf(options.eigenstrain, body, where);
  const start = startOf(options.start, body, checked, where);
  const cells = await loadedCells({ body, checked, eigenstrain }, load, options, where);
  const { vonMises = false } = options;
  checkBoolean(vonMises, `${where}: vonMises`);
  const equivalent = vonMises ? equivalentStress(body, eigenstrain, where) : undefined;
  const solution = createSolution(body, checked, equivalent);
  const take = (sample: number, solved: SolvedCell): void => {
    checkConverged(solved, sample, checked, where);
    solution.add(sample, solved);
  };
  const { fields } = solution;
  await solveElasticCells({ body, checked, eigenstrain, fields, start }, cells, take, options);
  return solution.result();
}
