/** Sums, differences, products and quotients, with broadcasting. */
import { backend } from "../../compute/index.js";
import { sameShape, sizeOf } from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { defineOperation, type Result } from "../operation.js";
import { newValues } from "../tape.js";
import type { Operand, Values, Variable } from "../variable.js";
import { broadcastShape, forEachRun, sumTo } from "./broadcast.js";

/** a + b, with broadcasting. @throws ShapeError if the shapes do not fit */
export function add(a: Operand, b: Operand): Variable {
  return addOperation([a, b], undefined);
}

/** a − b, with broadcasting. @throws ShapeError if the shapes do not fit */
export function subtract(a: Operand, b: Operand): Variable {
  return subtractOperation([a, b], undefined);
}

/** a ∘ b, entry by entry, with broadcasting. @throws ShapeError if the shapes do not fit */
export function multiply(a: Operand, b: Operand): Variable {
  return multiplyOperation([a, b], undefined);
}

/** a / b, entry by entry, with broadcasting. @throws ShapeError if the shapes do not fit */
export function divide(a: Operand, b: Operand): Variable {
  return divideOperation([a, b], undefined);
}

/** −x. */
export function negate(x: Operand): Variable {
  return multiply(x, -1);
}

const addOperation = defineOperation(
  ([a, b]) => combine("add", a, b, (x, y) => x + y, backend().add),
  [(g, { inputs: [a] }) => sumTo(g, a.shape), (g, { inputs: [, b] }) => sumTo(g, b.shape)],
  "add",
);

const subtractOperation = defineOperation(
  ([a, b]) =>
    combine(
      "subtract",
      a,
      b,
      (x, y) => x - y,
      (x, y, out) => {
        backend().addScaled(-1, y, x, out);
      },
    ),
  [(g, { inputs: [a] }) => sumTo(g, a.shape), (g, { inputs: [, b] }) => sumTo(negate(g), b.shape)],
  "subtract",
);

const multiplyOperation = defineOperation(
  ([a, b]) => combine("multiply", a, b, (x, y) => x * y, backend().multiply),
  [
    (g, { inputs: [a, b] }) => sumTo(multiply(g, b), a.shape),
    (g, { inputs: [a, b] }) => sumTo(multiply(g, a), b.shape),
  ],
  "multiply",
);

const divideOperation = defineOperation(
  ([a, b]) => combine("divide", a, b, (x, y) => x / y),
  [
    (g, { inputs: [a, b] }) => sumTo(divide(g, b), a.shape),
    (g, { inputs: [, b], y }) => sumTo(negate(divide(multiply(g, y), b)), b.shape),
  ],
  "divide",
);

/** Fills out with a function of two arrays of one length. */
type Kernel = (a: Reals, b: Reals, out: Reals) => void;

/** A function of two numbers for every entry; the kernel, if there is one, where no array repeats. */
export function combine(
  name: string,
  a: Values,
  b: Values,
  f: (x: number, y: number) => number,
  kernel?: Kernel,
): Result {
  const shape = broadcastShape(a.shape, b.shape, `autodiff.${name}`);
  const data = newValues(sizeOf(shape), a.data instanceof Float64Array ? "float64" : "float32");
  if (kernel && sameShape(a.shape, b.shape)) kernel(a.data, b.data, data);
  else {
    const places = new Int32Array(data.length);
    forEachRun(b.shape, shape, (from, step, to, count) => {
      for (let i = 0; i < count; i++) places[to + i] = from + i * step;
    });
    forEachRun(a.shape, shape, (from, step, to, count) => {
      for (let i = 0; i < count; i++) {
        data[to + i] = f(a.data[from + i * step], b.data[places[to + i]]);
      }
    });
  }
  return { data, shape };
}
