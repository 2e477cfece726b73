/**
 * What is minimised over N steps of a batch of windows, with û rolled out from u₀ through the same network,
 *
 *   L = Σ_n mean_c mean ((û_n − u_n) / (Δt τ_c))² + N λ_s Σ H(w) + N λ_m Σ H(m),
 *
 * H(p) = p²/2s for |p| < s, else |p| − s/2, of the network's own dimensionless weights (s = 1e-3) and the free
 * moments (s = 1e-2). Everything in it is a pure number: data in other units give the same L.
 *
 * Long, Lu and Dong, J. Comput. Phys. 399 (2019) 108925, section 2.4, where the data are not scaled.
 */
import {
  add,
  createArena,
  huber,
  multiply,
  onTape,
  squaredError,
  Variable,
  valueAndGrad,
} from "../../autodiff/index.js";
import { ndarrayOf, sizeOf } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import type { Dynamics, Places } from "../dynamics.js";
import type { FilteredNetwork } from "../network.js";
import { advance } from "../step.js";
import { partOf } from "./windows.js";
import type { Batch } from "./windows.js";

/** Free moments below this are pressed to zero as squares, others as magnitudes. */
const SMALL_MOMENT = 1e-2;

/** Points that are rolled out together: more leave the processor's caches. */
const POINTS = 8192;

/** What an objective is made of. */
export interface ObjectiveOptions {
  readonly network: Pick<FilteredNetwork, "stepper" | "substeps">;
  readonly dynamics: Dynamics;
  /** Where the windows are; null where coefficients do not depend on place, or all begin at zero. */
  readonly origins: readonly (readonly number[])[] | null;
  /** τ of every component. */
  readonly rates: readonly number[];
  /** λ_s and λ_m. */
  readonly sparsity: number;
  readonly momentSparsity: number;
  /** ω of every weight and free moment: H(ω p) in place of H(p). Default one. */
  readonly emphasis?: Readonly<Record<string, Float64Array | undefined>> | undefined;
  /** Which parameters stay as they are. */
  readonly frozen: readonly string[];
  /**
   * Of parameters whose entries act on the data with different strength: unknowns are entries times these, so that
   * all act alike. Default: one.
   */
  readonly strengths?: Readonly<Record<string, Float64Array>> | undefined;
}

/** L with its parts at some parameters. */
export interface Loss {
  readonly value: number;
  /** The first sum alone. */
  readonly data: number;
  readonly gradient: Float64Array;
}

/** L as a function of the parameters that are not frozen, one after another. */
export interface Objective {
  readonly unknowns: Float64Array;
  readonly evaluate: (unknowns: Float64Array) => Loss;
  /** All parameters with these unknowns in their places. */
  readonly parametersAt: (unknowns: Float64Array) => Readonly<Record<string, NdArray>>;
  readonly close: () => void;
}

type Parameters = Readonly<Record<string, NdArray>>;
type Variables = Readonly<Record<string, Variable>>;

