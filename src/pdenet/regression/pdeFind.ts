/**
 * The equation of a movie by sparse regression: the time derivative is a combination of few candidates,
 *
 *   ∂u_c/∂t = Σ_j c_cj θ_j(u, ∂u, …),   most c_cj = 0,
 *
 * fitted by least squares over all points and frames, in the strong form with derivatives of the data, or in the weak
 * form with derivatives of test functions.
 *
 * Rudy, Brunton, Proctor and Kutz, "Data-driven discovery of partial differential equations", Science Advances 3 (2017)
 * e1602614.
 */
import { checkInteger, checkNumber, checkOneOf, createRng, ValueError } from "../../core/index.js";
import type { Seed } from "../../core/index.js";
import type { Equation } from "../equation/equation.js";
import type { Names } from "../createModel.js";
import type { Border } from "../network.js";
import type { TimeSteps, Trajectories, TrajectoryOptions } from "../trajectories.js";
import { collinearColumns } from "./collinear.js";
import type { Collinear } from "./collinear.js";
import { linearConstraints, tiedComponents } from "./constraints.js";
import type { CoefficientConstraint } from "./constraints.js";
import { beyondChance } from "./explained.js";
import { chosenTerms, foundEquation } from "./found.js";
import { libraryOf } from "./library.js";
import type { Library, LibraryTerm } from "./library.js";
import { checkChange, observe } from "./observed.js";
import type { ForcingInputs, Observed } from "./observed.js";
import { problemOf, scalesOfSums } from "./problem.js";
import { resample } from "./resampling.js";
import { selectTerms } from "./selection.js";
import type { PathPoint } from "./selection.js";
import type { SpaceRule } from "./spaceRule.js";
import { strongSums } from "./strongSums.js";
import { addUnits } from "./sums.js";
import type { UnitSums } from "./sums.js";
import { checkTimeRule } from "./timeRows.js";
import type { TimeRule } from "./timeRows.js";
import { weakSums } from "./weakSums.js";
import type { WeakOptions } from "./weakWindows.js";
import { wordsOf } from "./words.js";

/** Options of `pdeFind`. */
export interface PdeFindOptions extends TrajectoryOptions, Names {
  /** Fields that are given and may be in any term. */
  readonly inputs?: ForcingInputs | undefined;
  /** The candidates. Default all monomials of degree 2 times one derivative of order 2 at most. */
  readonly terms?: Library | undefined;
  /** What is known of coefficients. */
  readonly constraints?: readonly CoefficientConstraint[] | undefined;
  /** "strong" (default): the data are differentiated. "weak": test functions are; for noisy data. */
  readonly form?: "strong" | "weak" | undefined;
  /** What lies beyond the grid. Default "periodic". */
  readonly border?: Border | undefined;
  /** Derivatives in space, of the strong form. Default differences of order 4. */
  readonly space?: SpaceRule | undefined;
  /** The time derivative, of the strong form. Default the integral form by Simpson's rule. */
  readonly time?: TimeRule | undefined;
  /** Windows of the weak form. */
  readonly weak?: WeakOptions | undefined;
  /**
   * The smallest part of the rate that a term may contribute: one number, or several from which validation chooses.
   * Default 24 of them from 0.002 to 0.5.
   */
  readonly threshold?: number | readonly number[] | undefined;
  /** κ: the part by which a term must lower the square of the error on data left out. Default 0.02. */
  readonly penalty?: number | undefined;
  /**
   * δ: the error of the rate, as a part of it, that one is content with, since derivatives have theirs. Default 0.03; less
   * for spectral derivatives of clean data.
   */
  readonly tolerance?: number | undefined;
  /** Added to the diagonal of the normal equations of unit columns until the terms are chosen. Default 0; 1e-6 to 1e-2. */
  readonly ridge?: number | undefined;
  /** A candidate whose own part is smaller than this is left out as collinear. Default 1e-5. */
  readonly collinearity?: number | undefined;
  /** Draws of the bootstrap. Default 100; 0 for none. */
  readonly resamples?: number | undefined;
  /** Of the draws, and of frames that are put out of order. Default 0. */
  readonly seed?: Seed | undefined;
}

/** What was found. */
export interface PdeFindResult {
  /** In physical units; a component that is not explained has no terms. */
  readonly equation: Equation;
  /** The candidates, in the order in which `selected` and the like count them. */
  readonly library: readonly LibraryTerm[];
  /** Places in the library of the terms of every component, in the order of the equation. */
  readonly selected: readonly (readonly number[])[];
  /** Of every component. */
  readonly threshold: readonly number[];
  /** rms(u_t − terms)/rms(u_t) of every component, for the data that are fitted and for those left out in turn. */
  readonly residual: {
    readonly training: readonly number[];
    readonly validation: readonly number[];
  };
  /** Whether the terms of a component say more of data left out than chance. */
  readonly explained: readonly boolean[];
  /** A sentence for every component that is not explained. */
  readonly notes: readonly string[];
  /** Candidates that were left out because others say the same. */
  readonly collinear: readonly Collinear[];
  /** Standard errors of the coefficients, [component][term of the library]; null for too few trajectories or frames. */
  readonly standardErrors: readonly (readonly number[])[] | null;
  /** How often a term was chosen in the draws, [component][term of the library]. */
  readonly inclusion: readonly (readonly number[])[] | null;
  readonly diagnostics: {
    /** Rows of the regression. */
    readonly rows: number;
    /** Parts of the data that are left out and drawn again as a whole. */
    readonly units: number;
    /** rms of every candidate, and of every ∂u_c/∂t. */
    readonly columns: readonly number[];
    readonly rates: readonly number[];
    /** The smallest part of a candidate that the others do not say. */
    readonly smallestOwnPart: number;
    /** What came of every threshold, for every component. */
    readonly path: readonly (readonly PathPoint[])[];
  };
}

