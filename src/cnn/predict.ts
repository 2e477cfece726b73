/** The strains that a network expects in cells. */
import { createArena, noGrad, onTape, Variable } from "../autodiff/index.js";
import { checkInteger, createArray, ndarrayOf, sizeOf, ValueError } from "../core/index.js";
import type { ArrayInput, NdArray } from "../core/index.js";
import { loadNorm, pack, phasesOf, unpack } from "./cells.js";
import { isStrainModel, type LocalizationModel, precisionOf, variablesOf } from "./model.js";
import { checkProblem, differencesOf, loadsOfSamples, type Problem, signOf } from "./problem.js";
import { strainsOn } from "./strains.js";

/** A prediction, and what to know about it. */
export interface StrainPrediction {
  /** ε[s, c, …x] in Voigt order, with engineering shear; its mean is the macroscopic strain. */
  readonly strain: NdArray;
  /** Where the problem is not the one that the model learnt, in sentences; none if it is. */
  readonly warnings: readonly string[];
}

/** How a model is applied. */
export interface PredictOptions {
  /** Cells computed together: more need more memory. Default: as many as hold about 30000 voxels. */
  readonly batchSize?: number;
}

/**
 * The strains of cells, all components.
 *
 *   const { strain, warnings } = cnn.predict(model, m, problem);
 *
 * @param m phase indices m[s, …x] on any grid that the network's filters fit on
 * @param problem the cells' phases, element and mean strain: one for all samples, or one for each
 * @throws ShapeError, ValueError for cells and problems that do not fit the network, and a model that is linear
 */
export function predict(
  model: LocalizationModel,
  m: ArrayInput,
  problem: Problem,
  options: PredictOptions = {},
): StrainPrediction {
  const where = "cnn.predict";
  if (!isStrainModel(model)) {
    throw new ValueError(
      `${where}: model should be a network for strains; got a linear one. Call cnn.predictLinear(model, m).`,
    );
  }
  const { network } = model;
  const cells = phasesOf(network, m, where);
  checkProblem(problem, network, where);
  const [samples, ...grid] = cells.shape;
  const size = sizeOf(grid);
  const { components, axes } = network;
  const loads = loadsOfSamples(problem, cells.shape, where);
  const { batchSize = Math.max(1, Math.floor(30000 / size)) } = options;
  checkInteger(batchSize, 1, Infinity, `${where}: batchSize`);
  const precision = precisionOf(model);
  const parameters = variablesOf(model);
  const strains = strainsOn(network, grid);
  const strain = ndarrayOf(createArray(samples * components * size), [
    samples,
    components,
    ...grid,
  ]);
  const arena = createArena();
  try {
    for (let first = 0; first < samples; first += batchSize) {
      const count = Math.min(batchSize, samples - first);
      const shape = [count, size + components];
      const x = { data: createArray(sizeOf(shape), precision), shape };
      const norms = Array.from({ length: count }, (_, i) => {
        const E = loads[first + i];
        const norm = signOf(E, model.problem) * loadNorm(E, axes);
        const cell = cells.data.subarray((first + i) * size, (first + i + 1) * size);
        pack(
          x,
          i,
          cell,
          E.map((component) => component / norm),
        );
        return norm;
      });
      onTape(() => {
        noGrad(() => {
          const { phases, load } = unpack(network, grid, new Variable(x.data, shape));
          const { data } = strains(parameters, phases, load).at(-1) ?? load;
          norms.forEach((norm, i) => {
            const length = components * size;
            const to = (first + i) * length;
            for (let at = 0; at < length; at++) strain.data[to + at] = norm * data[i * length + at];
          });
        });
      }, arena);
    }
  } finally {
    arena.close();
  }
  return { strain, warnings: differencesOf(problem, model.problem) };
}