/** The objective of a batch, beginning at parameters. */
export function createObjective(
  parameters: Parameters,
  batch: Batch,
  options: ObjectiveOptions,
): Objective {
  const names = Object.keys(parameters);
  const free = names.filter(
    (name) => !options.frozen.includes(name) && sizeOf(parameters[name].shape) > 0,
  );
  const strengths: Readonly<Record<string, Float64Array | undefined>> = options.strengths ?? {};
  const arena = createArena();
  const size = Math.max(1, Math.floor(POINTS / sizeOf(batch.grid)));
  const parts: { readonly part: Batch; readonly places: Places }[] = [];
  for (let first = 0; first < batch.samples; first += size) {
    const last = Math.min(first + size, batch.samples);
    const part = partOf(batch, first, last);
    const origins = options.origins?.slice(first, last) ?? null;
    parts.push({ part, places: { samples: part.samples, grid: batch.grid, origins } });
  }
  const weights = weightsOf(batch, options.rates);
  const isFrozen = { frozen: (name: string) => !free.includes(name) };
  const dataLoss = valueAndGrad(
    (w: Variables, part: Batch, places: Places) => misfit(w, part, places, weights, options),
    isFrozen,
  );
  const penaltyLoss = valueAndGrad(
    (w: Variables) => penalty(w, batch.targets.length, options),
    isFrozen,
  );
  const penalised = options.sparsity > 0 || options.momentSparsity > 0;

  const parametersAt = (unknowns: Float64Array): Parameters => {
    let taken = 0;
    const entries = names.map((name): [string, NdArray] => {
      const { data, shape } = parameters[name];
      if (!free.includes(name)) return [name, parameters[name]];
      const values = unknowns.slice(taken, (taken += data.length));
      const strength = strengths[name];
      if (strength) for (let i = 0; i < values.length; i++) values[i] /= strength[i];
      return [name, ndarrayOf(values, shape)];
    });
    return Object.fromEntries(entries);
  };

  return {
    unknowns: Float64Array.from(
      free.flatMap((name) =>
        Array.from(parameters[name].data, (value, i) => value * (strengths[name]?.[i] ?? 1)),
      ),
    ),
    parametersAt,
    close: arena.close,
    evaluate(unknowns) {
      const at = parametersAt(unknowns);
      const gradient = new Float64Array(unknowns.length);
      const take = (tree: Parameters): void => {
        let taken = 0;
        for (const name of free) {
          const strength = strengths[name];
          tree[name].data.forEach((g, i) => (gradient[taken++] += g / (strength?.[i] ?? 1)));
        }
      };
      let data = 0;
      for (const { part, places } of parts) {
        const { value, gradient: own } = onTape(() => dataLoss(at, part, places), arena);
        data += value;
        take(own);
      }
      if (!penalised) return { value: data, data, gradient };
      const { value, gradient: own } = onTape(() => penaltyLoss(at), arena);
      take(own);
      return { value: data + value, data, gradient };
    },
  };
}

/** The square root of what (û − u)² counts at step n, of every component: without a mean over windows. */
function weightsOf(batch: Batch, rates: readonly number[]): readonly (readonly number[])[] {
  const all = batch.intervals.flatMap((t) => (typeof t === "number" ? [t] : Array.from(t)));
  const dt = all.reduce((sum, t) => sum + t, 0) / all.length;
  return batch.observed.map((seen) => {
    const count = seen.reduce((sum, one) => sum + one, 0) * batch.components * sizeOf(batch.grid);
    return rates.map((rate) => 1 / (dt * rate * Math.sqrt(Math.max(1, count))));
  });
}

function misfit(
  parameters: Variables,
  batch: Batch,
  places: Places,
  weights: readonly (readonly number[])[],
  { network, dynamics }: ObjectiveOptions,
): Variable {
  const { samples, components, grid } = batch;
  const shape = [samples, components, ...grid];
  const points = sizeOf(grid);
  const prepared = dynamics.prepare(parameters, places);
  let u = new Variable(batch.start, shape);
  let sum: Variable | undefined;
  batch.targets.forEach((target, n) => {
    u = advance(prepared, network, u, batch.intervals[n]);
    const factors = new Float64Array(samples * components);
    for (let i = 0; i < factors.length; i++) {
      factors[i] = batch.observed[n][Math.floor(i / components)] * weights[n][i % components];
    }
    const scaled = new Float64Array(target.length);
    for (let i = 0; i < scaled.length; i++) scaled[i] = target[i] * factors[Math.floor(i / points)];
    const ones = new Array<number>(grid.length).fill(1);
    const weighted = multiply(u, new Variable(factors, [samples, components, ...ones]));
    const part = squaredError(weighted, new Variable(scaled, shape), { reduction: "sum" });
    sum = sum ? add(sum, part) : part;
  });
  return sum ?? new Variable(new Float64Array(1), []);
}

function penalty(
  parameters: Variables,
  steps: number,
  { dynamics, sparsity, momentSparsity, emphasis = {} }: ObjectiveOptions,
): Variable {
  const pressed = (name: string, small: number): Variable => {
    const own = parameters[name];
    const ω = emphasis[name];
    return summedHuber(ω ? multiply(own, new Variable(ω, own.shape)) : own, small);
  };
  const ofMoments = multiply(steps * momentSparsity, pressed("moments", SMALL_MOMENT));
  if (!dynamics.sparse) return ofMoments;
  const { parameter, small } = dynamics.sparse;
  return add(ofMoments, multiply(steps * sparsity, pressed(parameter, small)));
}

/** Σ H(p; s): p²/2s for |p| < s, else |p| − s/2. */
function summedHuber(p: Variable, s: number): Variable {
  const zeros = new Variable(new Float64Array(p.size), p.shape);
  return multiply(1 / s, huber(p, zeros, { delta: s, reduction: "sum" }));
}
