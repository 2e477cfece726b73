/**
 * Operators that are diagonal in Fourier space: D e^{ik·x} = s(k) e^{ik·x} with the symbol s, (ik)^o for the
 * derivative ∂^o. They keep real fields real if s(−k) = conj s(k).
 *
 * On an even axis the wave m = n/2 stands for both +n/2 and −n/2. Its symbol is the mean of the two, so
 * that its odd derivatives are 0 and its even ones are what they should be.
 */
import { checkInteger, formatShape, ShapeError, ValueError } from "../../core/index.js";
import type { Box } from "./box.js";

/** A real symbol as a number, a complex one as its parts. */
export type SymbolValue = number | { readonly re: number; readonly im: number };

/** s(k) of the wave vector k = [k_x, k_y, k_z] in radians per unit of length. */
export type FourierSymbol = (k: readonly number[], component: number) => SymbolValue;

/**
 * A field that is linear in u: a list is the derivative of component 0 by its orders along x, y, z, so
 * [0, 0] is u itself and [1, 0] is ∂u/∂x.
 */
export type Operator =
  | readonly number[]
  | {
      /** The component it acts on. Default 0. */
      readonly component?: number;
      /** Orders along the axes. Default all 0. */
      readonly derivative?: readonly number[];
      /** Any other symbol, which multiplies that of the derivative. */
      readonly symbol?: FourierSymbol;
    };

/** The symbol of ∇², −|k|². */
export function laplacian(k: readonly number[]): number {
  return -k.reduce((sum, wave) => sum + wave * wave, 0);
}

