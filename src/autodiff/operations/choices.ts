/**
 * Choices, entry by entry. The gradient goes to what was chosen; where two are equal, to the first.
 */
import { precisionOf, sizeOf, toDense, ValueError } from "../../core/index.js";
import type { ArrayInput, Dense, Reals } from "../../core/index.js";
import { defineOperation, type Operation } from "../operation.js";
import { newValues } from "../tape.js";
import { asVariables, type Operand, Variable } from "../variable.js";
import { broadcastShape, broadcastTo, sumTo } from "./broadcast.js";
import { combine, type LineKernel } from "./combine.js";
import { mapped } from "./elementwise.js";
import { forEachLine } from "./lines.js";

/** The larger of a and b, with broadcasting. @throws ShapeError if the shapes do not fit */
export function maximum(a: Operand, b: Operand): Variable {
  return maximumOperation([a, b], undefined);
}

/** The smaller of a and b, with broadcasting. @throws ShapeError if the shapes do not fit */
export function minimum(a: Operand, b: Operand): Variable {
  return minimumOperation([a, b], undefined);
}

/**
 * x cut to [from, to]; its derivative is 1 within and on the bounds, 0 outside.
 * @throws ValueError unless from ≤ to
 */
export function clamp(x: Operand, from: number, to: number): Variable {
  if (!(from <= to)) {
    throw new ValueError(
      `autodiff.clamp: from should be at most to; got ${from} and ${to}. Exchange them.`,
    );
  }
  return clampOperation([x], { from, to });
}

/**
 * a where the condition is not zero, b elsewhere, with broadcasting.
 * @param condition an array of any number type, or a Variable; no gradient goes there
 * @throws ShapeError if the shapes do not fit
 */
export function where(condition: Variable | ArrayInput, a: Operand, b: Operand): Variable {
  const chosen = condition instanceof Variable ? condition : toDense(condition, "autodiff.where");
  const [first, second] = asVariables([a, b], "autodiff.where");
  const shape = broadcastShape(
    chosen.shape,
    broadcastShape(first.shape, second.shape, "autodiff.where"),
    "autodiff.where",
  );
  const mask = maskOf(chosen, shape, first);
  return whereOperation([broadcastTo(first, shape), broadcastTo(second, shape)], mask);
}

const largerLine: LineKernel = (a, i, di, b, j, dj, out, to, count) => {
  const end = to + count;
  for (let k = to; k < end; k++, i += di, j += dj) {
    const x = a[i];
    const y = b[j];
    out[k] = x < y || Number.isNaN(y) ? y : x;
  }
};

const smallerLine: LineKernel = (a, i, di, b, j, dj, out, to, count) => {
  const end = to + count;
  for (let k = to; k < end; k++, i += di, j += dj) {
    const x = a[i];
    const y = b[j];
    out[k] = x > y || Number.isNaN(y) ? y : x;
  }
};

/** 1 where a ≥ b. */
const atLeastLine: LineKernel = (a, i, di, b, j, dj, out, to, count) => {
  const end = to + count;
  for (let k = to; k < end; k++, i += di, j += dj) out[k] = a[i] >= b[j] ? 1 : 0;
};

/** 1 where a ≤ b. */
const atMostLine: LineKernel = (a, i, di, b, j, dj, out, to, count) => {
  const end = to + count;
  for (let k = to; k < end; k++, i += di, j += dj) out[k] = a[i] <= b[j] ? 1 : 0;
};

const maximumOperation = defineOperation(
  ([a, b]) => combine("maximum", a, b, largerLine),
  (g, { inputs: [a, b], index }) =>
    sumTo(masked(g, combine("maximum", a, b, atLeastLine), index === 0), [a, b][index].shape),
  "maximum",
);

const minimumOperation = defineOperation(
  ([a, b]) => combine("minimum", a, b, smallerLine),
  (g, { inputs: [a, b], index }) =>
    sumTo(masked(g, combine("minimum", a, b, atMostLine), index === 0), [a, b][index].shape),
  "minimum",
);

const clampOperation = defineOperation<{ readonly from: number; readonly to: number }>(
  ([x], { from: least, to: most }) =>
    mapped(x, (from, to) => {
      for (let i = 0; i < to.length; i++) {
        to[i] = from[i] < least ? least : from[i] > most ? most : from[i];
      }
    }),
  (g, { inputs: [x], options: { from: least, to: most } }) =>
    masked(
      g,
      maskWhere(x, (value) => value >= least && value <= most),
      true,
    ),
  "clamp",
);

const whereOperation = defineOperation<Mask>(
  ([a, b], mask) => {
    const [x, y, chosen] = [a.data, b.data, mask.data];
    const data = newValues(x.length, precisionOf(x));
    for (let i = 0; i < data.length; i++) data[i] = chosen[i] === 0 ? y[i] : x[i];
    return { data, shape: a.shape };
  },
  (g, { options: mask, index }) => masked(g, mask, index === 0),
  "where",
);

/** A constant of the shape of x: 1 where a condition holds, else 0. */
export function maskWhere(x: Variable, holds: (value: number) => boolean): Variable {
  const { data, shape } = mapped(x, (from, to) => {
    for (let i = 0; i < to.length; i++) to[i] = holds(from[i]) ? 1 : 0;
  });
  return new Variable(data, shape);
}

/** Zero where it does not hold. */
interface Mask {
  readonly data: Reals;
}

/** g where the mask holds, or where it does not, and zero elsewhere. */
function masked(g: Variable, mask: Mask, holds: boolean): Variable {
  return maskOperation([g], { mask: mask.data, holds });
}

const maskOperation: Operation<{ readonly mask: Reals; readonly holds: boolean }> = defineOperation(
  ([x], { mask, holds }) =>
    mapped(x, (from, to) => {
      if (holds) for (let i = 0; i < to.length; i++) to[i] = mask[i] === 0 ? 0 : from[i];
      else for (let i = 0; i < to.length; i++) to[i] = mask[i] === 0 ? from[i] : 0;
    }),
  (g, { options }) => maskOperation([g], options),
  "mask",
);

/** The condition repeated to a shape, in the precision of `like`. */
function maskOf({ data, shape: own }: Dense, shape: readonly number[], like: Variable): Mask {
  const mask = newValues(sizeOf(shape), like.precision);
  forEachLine(shape, [own], ([from], [step], to, count) => {
    for (let i = 0; i < count; i++) mask[to + i] = data[from + i * step];
  });
  return { data: mask };
}
