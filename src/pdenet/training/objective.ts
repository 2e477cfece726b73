/**
 * What is minimised over N steps of a batch of windows, with û rolled out from u₀ through the same network,
 *
 *   L = Σ_n mean_c mean ((û_n − u_n) / (Δt τ_c))² + N λ_s Σ H(w) + N λ_m Σ H(m),
 *
 * H(p) = p²/2s for |p| < s, else |p| − s/2, of the network's own dimensionless weights (s = 1e-3) and the free
 * moments (s = 1e-2), each times an emphasis ω where one is given. Everything in it is a pure number: data in other
 * units give the same L.
 *
 * Long, Lu and Dong, J. Comput. Phys. 399 (2019) 108925, section 2.4, where the data are not scaled.
 */
import {
  add,
  backward,
  createArena,
  huber,
  multiply,
  onTape,
  Variable,
} from "../../autodiff/index.js";
import { backend } from "../../compute/index.js";
import { checkFinite, ndarrayOf, sizeOf } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import type { Dynamics, Places } from "../dynamics.js";
import type { FilteredNetwork } from "../network.js";
import { advance } from "../step.js";
import { misfit, observe } from "./misfit.js";
import type { Observed } from "./misfit.js";
import { partOf } from "./windows.js";
import type { Batch } from "./windows.js";

/** Free moments below this are pressed to zero as squares, others as magnitudes. */
export const SMALL_MOMENT = 1e-2;

/** Numbers of fields that are rolled out together: more leave the processor's caches. */
const NUMBERS = 8192;

/** Points times evaluations of the rate whose tape is held at once: of long roll-outs in many substeps fewer points. */
const TAPE = 2 ** 18;

/** Evaluations of the rate in a step. */
const STAGES = { euler: 1, midpoint: 2, rk4: 4 } as const;

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
  const size = windowsTogether(batch, options);
  const weights = weightsOf(batch, options.rates);
  const { allocate, release } = backend();
  const taken: Float64Array[] = [];
  const take = (length: number): Float64Array => {
    const array = allocate(length);
    taken.push(array);
    return array;
  };
  const parts: Part[] = [];
  for (let first = 0; first < batch.samples; first += size) {
    const last = Math.min(first + size, batch.samples);
    const part = partOf(batch, first, last);
    const origins = options.origins?.slice(first, last) ?? null;
    const places = { samples: part.samples, grid: batch.grid, origins };
    parts.push(placed(part, places, weights, take));
  }
  const here = names.map((name) => ({
    shape: parameters[name].shape,
    isFree: free.includes(name),
    values: take(parameters[name].data.length),
    gradient: take(parameters[name].data.length),
  }));
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
    close() {
      arena.close();
      taken.splice(0).forEach((array) => release(array));
    },
    evaluate(unknowns) {
      const at = parametersAt(unknowns);
      here.forEach(({ values, gradient }, i) => {
        checkFinite(at[names[i]], `pdenet.fit: ${names[i]}`);
        values.set(at[names[i]].data);
        gradient.fill(0);
      });
      /** The value of a part of the loss; its gradient is added. */
      const add = (part: (w: Variables) => Variable): number =>
        onTape((tape) => {
          const leaves = here.map(
            ({ values, shape, isFree }) => new Variable(values, shape, isFree, tape),
          );
          const y = part(Object.fromEntries(names.map((name, i) => [name, leaves[i]])));
          backward(tape, y, new Variable(Float64Array.of(1), y.shape), leaves).forEach((g, i) => {
            const { gradient } = here[i];
            if (g) backend().add(gradient, g.data as Float64Array, gradient);
          });
          return y.data[0];
        }, arena);

      let data = 0;
      for (const part of parts) data += add((w) => distance(w, part, options));
      const pressed = penalised ? add((w) => penalty(w, batch.targets.length, options)) : 0;
      const gradient = new Float64Array(unknowns.length);
      let taken = 0;
      names.forEach((name, i) => {
        if (!free.includes(name)) return;
        const strength = strengths[name];
        gradient.set(here[i].gradient, taken);
        const own = gradient.subarray(taken, (taken += here[i].gradient.length));
        strength?.forEach((factor, j) => (own[j] /= factor));
      });
      return { value: data + pressed, data, gradient };
    },
  };
}

/** How many windows of a batch are rolled out together. */
function windowsTogether(
  { components, grid, targets, intervals }: Batch,
  { network: { stepper, substeps }, dynamics }: ObjectiveOptions,
): number {
  const steps = targets.length * substeps;
  const areEven = intervals.every((interval) => typeof interval === "number");
  const numbers = (areEven ? dynamics.numbers?.(grid, steps) : null) ?? NUMBERS;
  const points = Math.min(numbers / components, TAPE / (steps * STAGES[stepper]));
  return Math.max(1, Math.floor(points / sizeOf(grid)));
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

/** Windows that are rolled out together, where the backend works on them. */
interface Part {
  readonly places: Places;
  readonly start: Variable;
  readonly intervals: Batch["intervals"];
  readonly observed: readonly Observed[];
}

/** A part of a batch with its targets weighed, in arrays that `take` gives. */
function placed(
  { samples, components, grid, start, targets, observed, intervals }: Batch,
  places: Places,
  weights: readonly (readonly number[])[],
  take: (length: number) => Float64Array,
): Part {
  const u = take(start.length);
  u.set(start);
  return {
    places,
    start: new Variable(u, [samples, components, ...grid]),
    intervals,
    observed: targets.map((target, n): Observed => {
      const own = Float64Array.from(
        { length: samples * components },
        (_, i) => observed[n][Math.floor(i / components)] * weights[n][i % components],
      );
      const of = { weights: own, weighted: take(target.length) };
      observe(target, of);
      return of;
    }),
  };
}

function distance(
  parameters: Variables,
  { places, start, intervals, observed }: Part,
  { network, dynamics }: ObjectiveOptions,
): Variable {
  const steps = network.substeps * observed.length;
  const prepared = dynamics.prepare(parameters, places, steps);
  let u = start;
  let sum: Variable | undefined;
  observed.forEach((one, n) => {
    u = advance(prepared, network, u, intervals[n]);
    const part = misfit(u, one);
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
