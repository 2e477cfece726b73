/**
 * From a network to its equation, and back: the terms that matter are kept, and their coefficients and the filters are
 * fitted through roll-outs again, with nothing pressed to zero. What sparsity took off coefficients is given back, and
 * fitting them to draws of the trajectories tells how sure they are. Every draw has windows of another seed, and
 * roll-outs of half, of the same and of twice as many steps in turn: what grid and stepper leave unresolved moves
 * coefficients with the length of roll-outs, and would not show between trajectories alone (`halfWidth`).
 *
 * Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapters 6 and 12.
 */
import { checkInteger, checkNumber, createRng, ndarrayOf, ValueError } from "../../core/index.js";
import type { NdArray, RunOptions, Seed } from "../../core/index.js";
import { moviesFor } from "../checkFields.js";
import type { Equation, Term } from "../equation/equation.js";
import { halfWidth } from "../equation/halfWidth.js";
import { filterBank } from "../filters.js";
import type { PdeModel } from "../model.js";
import type { EquationNetwork } from "../network.js";
import { equation } from "../readEquation.js";
import { fromEquation } from "../terms/fromEquation.js";
import { spacedMovies } from "../trajectories.js";
import type { TimeSteps, Trajectories, TrajectoryOptions } from "../trajectories.js";
import { fit } from "./fit.js";
import type { FitOptions } from "./options.js";
import { longestWindow } from "./windows.js";

/** Options of `refine`. */
export interface RefineOptions extends Pick<TrajectoryOptions, "missing">, RunOptions {
  /** Terms of a smaller contribution are left out. Default 0.01. */
  readonly threshold?: number | undefined;
  /** Degree up to which a symbolic network is expanded. Default 3. */
  readonly degree?: number | undefined;
  /**
   * Steps that are rolled out. Default 6, or as many as the trajectories have. From noisy movies better as many as the
   * last stage of training: every window begins at a noisy frame, whose noise is much of the change over a short one.
   */
  readonly steps?: number | undefined;
  /** Default 30. */
  readonly maxIterations?: number | undefined;
  /** Windows of a stage. Default 32. */
  readonly windows?: number | undefined;
  /** λ_m. Default 5e-3. */
  readonly momentSparsity?: number | undefined;
  /** Noise to be added to all frames, as for `fit`. Default 0. */
  readonly noise?: number | undefined;
  /** Draws of the trajectories for intervals, six at least to tell what the length of roll-outs does. Default 0: none. */
  readonly members?: number | undefined;
  /** Default 0. */
  readonly seed?: Seed | undefined;
}

/** What refining made. */
export interface Refinement {
  readonly model: PdeModel<EquationNetwork>;
  /** With contributions, and with intervals if members were drawn. */
  readonly equation: Equation;
  /** Coefficients of every member in physical units, [member][component][term], in the order of the equation. */
  readonly members: readonly (readonly (readonly number[])[])[];
}

/** Steps of the usual stage. */
const STEPS = 6;

/** Where noise is most of the loss, coefficients still move while it hardly falls. */
const SETTLED = 1e-9;

/** Lengths of the roll-outs of draws, over that of the fit. */
const FACTORS = [1, 0.5, 2];

/**
 * The equation of a network, refined through roll-outs; progress is counted in fits.
 * @param trajectories u[s, t, c, …x], or a list of ndarrays u[t, c, …x], on the spacing of the model
 * @param dt time from frame to frame
 * @throws ShapeError, ValueError as `fit`; ValueError for a network without an equation or if no term is left
 */
