/**
 * Reverse mode: from the last step to the first, every step hands the gradient to its output on to its
 * inputs, and gradients that meet in one Variable add up.
 */
import { backend } from "../compute/index.js";
import type { Reals } from "../core/index.js";
import { add } from "./operations/arithmetic.js";
import { gradientTo } from "./operation.js";
import { newValues, recorded, type Step, type Tape } from "./tape.js";
import { Variable } from "./variable.js";

/** Told of every gradient that is handed on, for whoever wants to look. */
export type Watch = (step: Step, index: number, gradient: Variable) => void;

/** How to go back. */
export interface BackwardOptions {
  /** Steps before this one do not depend on the leaves. Default 0. */
  readonly from?: number;
  /** Whether the way back is recorded, to be differentiated itself. Default false. */
  readonly record?: boolean;
  readonly watch?: Watch;
}

/**
 * The gradients of ⟨g, y⟩ to the leaves; undefined for a leaf that y does not depend on.
 * @param g the gradient to y, of its shape
 */
export function backward(
  tape: Tape,
  y: Variable,
  g: Variable,
  leaves: readonly Variable[],
  { from = 0, record = false, watch }: BackwardOptions = {},
): (Variable | undefined)[] {
  return recorded(record, () => {
    const gradients = new Map<Variable, Variable>([[y, g]]);
    const sums = new Set<Variable>();
    const passing = record || watch ? undefined : new Set<Reals>();
    tape.passing = passing;
    for (let i = tape.steps.length - 1; i >= from; i--) {
      const step = tape.steps[i];
      const arrived = gradients.get(step.output);
      if (!arrived) continue;
      gradients.delete(step.output);
      step.inputs.forEach((input, index) => {
        if (!input.tracked) return;
        const gradient = gradientTo(index, arrived, step);
        watch?.(step, index, gradient);
        gradients.set(input, meet(gradients.get(input), gradient, sums, record));
      });
      passing?.forEach((array) => {
        if (holds(gradients, array)) return;
        passing.delete(array);
        tape.arena.give(array);
      });
    }
    tape.passing = undefined;
    return leaves.map((leaf) => gradients.get(leaf));
  });
}

/** Whether a gradient that is still to be handed on, or is a result, lies in an array. */
function holds(gradients: ReadonlyMap<Variable, Variable>, array: Reals): boolean {
  const end = array.byteOffset + array.byteLength;
  for (const { data } of gradients.values()) {
    const isInside = data.byteOffset >= array.byteOffset && data.byteOffset < end;
    if (isInside && data.buffer === array.buffer) return true;
  }
  return false;
}

/**
 * The sum of the gradients that met. Unrecorded sums are nobody else's, so a third and later gradient
 * is added where the sum stands.
 */
function meet(
  present: Variable | undefined,
  gradient: Variable,
  sums: Set<Variable>,
  record: boolean,
): Variable {
  if (!present) return gradient;
  if (record) return add(present, gradient);
  if (sums.has(present)) {
    backend().add(present.data, gradient.data, present.data);
    return present;
  }
  const sum = newValues(present.size, present.precision);
  backend().add(present.data, gradient.data, sum);
  const met = new Variable(sum, present.shape);
  sums.add(met);
  return met;
}
