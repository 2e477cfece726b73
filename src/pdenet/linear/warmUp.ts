/**
 * The coefficients of a linear network for filters that stay as they are, from single steps of a batch. One step of
 * Euler is linear in the coefficients,
 *
 *   Δt_s [Σ_o c_o(x) (q_o ⋆ u₀) + f(q_0 ⋆ u₀)] = u₁ − carry(u₀),
 *
 * so they are the solution of a least-squares problem, regularised by a part ρ of the diagonal of its normal
 * equations: the minimum that any iteration could only approach, and slowly, as columns scale with h^{−|o|}. For
 * other steps such a matrix shows the way to their own minimum: x ← x − t (AᵀA + ρ D)⁻¹ ½∇L(x), t = 1, ½, …, with the
 * rows A of what the last x made of u₀.
 *
 * Long, Lu, Ma and Dong, "PDE-Net", ICML 2018, section 2.3, do the same by L-BFGS.
 */
import { multiply, squaredError, Variable, valueAndGrad } from "../../autodiff/index.js";
import {
  checkInteger,
  checkNumber,
  ConvergenceError,
  ndarrayOf,
  sizeOf,
} from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import type { PdeModel } from "../model.js";
import type { Linear } from "../network.js";
import { advance } from "../step.js";
import { partOf } from "../training/windows.js";
import type { Batch } from "../training/windows.js";
import { linearDynamics } from "./dynamics.js";
import { firstStep } from "./firstStep.js";
import { normalEquations } from "./normalEquations.js";

/** How to solve for the coefficients. */
export interface WarmUpOptions {
  /** The place of point 0 of every window along the axes; null (default) where all are at zero. */
  readonly origins?: readonly (readonly number[])[] | null | undefined;
  /** ρ. Default 1e-6; 1e-8 for data without noise, 1e-4 for noisy ones. */
  readonly ridge?: number | undefined;
  /** Of the residual, in the norm of the preconditioner. Default 1e-10. */
  readonly tolerance?: number | undefined;
  /** Of conjugate gradients. Default 2000. */
  readonly maxIterations?: number | undefined;
  /** Steps towards the minimum for steppers other than "euler" at most. Default 4. */
  readonly corrections?: number | undefined;
}

/** Coefficients, and what they rest on. */
export interface WarmUp {
  /** The model's parameters with `fields`[o, …node] and, if it has one, `source`[node] in their places. */
  readonly parameters: Readonly<Record<string, NdArray>>;
  /** Σ (û₁ − u₁)² over all that was observed. */
  readonly misfit: number;
  /** Iterations of conjugate gradients in all. */
  readonly iterations: number;
  /** √(r·M⁻¹r / b·M⁻¹b) of the first solution. */
  readonly residual: number;
  /** Nodes that no point of the batch sees: what they hold is zero. */
  readonly unvisited: { readonly fields: number; readonly source: number };
}

/**
 * The coefficients of least squares over the first steps of a batch.
 * @throws ValueError for options out of range
 * @throws ConvergenceError if the data give no finite coefficients
 */