export async function refine(
  model: PdeModel,
  trajectories: Trajectories,
  dt: TimeSteps,
  options: RefineOptions = {},
): Promise<Refinement> {
  const where = "pdenet.refine";
  const { threshold = 0.01, degree = 3, members = 0, seed = 0, missing } = options;
  checkNumber(threshold, 0, Infinity, `${where}: threshold`);
  checkInteger(members, 0, Infinity, `${where}: members`);
  const found = equation(model, { trajectories, degree, threshold });
  if (found.terms.every((own) => own.length === 0)) {
    const why = model.explained.includes(true)
      ? `none contributes ${threshold} of the rate. Lower the threshold.`
      : "nothing is explained of what the model learnt from, as the notes of pdenet.fit say.";
    throw new ValueError(`${where}: the equation should have terms; ${why}`);
  }
  const { spacing, names, axes } = model;
  const movies = moviesFor(model, trajectories, dt, { missing }, where);
  const all = spacedMovies(movies);
  checkInteger(options.steps ?? STEPS, 1, Infinity, `${where}: steps`);
  const steps = Math.min(options.steps ?? STEPS, longestWindow(movies));
  const network = fromEquation(found, filtersOf(model));
  const shared: FitOptions<EquationNetwork> = {
    ...{ spacing, names, axisNames: axes, missing, signal: options.signal },
    schedule: [steps],
    maxIterations: options.maxIterations ?? 30,
    windows: options.windows ?? 32,
    momentSparsity: options.momentSparsity ?? 5e-3,
    sparsity: 0,
    relativeDecrease: SETTLED,
    noise: options.noise ?? 0,
  };
  const rng = createRng(seed);
  const first = await begin(model, network, all, shared);
  const progress = (done: number): void =>
    options.onProgress?.({ done, total: members + 1, unit: "fits" });
  progress(0);
  const main = await fit(all.trajectories, all.dt, { ...shared, start: first, seed: rng.split() });
  const equations: Equation[] = [];
  for (let m = 0; m < members; m++) {
    progress(m + 1);
    const own = rng.split();
    const picks = all.trajectories.map(() => own.integer(all.trajectories.length));
    const longest = longestWindow({ ...movies, movies: picks.map((i) => movies.movies[i]) });
    const asked = Math.max(1, Math.round(steps * FACTORS[m % FACTORS.length]));
    const member = await fit(
      picks.map((i) => all.trajectories[i]),
      picks.map((i) => all.dt[i]),
      { ...shared, schedule: [Math.min(asked, longest)], start: first, seed: own },
    );
    // A draw may hold so little of a component that nothing is explained there; its coefficients count all the same.
    equations.push(equation({ ...member.model, explained: main.model.explained }));
  }
  const whole = equation(main.model, { trajectories });
  const order = placesIn(whole, equation(main.model));
  const coefficients = equations.map(({ terms }) =>
    order.map((places, c) => places.map((i) => terms[c][i].coefficient)),
  );
  const terms = whole.terms.map((own, c) =>
    own.map((term, i): Term => {
      if (members < 2) return term;
      const drawn = coefficients.map((member) => member[c][i]);
      const half = halfWidth(drawn, FACTORS.length, all.trajectories.length);
      return { ...term, interval: [term.coefficient - half, term.coefficient + half] };
    }),
  );
  return { model: main.model, equation: { ...whole, terms }, members: coefficients };
}

/** The filters of a model, as options. */
function filtersOf({ network }: PdeModel): Parameters<typeof fromEquation>[1] {
  const { maxOrder, size, accuracy, border, stepper, substeps } = network;
  return { maxOrder, size, accuracy, border, stepper, substeps };
}

/** The equation's network with the filters that the model has learnt; they do not lean, so with its own for upwind ones. */
async function begin(
  model: PdeModel,
  network: EquationNetwork,
  { trajectories, dt }: ReturnType<typeof spacedMovies>,
  shared: FitOptions<EquationNetwork>,
): Promise<PdeModel<EquationNetwork>> {
  const blank = await fit(trajectories, dt, { ...shared, network, schedule: [] });
  const { freeCount } = filterBank(network, model.spacing);
  const learnt = model.parameters.moments;
  const leans = model.network.kind === "symbolic" && model.network.scheme === "upwind";
  const moments: NdArray =
    learnt.shape[0] === freeCount && !leans
      ? ndarrayOf(learnt.data, learnt.shape)
      : blank.model.parameters.moments;
  return { ...blank.model, parameters: { ...blank.model.parameters, moments } };
}

/** Where the terms of one order of the same equation are in another. */
function placesIn(sorted: Equation, plain: Equation): number[][] {
  const key = ({ factors, derivative }: Term): string => JSON.stringify([factors, derivative]);
  return sorted.terms.map((own, c) => {
    const keys = plain.terms[c].map(key);
    return own.map((term) => keys.indexOf(key(term)));
  });
}
