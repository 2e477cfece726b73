/** The covariance that a call asks for. */
import {
  exponentialCovariance,
  gaussianCovariance,
  lamellarCovariance,
  maternCovariance,
} from "../../microstructure/index.js";
import type { Covariance } from "../../microstructure/index.js";
import { UsageError } from "../command.js";
import { needed } from "./settings.js";
import type { Settings } from "./settings.js";

/** The options that choose a covariance. */
export const COVARIANCE = {
  covariance: "word",
  length: "number or list",
  smoothness: "number",
  wavelength: "number",
} as const;

/** The covariance of a call. */
export function covarianceOf(settings: Settings<typeof COVARIANCE>, command: string): Covariance {
  const { covariance = "gaussian", smoothness, wavelength } = settings;
  const chosen = `the covariance ${covariance}`;
  const length = needed(settings.length, "length", chosen, command);
  switch (covariance) {
    case "gaussian":
      return gaussianCovariance(length);
    case "exponential":
      return exponentialCovariance(length);
    case "matern":
      return maternCovariance(length, needed(smoothness, "smoothness", chosen, command));
    case "lamellar":
      return lamellarCovariance(needed(wavelength, "wavelength", chosen, command), length);
  }
  throw new UsageError(
    `kernelfield ${command}: --covariance should be gaussian, exponential, matern, lamellar; got ${covariance}.`,
  );
}