/** The symbol of an operator at the half spectrum of a grid. */
export interface SymbolTable {
  readonly component: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Calls `visit` with the integer waves m of every entry of the half spectrum, in its order. */
export function forEachWave(
  shape: readonly number[],
  visit: (waves: readonly number[], at: number) => void,
): void {
  const last = shape.length - 1;
  const half = shape.map((n, axis) => (axis === last ? (n >> 1) + 1 : n));
  const index = shape.map(() => 0);
  const waves = shape.map(() => 0);
  const size = half.reduce((product, n) => product * n, 1);
  for (let at = 0; at < size; at++) {
    visit(waves, at);
    for (let axis = last; axis >= 0; axis--) {
      index[axis] = (index[axis] + 1) % half[axis];
      const n = shape[axis];
      waves[axis] = 2 * index[axis] <= n ? index[axis] : index[axis] - n;
      if (index[axis] > 0) break;
    }
  }
}

/**
 * The values of a symbol at the half spectrum.
 * @throws ValueError where it is not finite, or s(−k) is not conj s(k)
 */
export function tabulate(
  { shape, lengths }: Box,
  symbol: FourierSymbol,
  component: number,
  where: string,
): SymbolTable {
  const re: number[] = [];
  const im: number[] = [];
  const at = (k: readonly number[]): readonly [number, number] => {
    const value = symbol(k, component);
    const [real, imaginary] = typeof value === "number" ? [value, 0] : [value?.re, value?.im];
    if (Number.isFinite(real) && Number.isFinite(imaginary)) return [real, imaginary];
    throw new ValueError(
      `${where} should be a finite number or { re, im }; got ${JSON.stringify(value)} at ` +
        `k = ${formatShape(k)}. Say what it is there, often 0.`,
    );
  };
  forEachWave(shape, (waves) => {
    const signs = signsOf(waves, shape);
    let [sumRe, sumIm] = [0, 0];
    for (const sign of signs) {
      const k = waves.map((m, axis) => (sign[axis] * m * 2 * Math.PI) / lengths[axis]);
      const [real, imaginary] = at(k);
      const [mirrorRe, mirrorIm] = at(k.map((wave) => -wave));
      const off = Math.hypot(real - mirrorRe, imaginary + mirrorIm);
      if (off > 1e-10 * Math.hypot(real, imaginary)) {
        throw new ValueError(
          `${where} should obey s(−k) = conj s(k), or real fields become complex; it does not at ` +
            `k = ${formatShape(k)}. Odd powers of k need a factor i: { re: 0, im: k ** 3 }.`,
        );
      }
      sumRe += real;
      sumIm += imaginary;
    }
    re.push(sumRe / signs.length);
    im.push(sumIm / signs.length);
  });
  return { component, re: Float64Array.from(re), im: Float64Array.from(im) };
}

/** Both signs of every wave that is its own mirror image on an even axis. */
function signsOf(waves: readonly number[], shape: readonly number[]): number[][] {
  let signs: number[][] = [[]];
  waves.forEach((m, axis) => {
    const choices = 2 * m === shape[axis] ? [1, -1] : [1];
    signs = signs.flatMap((sign) => choices.map((choice) => [...sign, choice]));
  });
  return signs;
}

/**
 * The table of an operator, 0 at the waves that `dealias` leaves out.
 * @throws ShapeError for a derivative with another number of orders than axes
 * @throws ValueError for a component that is none, or a symbol as `tabulate`
 */
export function tableOf(
  box: Box,
  operator: Operator,
  components: number,
  kept: Uint8Array,
  where: string,
): SymbolTable {
  const { component, derivative, symbol } = partsOf(operator, box.shape.length, components, where);
  const table = tabulate(
    box,
    (k) => times(derivativeSymbol(k, derivative), symbol ? symbol(k, component) : 1),
    component,
    where,
  );
  for (let i = 0; i < kept.length; i++) {
    table.re[i] *= kept[i];
    table.im[i] *= kept[i];
  }
  return table;
}

/** The parts of an operator, checked. */
export function partsOf(
  operator: Operator,
  axes: number,
  components: number,
  where: string,
): {
  readonly component: number;
  readonly derivative: readonly number[];
  readonly symbol: FourierSymbol | undefined;
} {
  const given = isOrders(operator) ? { derivative: operator } : operator;
  const { component = 0, derivative = new Array<number>(axes).fill(0), symbol } = given;
  checkInteger(component, 0, components - 1, `${where}: component`);
  if (derivative.length !== axes) {
    throw new ShapeError(
      `${where} should have one order for each of the ${axes} axes; got ` +
        `${formatShape(derivative)}. In 2-D [1, 0] is ∂/∂x and [0, 1] is ∂/∂y.`,
    );
  }
  derivative.forEach((order) => checkInteger(order, 0, 12, `${where}: order of a derivative`));
  return { component, derivative, symbol };
}

function isOrders(operator: Operator): operator is readonly number[] {
  return Array.isArray(operator);
}

/** (ik)^o = i^{|o|} Π_a k_a^{o_a}. */
function derivativeSymbol(k: readonly number[], orders: readonly number[]): SymbolValue {
  const size = orders.reduce((product, order, axis) => product * k[axis] ** order, 1);
  const turns = orders.reduce((sum, order) => sum + order, 0) % 4;
  return [size, { re: 0, im: size }, -size, { re: 0, im: -size }][turns];
}

function times(a: SymbolValue, b: SymbolValue): SymbolValue {
  const [p, q] = typeof a === "number" ? [a, 0] : [a.re, a.im];
  const [r, s] = typeof b === "number" ? [b, 0] : [b?.re, b?.im];
  return { re: p * r - q * s, im: p * s + q * r };
}

/**
 * 1 at the waves that products may use, 0 elsewhere: |m_a| < f n_a / 2 on every axis. With f = 2/3 the
 * product of two kept waves is never mistaken for a third (Orszag's rule), with 1/2 that of three.
 */
export function keptWaves(shape: readonly number[], fraction: number): Uint8Array {
  const kept: number[] = [];
  forEachWave(shape, (waves) => {
    const inside = waves.every((m, axis) => Math.abs(m) < (fraction * shape[axis]) / 2);
    kept.push(fraction === 1 || inside ? 1 : 0);
  });
  return Uint8Array.from(kept);
}