export function warmUpLinear(
  model: PdeModel<Linear>,
  batch: Batch,
  options: WarmUpOptions = {},
): WarmUp {
  const where = "pdenet.warmUpLinear";
  const { ridge = 1e-6, tolerance = 1e-10, maxIterations = 2000, corrections = 4 } = options;
  checkNumber(ridge, 0, 1, `${where}: ridge`);
  checkNumber(tolerance, 0, 1, `${where}: tolerance`);
  checkInteger(maxIterations, 1, Infinity, `${where}: maxIterations`);
  checkInteger(corrections, 0, Infinity, `${where}: corrections`);
  const { origins = null } = options;
  const { rows, b } = firstStep(model, batch, origins);
  const equations = normalEquations(rows, ridge);
  const right = equations.project(b);
  const first = equations.solve(right, tolerance, maxIterations);
  let { x, iterations } = first;
  if (!x.every(Number.isFinite) || !equations.diagonal.every(Number.isFinite)) {
    throw new ConvergenceError(
      `${where}: the data should give finite coefficients; they do not. Look for values beyond 10¹⁵⁰ in them.`,
    );
  }
  const misfitAt = createMisfit(model, batch, origins);
  const { stepper, substeps } = model.network;
  let at = misfitAt(x);
  const { diagonal } = equations;
  const regularised = (value: number, y: Float64Array): number =>
    value + ridge * y.reduce((sum, one, i) => sum + diagonal[i] * one * one, 0);
  const rounds = stepper === "euler" && substeps === 1 ? 0 : corrections;
  for (let round = 0; round < rounds; round++) {
    const g = at.gradient.map((one, i) => -one / 2 - ridge * diagonal[i] * x[i]);
    // A change δ of the rate L changes exp(Δt L) u₀ by Δt δ exp(Δt L) u₀ where they commute: rows see the end.
    const atEnd = firstStep(model, { ...batch, start: at.end }, origins);
    const way = normalEquations(atEnd.rows, ridge).solve(
      g,
      Math.max(tolerance, 1e-4),
      maxIterations,
    );
    iterations += way.iterations;
    const now = regularised(at.value, x);
    let found = false;
    for (let t = 1; t > 0.1 && !found; t /= 2) {
      const y = x.map((one, i) => one + t * way.x[i]);
      const next = misfitAt(y);
      if (!(regularised(next.value, y) < now)) continue;
      [x, at, found] = [y, next, true];
    }
    if (!found || regularised(at.value, x) > (1 - 1e-6) * now) break;
  }
  const own = model.parameters.fields.size;
  const unseen = (from: number, to: number): number =>
    diagonal.subarray(from, to).reduce((sum, one) => sum + (one > 0 ? 0 : 1), 0);
  return {
    parameters: withCoefficients(model.parameters, x),
    misfit: at.value,
    iterations,
    residual: first.residual,
    unvisited: { fields: unseen(0, own) / rows.count, source: unseen(own, x.length) },
  };
}

/** Parameters with x, fields first, in their places. */
function withCoefficients(
  parameters: Readonly<Record<string, NdArray>>,
  x: Float64Array,
): Readonly<Record<string, NdArray>> {
  const { fields, source } = parameters;
  const own = fields.size;
  return {
    ...parameters,
    fields: ndarrayOf(x.slice(0, own), fields.shape),
    ...(x.length > own && { source: ndarrayOf(x.slice(own), source.shape) }),
  };
}

/** Σ (û₁ − u₁)² with its gradient to the coefficients, and û₁. */
interface Misfit {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly end: Float64Array;
}

/** The misfit of the network's own steps. */
function createMisfit(
  model: PdeModel<Linear>,
  batch: Batch,
  origins: readonly (readonly number[])[] | null,
): (x: Float64Array) => Misfit {
  const { network, parameters } = model;
  const { grid, samples } = batch;
  const dynamics = linearDynamics(model);
  const size = sizeOf(grid);
  const parts = Array.from({ length: samples }, (_, s) => ({
    at: s * size,
    part: partOf(batch, s, s + 1),
    places: { samples: 1, grid, origins: origins?.slice(s, s + 1) ?? null },
  }));
  const fixed = Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => [name, variableOf(values)]),
  );
  const misfit = valueAndGrad(
    (
      free: Readonly<Record<string, Variable>>,
      { at, part, places }: (typeof parts)[number],
      end: Float64Array,
    ) => {
      const shape = [1, 1, ...grid];
      const prepared = dynamics.prepare({ ...fixed, ...free }, places);
      const u = advance(prepared, network, new Variable(part.start, shape), part.intervals[0]);
      end.set(u.data, at);
      const [weight] = part.observed[0];
      const error = squaredError(u, new Variable(part.targets[0], shape), { reduction: "sum" });
      return multiply(error, weight);
    },
  );
  return (x) => {
    const { fields, source } = withCoefficients(parameters, x);
    const own = network.source === null ? { fields } : { fields, source };
    let value = 0;
    const gradient = new Float64Array(x.length);
    const end = new Float64Array(batch.start.length);
    for (const one of parts) {
      const result = misfit(own, one, end);
      value += result.value;
      const g = result.gradient as Readonly<Record<string, NdArray>>;
      g.fields.data.forEach((entry, i) => (gradient[i] += entry));
      if (network.source) g.source.data.forEach((entry, i) => (gradient[fields.size + i] += entry));
    }
    return { value, gradient, end };
  };
}

function variableOf({ data, shape }: NdArray): Variable {
  return new Variable(data, shape);
}
