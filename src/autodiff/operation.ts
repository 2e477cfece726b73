/**
 * An operation is a function of arrays with the rules of its derivative beside it: for every input the
 * vector–Jacobian product
 *
 *   y = f(x₁, x₂, …),   x̄ᵢ = (∂y/∂xᵢ)ᵀ ȳ,
 *
 * written in operations again, so that derivatives can be differentiated. Nothing else knows them.
 * Maclaurin, Duvenaud and Adams, "Autograd" (AutoML workshop, ICML 2015).
 */
import { formatShape, sameShape, ShapeError } from "../core/index.js";
import { currentTape, type Step } from "./tape.js";
import { asVariables, type Operand, type Values, Variable } from "./variable.js";

/** What a rule may use. */
export interface Context<O> {
  readonly inputs: readonly Variable[];
  /** What the operation returned. */
  readonly y: Variable;
  readonly options: O;
  /** What the operation kept. */
  readonly kept: unknown;
  /** Which input the derivative is for. */
  readonly index: number;
}

/** The gradient to one input, of its shape, from the gradient g to the output; linear in g. */
export type Rule<O> = (g: Variable, context: Context<O>) => Variable;

/** What an operation computes: its values, and whatever its rules want to find again. */
export interface Result extends Values {
  readonly kept?: unknown;
}

/** An operation: a function of operands that is recorded while a derivative is taken. */
export type Operation<O> = (inputs: readonly Operand[], options: O) => Variable;

/**
 * An operation of one's own.
 *
 *   const cube = defineOperation<undefined>(
 *     ([x]) => ({ data: x.data.map((value) => value ** 3), shape: x.shape }),
 *     (g, { inputs: [x] }) => multiply(g, multiply(3, multiply(x, x))),
 *     "cube",
 *   );
 *   const y = cube([x], undefined);
 *
 * @param forward returns the values; it must not write to its inputs
 * @param vjp the rules, one for every input, or one that looks at `index`
 * @param name what messages and graphs call it
 */
export function defineOperation<O = undefined>(
  forward: (inputs: readonly Values[], options: O) => Result,
  vjp: Rule<O> | readonly Rule<O>[],
  name = "operation",
): Operation<O> {
  const rules = vjp as Rule<unknown> | readonly Rule<unknown>[];
  const ruleFor = (index: number): Rule<unknown> =>
    typeof rules === "function" ? rules : rules[index];

  return (operands, options) => {
    const inputs = asVariables(operands, `autodiff.${name}`);
    const tape = currentTape();
    const { data, shape, kept } = forward(inputs, options);
    const tracked = tape?.recording === true && inputs.some((input) => input.tracked);
    const output = new Variable(data, shape, tracked, tape);
    if (tracked) tape.steps.push({ name, inputs, output, options, kept, ruleFor });
    return output;
  };
}

/**
 * The gradient to an input of a step.
 * @throws ShapeError if a rule returns another shape than that of the input
 */
export function gradientTo(index: number, g: Variable, step: Step): Variable {
  const { inputs, output: y, options, kept, name, ruleFor } = step;
  const gradient = ruleFor(index)(g, { inputs, y, options, kept, index });
  if (sameShape(gradient.shape, inputs[index].shape)) return gradient;
  throw new ShapeError(
    `autodiff.${name}: the gradient to input ${index} should have the input's shape ` +
      `${formatShape(inputs[index].shape)}; the rule returned ${formatShape(gradient.shape)}. Mend the rule.`,
  );
}
