/** Ways from cells to strains that are fitted to data, all behind one door. */
import {
  cost,
  fit as train,
  influenceCoefficients,
  linearLocalization,
  predict as predictStrains,
  predictLinear,
  weightsOf,
} from "../cnn/index.js";
import type {
  FitLinearOptions,
  FitStrainsOptions,
  KnownCells,
  LocalizationModel,
  NonlinearNetwork,
  Problem,
} from "../cnn/index.js";
import { sizeOf, toDense } from "../core/index.js";
import type { ArrayInput, RunOptions } from "../core/index.js";
import { fit, predict } from "../mks/index.js";
import type { FitOptions as RegressionOptions } from "../mks/index.js";
import { redundancyOf, stateCount } from "../states/index.js";
import type { Basis, Localization } from "../states/index.js";
import { loadedField } from "./loadedField.js";

/** Cells to learn from. */
export interface LearningData {
  readonly training: KnownCells;
  /** Cells by which a network's best epoch is chosen. */
  readonly validation?: KnownCells | undefined;
}

/** What predicts strains ε[s, c, …x] once it is fitted. */
export interface FittedPredictor {
  readonly predict: (microstructures: ArrayInput, problem: Problem) => Strains | Promise<Strains>;
  /** Numbers that were learnt. */
  readonly parameters: number;
  /** Floating-point operations of one cell; null where nobody counts them. */
  readonly operations: number | null;
  readonly model: Localization | LocalizationModel | null;
  /** Its influence coefficients, where it is one kernel: regressed in frequencies, or learnt in space. */
  readonly kernel?: { readonly from: "mks" | "cnn"; readonly coefficients: Localization };
  readonly warnings?: readonly string[];
}

/** Predicted strains. */
export interface Strains {
  readonly strain: ArrayInput;
  readonly warnings?: readonly string[];
}

/** A way to learn strains from cells: `fit` gets data and the problem they are of. */
export interface Predictor {
  readonly name: string;
  /** Whether the solver shall go on from its predictions, too. Default false. */
  readonly isStart?: boolean;
  readonly fit: (data: LearningData, problem: Problem, run: RunOptions) => Promise<FittedPredictor>;
}

/** What a network is trained with in a comparison. */
export type NetworkTraining = Omit<
  FitStrainsOptions,
  keyof RunOptions | "problem" | "validation" | "checkpoint"
>;

/** The load in every voxel: what is known without a model. */
export const MEAN: Predictor = {
  name: "e = mean",
  fit: () =>
    Promise.resolve({
      predict: (m, problem) => ({ strain: loadedField(m, problem) }),
      ...{ parameters: 0, operations: 0, model: null },
    }),
};

/** A regression of influence coefficients for all strain components. */
export function mksPredictor(
  name: string,
  basis: Basis,
  options: Omit<RegressionOptions, keyof RunOptions> = {},
): Predictor {
  return {
    name,
    async fit({ training: { microstructures, strains } }, _problem, run) {
      const model = await fit(microstructures, strains, basis, { ...options, ...run });
      return {
        predict: (m) => ({ strain: predict(model, m) }),
        ...regressionCost(model),
        kernel: { from: "mks", coefficients: model },
        ...{ model, warnings: model.diagnostics.warnings },
      };
    },
  };
}

/**
 * The localization as a network: one periodic filter per state and component, as large as the grid unless
 * `kernelSize` says otherwise.
 */
export function linearPredictor(
  name: string,
  basis: Basis,
  {
    kernelSize,
    ...options
  }: Omit<FitLinearOptions, keyof RunOptions> & {
    readonly kernelSize?: number | readonly number[];
  } = {},
): Predictor {
  return {
    name,
    async fit({ training: { microstructures, strains } }, _problem, run) {
      const [, ...grid] = toDense(microstructures, "studies.compare: training").shape;
      const network = linearLocalization({
        ...{ states: basis, components: toDense(strains, "studies.compare: training").shape[1] },
        ...(kernelSize === undefined ? { shape: grid } : { kernelSize, axes: grid.length }),
      });
      const { model, diagnostics } = await train(network, microstructures, strains, {
        ...options,
        ...run,
      });
      const coefficients = influenceCoefficients(model, grid, { diagnostics });
      const parameters = Object.values(weightsOf(model)).map(
        (weights) => toDense(weights, name).data.length,
      );
      return {
        predict: (m) => ({ strain: predictLinear(model, m) }),
        parameters: parameters.reduce((sum, count) => sum + count, 0),
        operations: regressionCost(coefficients).operations,
        kernel: { from: "cnn", coefficients },
        ...{ model, warnings: diagnostics.warnings },
      };
    },
  };
}

/**
 * A network to be compared, trained as the options say.
 *
 *   studies.networkPredictor("two passes", cnn.recurrent({ axes: 2, passes: 2 }), { epochs: 20 })
 */
export function networkPredictor(
  name: string,
  network: NonlinearNetwork,
  options: NetworkTraining = {},
): Predictor {
  return {
    name,
    isStart: true,
    async fit({ training: { microstructures, strains }, validation }, problem, run) {
      const { model } = await train(network, microstructures, strains, {
        ...options,
        ...{ problem, validation, ...run },
      });
      const [, ...grid] = toDense(microstructures, "studies.compare: training").shape;
      return {
        predict: (m, of) => predictStrains(model, m, of),
        ...cost(network, grid),
        model,
      };
    },
  };
}

/**
 * Free numbers of influence coefficients, and operations of a prediction: 2.5 N log₂ N for every transform of a
 * free state and of a component, 8 for every product of a coefficient and a spectrum, on half of the frequencies.
 */
export function regressionCost({ basis, grid, coefficients }: Localization): {
  parameters: number;
  operations: number;
} {
  const [components] = coefficients.shape;
  const { free } = redundancyOf(basis);
  const size = sizeOf(grid);
  const transform = 2.5 * size * Math.log2(size);
  return {
    parameters: components * ((size - 1) * free.length + stateCount(basis)),
    operations: Math.round(
      (free.length + components) * transform + 4 * components * free.length * size,
    ),
  };
}
