/** The values of a computation, and what may stand for one. */
import { createArray, formatShape, toReals, ValueError } from "../core/index.js";
import type { ArrayInput, Dense, Precision, Reals } from "../core/index.js";
import type { Tape } from "./tape.js";

/** Contiguous row-major numbers of one precision. */
export type Values = Dense<Reals>;

/**
 * A value of a computation: contiguous row-major numbers with their shape, [] for a single number. Made
 * by operations. It lives as long as the call that made it (`grad(f)(x)`, …), and may be passed wherever
 * an array is accepted.
 */
export class Variable {
  constructor(
    private readonly values: Reals,
    readonly shape: readonly number[],
    /** Whether derivatives to it are asked for, or to something it depends on. */
    readonly tracked = false,
    private readonly tape?: Tape,
  ) {}

  /**
   * Its numbers, row-major; not to be written to.
   * @throws ValueError once the call that made it has ended
   */
  get data(): Reals {
    if (this.tape?.closed !== true) return this.values;
    throw new ValueError(
      `autodiff: a Variable of shape ${formatShape(this.shape)} should be used within the call that made ` +
        `it; that call has ended. Return it from the differentiated function, or copy it with toArray there.`,
    );
  }

  get precision(): Precision {
    return this.values instanceof Float64Array ? "float64" : "float32";
  }

  get size(): number {
    return this.values.length;
  }
}

/** What operations accept: a Variable, an array or a number. */
export type Operand = Variable | ArrayInput | number;

/**
 * The operands as Variables of one precision: that of the Variables among them; else Float32 if all
 * arrays are, and Float64 otherwise. Arrays of another precision are converted.
 * @throws ValueError for Variables of two precisions
 */
export function asVariables(operands: readonly Operand[], where: string): Variable[] {
  const precision = commonPrecision(operands, where);
  return operands.map((operand) => {
    if (operand instanceof Variable) return operand;
    if (typeof operand === "number") {
      return new Variable(createArray(1, precision).fill(operand), []);
    }
    const { data, shape } = toReals(operand, where, precision);
    return new Variable(data, shape);
  });
}

function commonPrecision(operands: readonly Operand[], where: string): Precision {
  let found: Precision | undefined;
  let single = false;
  let double = false;
  for (const operand of operands) {
    if (operand instanceof Variable) {
      found ??= operand.precision;
      if (operand.precision !== found) {
        throw new ValueError(
          `${where}: operands should have one precision; got ${found} and ${operand.precision}. ` +
            `Convert one with autodiff.cast.`,
        );
      }
    } else if (typeof operand !== "number") {
      if ((operand as { data?: unknown }).data instanceof Float32Array) single = true;
      else double = true;
    }
  }
  return found ?? (single && !double ? "float32" : "float64");
}
