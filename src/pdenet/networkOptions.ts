/** What all networks can be asked for, with its defaults. */
import { checkInteger, checkOneOf, ValueError } from "../core/index.js";
import type { Border, FilteredNetwork } from "./network.js";
import { STEPPERS } from "./steppers.js";
import type { Stepper } from "./steppers.js";

const BORDERS: readonly Border[] = ["periodic", "zero", "reflect"];

/** How a network sees a field and steps it on. */
export interface FilteredOptions {
  /** R: derivatives up to this order are seen. Default 2. */
  readonly maxOrder?: number | undefined;
  /** Lengths of the filters, one for all axes or one each. Default 7; wider ones see more on coarse grids. */
  readonly size?: number | readonly number[] | undefined;
  /**
   * p: filters err by h^p at most, whatever is learnt; "frozen": nothing of them is learnt, "free": nothing is held.
   * Default for symbolic networks and equations: as much as the length allows, less one for what is to be learnt, at
   * most 6.
   */
  readonly accuracy?: number | "frozen" | "free" | undefined;
  /** What lies beyond the grid: "periodic" (default), "zero", or "reflect", its mirror image about the outermost points. */
  readonly border?: Border | undefined;
  /** "midpoint" (default), "rk4", or "euler", which takes its own error of a Δt/2 into what is learnt. */
  readonly stepper?: Stepper | undefined;
  /** Steps from one frame to the next. Default 1. */
  readonly substeps?: number | undefined;
}

/**
 * The options with their defaults, checked but for what depends on the axes.
 * @param accuracy the default of p
 * @throws ValueError for options out of range
 */
export function filteredNetwork(
  options: FilteredOptions,
  where: string,
  accuracy?: number,
): FilteredNetwork {
  const {
    maxOrder = 2,
    size = 7,
    border = "periodic",
    stepper = "midpoint",
    substeps = 1,
  } = options;
  if (typeof size !== "number" && typeof size !== "object") {
    throw new ValueError(
      `${where}: size should be one number, or one for each axis; got ${JSON.stringify(size)}. Write size: 7.`,
    );
  }
  const shortest = typeof size === "number" ? size : Math.min(...size.filter((l) => l > 1));
  const usual = Math.min(6, Math.max(1, shortest - maxOrder - 1));
  const p = options.accuracy ?? accuracy ?? usual;
  checkInteger(maxOrder, 1, 8, `${where}: maxOrder`);
  checkOneOf(border, BORDERS, `${where}: border`);
  checkOneOf(stepper, STEPPERS, `${where}: stepper`);
  checkInteger(substeps, 1, Infinity, `${where}: substeps`);
  if (typeof p === "number") checkInteger(p, 1, Infinity, `${where}: accuracy`);
  else checkOneOf(p, ["frozen", "free"], `${where}: accuracy, if it is no number,`);
  const lengths = typeof size === "number" ? [size] : size;
  lengths.forEach((length) => checkInteger(length, 1, Infinity, `${where}: size`));
  return { maxOrder, size, accuracy: p, border, stepper, substeps };
}
