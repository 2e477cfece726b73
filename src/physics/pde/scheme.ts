/** What every time stepper is: an order, and the step of a length h. */
import type { FourierSymbol, SymbolTable } from "./symbols.js";
import { tabulate } from "./symbols.js";
import type { Box } from "./box.js";

/** Fills `out` with F(u, t). */
export type Rate = (u: Float64Array, t: number, out: Float64Array) => void;

/** Fills `out` with the state a step after u at the time t. */
export type Step = (u: Float64Array, t: number, out: Float64Array) => void;

/** A time stepper. */
export interface Scheme {
  readonly name: string;
  /** Its error falls as h^order; Infinity for an exact one. */
  readonly order: number;
  /** The step of length h, with whatever depends on h made once. */
  readonly stepOf: (h: number) => Step;
  /** The stability function of an explicit scheme is 1 + z + … + z^p / p! with this p; 0 for others. */
  readonly stages: number;
}

/** Complex numbers for all components and waves, one after another. */
export interface Planes {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** The symbol of the linear part for all components, [c, …k]. */
export function linearPart(
  box: Box,
  symbol: FourierSymbol,
  components: number,
  where: string,
): Planes {
  const tables: SymbolTable[] = Array.from({ length: components }, (_, c) =>
    tabulate(box, symbol, c, where),
  );
  const half = tables[0].re.length;
  const [re, im] = [new Float64Array(components * half), new Float64Array(components * half)];
  tables.forEach((table, c) => {
    re.set(table.re, c * half);
    im.set(table.im, c * half);
  });
  return { re, im };
}

/** Fills `out` with a u, or with a u + b v: entries are complex, real parts before imaginary ones. */
export function combine(
  out: Float64Array,
  a: Planes,
  u: Float64Array,
  b?: Planes,
  v?: Float64Array,
): void {
  const { re, im } = a;
  const size = re.length;
  for (let i = 0; i < size; i++) {
    const x = u[i];
    const y = u[size + i];
    out[i] = re[i] * x - im[i] * y;
    out[size + i] = re[i] * y + im[i] * x;
  }
  if (b && v) addProduct(out, b, v);
}

/** Adds b v to `out`. */
export function addProduct(out: Float64Array, { re, im }: Planes, v: Float64Array): void {
  const size = re.length;
  for (let i = 0; i < size; i++) {
    const x = v[i];
    const y = v[size + i];
    out[i] += re[i] * x - im[i] * y;
    out[size + i] += re[i] * y + im[i] * x;
  }
}

/** Empty planes. */
export function planes(size: number): Planes {
  return { re: new Float64Array(size), im: new Float64Array(size) };
}
