/**
 * Elementary functions, entry by entry. exp, log, sqrt, square and whole powers have the same bits on
 * every engine; the last digits of sin, cos and of other powers are those of the engine's Math.
 */
import { backend, exponential } from "../../compute/index.js";
import { formatShape, logarithm, precisionOf, unravel, ValueError } from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { defineOperation, type Result } from "../operation.js";
import { newValues } from "../tape.js";
import { type Operand, type Values, Variable } from "../variable.js";
import { divide, multiply, negate } from "./arithmetic.js";

/** e^x, within about two units in the last place. */
export function exp(x: Operand): Variable {
  return expOperation([x], undefined);
}

/** The natural logarithm ln x. @throws ValueError for x ≤ 0 */
export function log(x: Operand): Variable {
  return logOperation([x], undefined);
}

/** √x; its derivative at 0 is infinite. @throws ValueError for x < 0 */
export function sqrt(x: Operand): Variable {
  return sqrtOperation([x], undefined);
}

/** x². */
export function square(x: Operand): Variable {
  return squareOperation([x], undefined);
}

/**
 * x^p. Whole powers up to 64 are products.
 * @param exponent p, a number; for a varying one write exp(multiply(p, log(x)))
 * @throws ValueError for p that is not finite, and for x < 0 unless p is an integer
 */
export function pow(x: Operand, exponent: number): Variable {
  if (!Number.isFinite(exponent)) {
    throw new ValueError(`autodiff.pow: exponent should be a finite number; got ${exponent}.`);
  }
  return powOperation([x], exponent);
}

/** |x|, with derivative 0 at 0. */
export function abs(x: Operand): Variable {
  return absOperation([x], undefined);
}

/** sin x. */
export function sin(x: Operand): Variable {
  return sinOperation([x], undefined);
}

/** cos x. */
export function cos(x: Operand): Variable {
  return cosOperation([x], undefined);
}

const expOperation = defineOperation(
  ([x]) =>
    mapped(x, (from, to) => {
      for (let i = 0; i < to.length; i++) {
        const t = from[i];
        to[i] = t > 0 ? 1 / exponential(-t) : exponential(t);
      }
    }),
  (g, { y }) => multiply(g, y),
  "exp",
);

const logOperation = defineOperation(
  ([x]) =>
    mapped(x, (from, to) => {
      for (let i = 0; i < to.length; i++) {
        if (from[i] <= 0) throw outside(x, i, "autodiff.log", "positive");
        to[i] = naturalLogarithm(from[i]);
      }
    }),
  (g, { inputs: [x] }) => divide(g, x),
  "log",
);

const sqrtOperation = defineOperation(
  ([x]) =>
    mapped(x, (from, to) => {
      for (let i = 0; i < to.length; i++) {
        if (from[i] < 0) throw outside(x, i, "autodiff.sqrt", "≥ 0");
        to[i] = Math.sqrt(from[i]);
      }
    }),
  (g, { y }) => divide(g, multiply(2, y)),
  "sqrt",
);

const squareOperation = defineOperation(
  ([x]) =>
    mapped(x, (from, to) => {
      backend().multiply(from, from, to);
    }),
  (g, { inputs: [x] }) => multiply(g, multiply(2, x)),
  "square",
);

const powOperation = defineOperation<number>(
  ([x], exponent) => {
    const whole = Number.isInteger(exponent);
    return mapped(x, (from, to) => {
      for (let i = 0; i < to.length; i++) {
        if (!whole && from[i] < 0) throw outside(x, i, "autodiff.pow", "≥ 0 for a broken exponent");
        to[i] =
          whole && Math.abs(exponent) <= 64 ? wholePower(from[i], exponent) : from[i] ** exponent;
      }
    });
  },
  (g, { inputs: [x], options: exponent }) =>
    exponent === 0 ? multiply(g, 0) : multiply(g, multiply(exponent, pow(x, exponent - 1))),
  "pow",
);

const absOperation = defineOperation(
  ([x]) =>
    mapped(x, (from, to) => {
      for (let i = 0; i < to.length; i++) to[i] = Math.abs(from[i]);
    }),
  (g, { inputs: [x] }) => multiply(g, signOf(x)),
  "abs",
);

const sinOperation = defineOperation(
  ([x]) =>
    mapped(x, (from, to) => {
      for (let i = 0; i < to.length; i++) to[i] = Math.sin(from[i]);
    }),
  (g, { inputs: [x] }) => multiply(g, cos(x)),
  "sin",
);

const cosOperation = defineOperation(
  ([x]) =>
    mapped(x, (from, to) => {
      for (let i = 0; i < to.length; i++) to[i] = Math.cos(from[i]);
    }),
  (g, { inputs: [x] }) => negate(multiply(g, sin(x))),
  "cos",
);

/** A result of the shape of x, which `fill` fills from x. */
export function mapped({ data, shape }: Values, fill: (from: Reals, to: Reals) => void): Result {
  const to = newValues(data.length, precisionOf(data));
  fill(data, to);
  return { data: to, shape };
}

/** sign x, a constant. */
function signOf(x: Variable): Variable {
  const { data, shape } = mapped(x, (from, to) => {
    for (let i = 0; i < to.length; i++) to[i] = Math.sign(from[i]);
  });
  return new Variable(data, shape);
}

/** 2⁵⁴ lifts what is subnormal into the range of `logarithm`. */
const LIFT = 2 ** 54;

function naturalLogarithm(x: number): number {
  if (!(x < Infinity)) return x;
  return x < 2 ** -1022 ? logarithm(x * LIFT) - 54 * Math.LN2 : logarithm(x);
}

/** x^n by squarings. */
function wholePower(x: number, n: number): number {
  let result = 1;
  for (let factor = x, rest = Math.abs(n); rest > 0; rest >>= 1, factor *= factor) {
    if (rest & 1) result *= factor;
  }
  return n < 0 ? 1 / result : result;
}

function outside({ data, shape }: Values, at: number, where: string, range: string): ValueError {
  return new ValueError(
    `${where}: x should be ${range}; got ${data[at]} at index ${formatShape(unravel(at, shape))}. ` +
      `Cut it with autodiff.clamp or add a small number first.`,
  );
}
