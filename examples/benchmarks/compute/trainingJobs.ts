/** Our side of the pointwise works of training; an activation's derivative takes x or y, as suits it. */
import { compute } from "kernelfield";
import type { Job } from "../job.js";
import { filling, Planes } from "./planes.js";
import type { Plane } from "./planes.js";
import type { ActivationWork, UpdateWork } from "./works.js";

/** The loops of training, which a version may lack. */
interface Training {
  activate(name: string, x: Plane, slope: number, y: Plane): void;
  activateBackward(name: string, kept: Plane, g: Plane, slope: number, dx: Plane): void;
  fillAdamStep(θ: Plane, g: Plane, mean: Plane, square: Plane, step: AdamStep): void;
}

interface AdamStep {
  readonly count: number;
  readonly learningRate: number;
  readonly decayOfMean: number;
  readonly decayOfSquare: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** Adam as its paper sets it, and as torch_peer.py does. */
const ADAM = {
  learningRate: 1e-3,
  decayOfMean: 0.9,
  decayOfSquare: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
};

/** An activation, or the gradient through one. */
export function activationJob(work: ActivationWork, inputs: readonly Float64Array[]): Job | string {
  const loops = training();
  if (typeof loops === "string") return loops;
  const { activation, direction, precision, length } = work;
  const planes = new Planes(precision);
  const [x, g] = inputs.map((values) => planes.of(values));
  const y = planes.of(length);
  if (direction === "forward") {
    return filling(planes, y, () => loops.activate(activation, x, 0, y));
  }
  loops.activate(activation, x, 0, y);
  const kept = activation === "gelu" ? x : y;
  const dx = planes.of(length);
  return filling(planes, dx, () => loops.activateBackward(activation, kept, g, 0, dx));
}

/** Steps of Adam, one in every run. */
export function updateJob(work: UpdateWork, inputs: readonly Float64Array[]): Job | string {
  const loops = training();
  if (typeof loops === "string") return loops;
  const planes = new Planes(work.precision);
  const [θ, g] = inputs.map((values) => planes.of(values));
  const mean = planes.of(work.length);
  const square = planes.of(work.length);
  let count = 0;
  return filling(planes, θ, () => {
    count++;
    loops.fillAdamStep(θ, g, mean, square, { count, ...ADAM });
  });
}

function training(): Training | string {
  const backend = compute.backend() as Partial<Training>;
  const { activate, activateBackward, fillAdamStep } = backend;
  return activate && activateBackward && fillAdamStep
    ? { activate, activateBackward, fillAdamStep }
    : "This version of kernelfield has no loops of training behind its contract.";
}
