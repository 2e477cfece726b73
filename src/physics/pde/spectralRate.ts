/**
 * The nonlinear part in Fourier space: with the operators S_i of the fields it reads and O_j of what it fills,
 *
 *   N̂(û, t) = Σ_j O_j(k) F[ n_j( F⁻¹[S_1 û], F⁻¹[S_2 û], …, t) ],
 *
 * n_j being evaluated point by point in space. Two batches of transforms per evaluation, in arrays that are
 * made once.
 */
import { backend } from "../../compute/index.js";
import type { Box } from "./box.js";
import { addProduct } from "./scheme.js";
import type { Planes, Rate } from "./scheme.js";
import { freeze } from "./stability.js";
import type { SymbolTable } from "./symbols.js";

/** Fills every n_j[x] from the fields at x and the time. */
export type Pointwise<Name extends string = string> = (
  n: readonly Float64Array[],
  fields: Readonly<Record<Name, Float64Array>>,
  t: number,
) => void;

/** The nonlinear part of an equation, and how it acts where it is frozen. */
export interface SpectralRate {
  readonly rate: Rate;
  /** λ of all components and waves, L included, with coefficients frozen at u. */
  readonly frozenRates: (u: Float64Array, t: number, L: Planes) => Planes;
}

/** The nonlinear part with the tables of what it reads, by name, and of what it fills. */
export function spectralRate(
  { shape, cells }: Box,
  components: number,
  reads: Readonly<Record<string, SymbolTable>>,
  fills: readonly SymbolTable[],
  pointwise: Pointwise,
): SpectralRate {
  const names = Object.keys(reads);
  const symbols = Object.values(reads);
  const half = fills[0].re.length;
  const values = new Float64Array(symbols.length * cells);
  const results = new Float64Array(fills.length * cells);
  const [fieldRe, fieldIm] = [
    new Float64Array(symbols.length * half),
    new Float64Array(symbols.length * half),
  ];
  const [re, im] = [new Float64Array(fills.length * half), new Float64Array(fills.length * half)];
  const planes = symbols.map((_, i) => values.subarray(i * cells, (i + 1) * cells));
  const fields = Object.fromEntries(names.map((name, i) => [name, planes[i]]));
  const n = fills.map((_, j) => results.subarray(j * cells, (j + 1) * cells));

  /** Fills the fields from û[c, …k]. */
  const read = (u: Float64Array): void => {
    symbols.forEach(({ component, re: sRe, im: sIm }, i) => {
      const [at, to, size] = [component * half, i * half, components * half];
      for (let k = 0; k < half; k++) {
        const x = u[at + k];
        const y = u[size + at + k];
        fieldRe[to + k] = sRe[k] * x - sIm[k] * y;
        fieldIm[to + k] = sRe[k] * y + sIm[k] * x;
      }
    });
    backend().gridTransform(shape).inverseReal(fieldRe, fieldIm, symbols.length, values);
  };

  return {
    rate(u, t, out) {
      read(u);
      pointwise(n, fields, t);
      backend().gridTransform(shape).forwardReal(results, fills.length, re, im);
      out.fill(0);
      fills.forEach(({ component, re: oRe, im: oIm }, j) => {
        const [to, from, size] = [component * half, j * half, components * half];
        for (let k = 0; k < half; k++) {
          const x = re[from + k];
          const y = im[from + k];
          out[to + k] += oRe[k] * x - oIm[k] * y;
          out[size + to + k] += oRe[k] * y + oIm[k] * x;
        }
      });
    },
    frozenRates(u, t, L) {
      read(u);
      const rates = { re: L.re.slice(), im: L.im.slice() };
      for (let c = 0; c < components; c++) {
        const own = (tables: readonly SymbolTable[]): number[] =>
          tables.flatMap(({ component }, at) => (component === c ? [at] : []));
        const [inputs, outputs] = [own(symbols), own(fills)];
        if (inputs.length === 0 || outputs.length === 0) continue;
        const { g } = freeze(
          () => pointwise(n, fields, t),
          outputs.map((j) => n[j]),
          inputs.map((i) => planes[i]),
          outputs.map((j) => inputs.map((i) => sizeOfSymbol(fills[j]) * sizeOfSymbol(symbols[i]))),
        );
        outputs.forEach((j, row) =>
          inputs.forEach((i, column) => {
            addSymbols(rates, c * half, g[row][column], fills[j], symbols[i]);
          }),
        );
      }
      return rates;
    },
  };
}

function sizeOfSymbol({ re, im }: Planes): number {
  return re.reduce((most, value, k) => Math.max(most, Math.hypot(value, im[k])), 0);
}

function addSymbols(rates: Planes, at: number, g: number, outer: Planes, inner: Planes): void {
  for (let k = 0; k < inner.re.length; k++) {
    const [p, q, r, s] = [outer.re[k], outer.im[k], inner.re[k], inner.im[k]];
    rates.re[at + k] += g * (p * r - q * s);
    rates.im[at + k] += g * (p * s + q * r);
  }
}

/** The rate of everything, L û + N̂(û, t), for explicit schemes. */
export function fullRate(L: Planes, N: Rate): Rate {
  return (u, t, out) => {
    N(u, t, out);
    addProduct(out, L, u);
  };
}