/**
 * The equation behind trajectories, by sparse regression.
 * @param trajectories u[s, t, c, …x], or a list of u[t, c, …x]
 * @param dt time from frame to frame
 * @throws ShapeError for data of other axes, grids shorter than a stencil, and inputs that do not fit
 * @throws ValueError for data that do not change, candidates that cannot be read or have no weak form, constraints that
 *   contradict each other, and options that make no sense
 */
export function pdeFind(
  trajectories: Trajectories,
  dt: TimeSteps,
  options: PdeFindOptions = {},
): PdeFindResult {
  const where = "pdenet.pdeFind";
  const {
    form = "strong",
    border = "periodic",
    resamples = 100,
    penalty = 0.02,
    ridge = 0,
  } = options;
  const { collinearity = 1e-5, tolerance = 0.03 } = options;
  checkOneOf(form, ["strong", "weak"], `${where}: form`);
  checkOneOf(border, ["periodic", "zero", "reflect"], `${where}: border`);
  checkInteger(resamples, 0, Infinity, `${where}: resamples`);
  checkNumber(penalty, 0, Infinity, `${where}: penalty`);
  checkNumber(tolerance, 0, 1, `${where}: tolerance`);
  checkNumber(ridge, 0, Infinity, `${where}: ridge`);
  checkNumber(collinearity, 0, 1, `${where}: collinearity`);
  const thresholds = thresholdsOf(options.threshold, `${where}: threshold`);
  const observed = observe(trajectories, dt, options.inputs, options, where);
  const words = wordsOf(observed, options, where);
  checkChange(observed, words.names, where);
  const standard = { kind: form === "weak" ? "conservative" : "products" } as const;
  const library = libraryOf(
    options.terms ?? standard,
    observed.components,
    words,
    `${where}: terms`,
  );
  const constraints = linearConstraints(
    options.constraints ?? [],
    library,
    observed.evolving,
    words,
    `${where}: constraints`,
  );
  const { space = { by: "difference" }, time = { by: "integral" }, weak = {} } = options;
  checkTimeRule(time, `${where}: time`);
  const sumsOf = (data: Observed, terms: readonly LibraryTerm[]): UnitSums[] =>
    form === "weak"
      ? weakSums(data, terms, weak, border, words, `${where}: weak`)
      : strongSums(data, terms, { space, time, border }, where);
  const units = sumsOf(observed, library);
  const total = addUnits(
    units,
    units.map((_, i) => i),
  );
  const scales = scalesOfSums(total, library.length);
  const { gram } = problemOf(total, scales, []);
  const tied = constraints.flatMap(({ entries }) =>
    entries.map(({ unknown }) => unknown % library.length),
  );
  const { collinear, usable, smallest } = collinearColumns(gram, [...new Set(tied)], collinearity);
  const setting = { units, scales, usable, constraints, thresholds, penalty, tolerance, ridge };
  const rng = createRng(options.seed ?? 0);
  const fits = tiedComponents(constraints, library.length, observed.evolving).map((components) =>
    selectTerms(setting, components),
  );
  const chosen = chosenTerms(fits, library.length);
  return {
    ...foundEquation({
      ...{ library, words, scales, fits, chosen, isWeak: form === "weak" },
      certainties: fits.map((fit) => resample(setting, fit, resamples, rng.split())),
      beyond: beyondChance(observed, library, chosen, sumsOf, rng.split()),
    }),
    library,
    collinear,
    diagnostics: {
      rows: total.rows,
      units: units.length,
      columns: [...scales.columns],
      rates: [...scales.rates],
      smallestOwnPart: smallest,
      path: chosen.map(({ fit }) => fit.path),
    },
  };
}

/** Where nothing is said: from what is barely seen to half of the rate. */
const THRESHOLDS = Array.from({ length: 24 }, (_, i) => 0.002 * 250 ** (i / 23));

function thresholdsOf(
  threshold: number | readonly number[] | undefined,
  where: string,
): readonly number[] {
  if (threshold === undefined) return THRESHOLDS;
  const list = typeof threshold === "number" ? [threshold] : [...threshold].sort((a, b) => a - b);
  if (list.length === 0) throw new ValueError(`${where} should be a number or several; got none.`);
  list.forEach((value) => checkNumber(value, 0, Infinity, where));
  return list;
}
