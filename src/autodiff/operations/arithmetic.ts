/** Sums, differences, products and quotients, with broadcasting. */
import { backend } from "../../compute/index.js";
import { defineOperation } from "../operation.js";
import type { Operand, Variable } from "../variable.js";
import { sumTo } from "./broadcast.js";
import { combine, type LineKernel } from "./combine.js";

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

const addLine: LineKernel = (a, i, di, b, j, dj, out, to, count) => {
  const end = to + count;
  for (let k = to; k < end; k++, i += di, j += dj) out[k] = a[i] + b[j];
};

const subtractLine: LineKernel = (a, i, di, b, j, dj, out, to, count) => {
  const end = to + count;
  for (let k = to; k < end; k++, i += di, j += dj) out[k] = a[i] - b[j];
};

const multiplyLine: LineKernel = (a, i, di, b, j, dj, out, to, count) => {
  const end = to + count;
  for (let k = to; k < end; k++, i += di, j += dj) out[k] = a[i] * b[j];
};

const divideLine: LineKernel = (a, i, di, b, j, dj, out, to, count) => {
  const end = to + count;
  for (let k = to; k < end; k++, i += di, j += dj) out[k] = a[i] / b[j];
};

const addOperation = defineOperation(
  ([a, b]) =>
    combine("add", a, b, addLine, {
      both(x, y, out) {
        backend().add(x, y, out);
      },
      withOne(x, one, out) {
        backend().addBias(x, one, { samples: 1, channels: 1, size: x.length }, out);
      },
      perChannel(x, channels, planes, out) {
        backend().addBias(x, channels, planes, out);
      },
    }),
  [(g, { inputs: [a] }) => sumTo(g, a.shape), (g, { inputs: [, b] }) => sumTo(g, b.shape)],
  "add",
);

const subtractOperation = defineOperation(
  ([a, b]) =>
    combine("subtract", a, b, subtractLine, {
      both(x, y, out) {
        backend().addScaled(-1, y, x, out);
      },
    }),
  [(g, { inputs: [a] }) => sumTo(g, a.shape), (g, { inputs: [, b] }) => negate(sumTo(g, b.shape))],
  "subtract",
);

const multiplyOperation = defineOperation(
  ([a, b]) =>
    combine("multiply", a, b, multiplyLine, {
      both(x, y, out) {
        backend().multiply(x, y, out);
      },
      withOne(x, [one], out) {
        backend().scale(one, x, out);
      },
    }),
  [
    (g, { inputs: [a, b] }) => sumTo(multiply(g, b), a.shape),
    (g, { inputs: [a, b] }) => sumTo(multiply(g, a), b.shape),
  ],
  "multiply",
);

const divideOperation = defineOperation(
  ([a, b]) => combine("divide", a, b, divideLine),
  [
    (g, { inputs: [a, b] }) => sumTo(divide(g, b), a.shape),
    (g, { inputs: [, b], y }) => sumTo(negate(divide(multiply(g, y), b)), b.shape),
  ],
  "divide",
);
