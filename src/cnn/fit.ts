/**
 * Fitting localization networks: the linear one by least squares, exactly or step by step, and the others by training
 * on strains of many cells.
 */
import type { ArrayInput } from "../core/index.js";
import { fitStrains } from "./fitStrains.js";
import type { FitStrainsOptions, StrainFit } from "./fitStrains.js";
import { fitLinear } from "./linear/fitLinear.js";
import type { LinearFit } from "./linear/fitLinear.js";
import type { FitLinearOptions } from "./linear/fitOptions.js";
import type { LinearModel, LocalizationModel, StrainModel } from "./model.js";
import type { LinearLocalization, LocalizationNetwork, NonlinearNetwork } from "./network.js";

/**
 * The linear localization of least squared error; see `fitLinear`.
 * @param start a network, or a model to go on from
 * @param microstructures m[s, …x]
 * @param responses p[s, …x], or p[s, c, …x] for a network with components
 * @throws ShapeError, ValueError, ConvergenceError as `fitLinear`
 */
export function fit(
  start: LinearLocalization | LinearModel,
  microstructures: ArrayInput,
  responses: ArrayInput,
  options?: FitLinearOptions,
): Promise<LinearFit>;
/**
 * A network that is trained on strains, or a model that is trained further; what is given stays as it is. All
 * strains of a cell are those of its mean strain, which is read off them: several loads are several samples of one
 * cell.
 *
 *   const { model } = await cnn.fit(cnn.recurrent({ axes: 3 }), m, strain, { problem, epochs: 40 });
 *
 * The same seed and backend give the same bits, also across a checkpoint.
 * @param microstructures phase indices m[s, …x]
 * @param responses strains ε[s, c, …x], all components in Voigt order with engineering shear
 * @throws ShapeError, ValueError for data and options that do not fit
 * @throws ConvergenceError, and the signal's reason, as `nn.train`
 */
export function fit(
  start: NonlinearNetwork | StrainModel,
  microstructures: ArrayInput,
  responses: ArrayInput,
  options?: FitStrainsOptions,
): Promise<StrainFit>;
/** A model of either kind, trained further: as it was read from a file. */
export function fit(
  start: LocalizationModel,
  microstructures: ArrayInput,
  responses: ArrayInput,
  options?: FitLinearOptions | FitStrainsOptions,
): Promise<LinearFit | StrainFit>;
export async function fit(
  start: LocalizationNetwork | LocalizationModel,
  microstructures: ArrayInput,
  responses: ArrayInput,
  options: FitLinearOptions | FitStrainsOptions = {},
): Promise<LinearFit | StrainFit> {
  const network = start.kind === "localizationNetwork" ? start.network : start;
  if (network.kind === "linear") {
    return fitLinear(
      start as LinearLocalization | LinearModel,
      microstructures,
      responses,
      options,
    );
  }
  return fitStrains(
    start as NonlinearNetwork | StrainModel,
    microstructures,
    responses,
    options as FitStrainsOptions,
  );
}
