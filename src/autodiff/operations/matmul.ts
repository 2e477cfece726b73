/**
 * Products of matrices,
 *
 *   y[…s, i, j] = Σ_k a[…s, i, k] b[…s, k, j],   ā = ȳ bᵀ,   b̄ = aᵀ ȳ,
 *
 * which are products of stored or transposed matrices again, so that nothing is ever transposed in memory.
 */
import { backend } from "../../compute/index.js";
import { formatShape, sameShape, ShapeError, sizeOf } from "../../core/index.js";
import { defineOperation } from "../operation.js";
import { newValues } from "../tape.js";
import type { Operand, Values, Variable } from "../variable.js";
import { sumTo } from "./broadcast.js";
import { reshape } from "./shapes.js";

/** How the matrices are stored. */
export interface MatmulOptions {
  /** Whether a holds aᵀ, as [inner, rows]. Default false. */
  readonly transposeA?: boolean;
  /** Whether b holds bᵀ, as [columns, inner]. Default false. */
  readonly transposeB?: boolean;
}

/**
 * The product of matrices a[…s, rows, inner] and b[…s, inner, columns], of shape […s, rows, columns].
 * The leading axes are the same, or one of the two has none and serves all.
 * @throws ShapeError if one has fewer than two axes, or the shapes do not fit
 */
export function matmul(
  a: Operand,
  b: Operand,
  { transposeA = false, transposeB = false }: MatmulOptions = {},
): Variable {
  return product([a, b], { transposeA, transposeB });
}

const product = defineOperation<Required<MatmulOptions>>(
  ([a, b], options) => {
    const { transposeA, transposeB } = options;
    const { batch, rows, inner, columns } = lengthsOf(a.shape, b.shape, options);
    const shape = [...batch, rows, columns];
    const data = newValues(sizeOf(shape), a.data instanceof Float64Array ? "float64" : "float32");
    const [sharedA, sharedB] = [a, b].map((x) => x.shape.length === 2);
    const count = sizeOf(batch);
    // Rows of a batch that meet one matrix are rows of one product.
    const one = sharedB && !transposeA;
    const layout = {
      batch: one ? 1 : count,
      rows: one ? count * rows : rows,
      inner,
      columns,
      transposeA,
      transposeB,
      sharedA,
      sharedB,
    };
    backend().multiplyMatrices(a.data, b.data, layout, data);
    return { data, shape };
  },
  [
    (g, { inputs: [a, b], options: { transposeA, transposeB } }) => {
      const gradient = transposeA
        ? matmul(b, g, { transposeA: transposeB, transposeB: true })
        : matmul(g, b, { transposeB: !transposeB });
      return sumTo(gradient, a.shape);
    },
    (g, { inputs: [a, b], options: { transposeA, transposeB } }) => {
      // One matrix that met a batch sums over its rows: they are terms of one product.
      const one = b.shape.length === 2 && !transposeA;
      const [left, right] = one ? [flattened(a), flattened(g)] : [a, g];
      const gradient = transposeB
        ? matmul(right, left, { transposeA: true, transposeB: transposeA })
        : matmul(left, right, { transposeA: !transposeA });
      return sumTo(gradient, b.shape);
    },
  ],
  "matmul",
);

/** A batch of matrices as one with all their rows. */
function flattened(x: Variable): Variable {
  const columns = x.shape.at(-1) ?? 1;
  return x.shape.length === 2 ? x : reshape(x, [sizeOf(x.shape.slice(0, -1)), columns]);
}

function lengthsOf(
  a: Values["shape"],
  b: Values["shape"],
  { transposeA, transposeB }: Required<MatmulOptions>,
) {
  if (a.length < 2 || b.length < 2) {
    throw new ShapeError(
      `autodiff.matmul: matrices should have at least two axes; got ${formatShape(a)} and ` +
        `${formatShape(b)}. Reshape a vector to a row [1, n] or a column [n, 1].`,
    );
  }
  const ofA = a.slice(0, -2);
  const ofB = b.slice(0, -2);
  const [rows, inner] = transposeA ? [a[a.length - 1], a[a.length - 2]] : a.slice(-2);
  const [terms, columns] = transposeB ? [b[b.length - 1], b[b.length - 2]] : b.slice(-2);
  if (inner !== terms) {
    throw new ShapeError(
      `autodiff.matmul: a has rows of ${inner} entries, b columns of ${terms}, which should be as many; ` +
        `got ${formatShape(a)}${transposeA ? " transposed" : ""} and ${formatShape(b)}` +
        `${transposeB ? " transposed" : ""}.`,
    );
  }
  if (ofA.length > 0 && ofB.length > 0 && !sameShape(ofA, ofB)) {
    throw new ShapeError(
      `autodiff.matmul: leading axes should agree, or one side have none; got ${formatShape(a)} and ` +
        `${formatShape(b)}. Reshape or broadcast one of them.`,
    );
  }
  return { batch: ofA.length > 0 ? ofA : ofB, rows, inner, columns };
}
