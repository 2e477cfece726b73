/** Pseudo-inverses of small symmetric matrices: by A = L D Lᵀ, or by eigenvectors where A is singular. */
import { createHermitianEigen } from "../../linalg/index.js";

/** Scratch memory for matrices of one size. */
export interface SymmetricInverse {
  /** The upper triangle row by row; `invert` replaces it by that of the pseudo-inverse. */
  readonly upper: Float64Array;
  readonly invert: () => void;
}

/**
 * Memory in which n × n matrices are inverted one after another.
 * @param singular eigenvalues up to this one count as zero
 */
export function createSymmetricInverse(n: number, singular: number): SymmetricInverse {
  const upper = new Float64Array((n * (n + 1)) / 2);
  const a = new Float64Array(n * n); // D on the diagonal, L below it
  const inverse = new Float64Array(n * n); // of L, below the diagonal
  const eigen = createHermitianEigen(n);
  const none = new Float64Array(n * n);

  function load(): void {
    for (let i = 0, pair = 0; i < n; i++) {
      for (let j = i; j < n; j++, pair++) a[i * n + j] = a[j * n + i] = upper[pair];
    }
  }

  /** Fills `a` with the factors; false where a pivot is too small. */
  function factor(): boolean {
    for (let j = 0; j < n; j++) {
      let pivot = a[j * n + j];
      for (let k = 0; k < j; k++) pivot -= a[j * n + k] * a[j * n + k] * a[k * n + k];
      if (!(pivot > singular)) return false;
      a[j * n + j] = pivot;
      for (let i = j + 1; i < n; i++) {
        let sum = a[i * n + j];
        for (let k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k] * a[k * n + k];
        a[i * n + j] = sum / pivot;
      }
    }
    return true;
  }

  /** A⁻¹ = L⁻ᵀ D⁻¹ L⁻¹. */
  function multiplyBack(): void {
    for (let j = 0; j < n; j++) {
      for (let i = j + 1; i < n; i++) {
        let sum = a[i * n + j];
        for (let k = j + 1; k < i; k++) sum += a[i * n + k] * inverse[k * n + j];
        inverse[i * n + j] = -sum;
      }
    }
    for (let i = 0, pair = 0; i < n; i++) {
      for (let j = i; j < n; j++, pair++) {
        let sum = (i === j ? 1 : inverse[j * n + i]) / a[j * n + j];
        for (let k = j + 1; k < n; k++)
          sum += (inverse[k * n + i] * inverse[k * n + j]) / a[k * n + k];
        upper[pair] = sum;
      }
    }
  }

  /** Σ v vᵀ / λ over the eigenvalues that count. */
  function invertKept(): void {
    load();
    eigen.decompose(a, none);
    const { values, vectorsRe } = eigen;
    for (let i = 0, pair = 0; i < n; i++) {
      for (let j = i; j < n; j++, pair++) {
        let sum = 0;
        for (let m = 0; m < n && values[m] > singular; m++) {
          sum += (vectorsRe[i * n + m] * vectorsRe[j * n + m]) / values[m];
        }
        upper[pair] = sum;
      }
    }
  }

  return {
    upper,
    invert() {
      load();
      if (factor()) multiplyBack();
      else invertKept();
    },
  };
}
