/**
 * PDE-Net 1.0: the equation of one field with coefficients that may depend on place,
 *
 *   u_t = Σ_o c_o(x) ∂^o u,   or with a source   u_t = Σ_{|o| ≥ 1} c_o(x) ∂^o u + f(u).
 *
 * Long, Lu, Ma and Dong, "PDE-Net: learning PDEs from data", ICML 2018.
 */
import {
  checkBoolean,
  checkInteger,
  checkNumber,
  checkOneOf,
  ValueError,
} from "../../core/index.js";
import type { Border, CoefficientBasis, Linear, SourceBasis } from "../network.js";
import { filteredNetwork } from "../networkOptions.js";
import type { FilteredOptions } from "../networkOptions.js";

/** Options of `linear`. Filters have at least R + p points along every axis; p is 1 by default. */
export interface LinearOptions extends FilteredOptions {
  /**
   * How coefficients depend on place: { kind: "constant" }, { kind: "lagrange", cells, degree, periodic } or
   * { kind: "trigonometric", frequency }. What is left out of the second is 8 cells, degree 2, and periodic if
   * the border is. Default the second.
   */
  readonly coefficients?: CoefficientChoice | undefined;
  /** f(u), learnt point by point; null (default) for c_0(x) u in its place. */
  readonly source?: SourceBasis | null | undefined;
  /** p of the averaging filter that carries u over a step, as published with 1; null (default) carries u itself. */
  readonly carrier?: number | null | undefined;
}

/** A basis of coefficients of which what is usual may be left out. */
export type CoefficientChoice =
  | Exclude<CoefficientBasis, { readonly kind: "lagrange" }>
  | {
      readonly kind: "lagrange";
      readonly cells?: number | readonly number[] | undefined;
      readonly degree?: number | undefined;
      readonly periodic?: boolean | undefined;
    };

/**
 * The network of an equation that is linear in the derivatives of one field: plain data.
 * @throws ValueError for orders, sizes, meshes and frequencies out of range, filters shorter than R + p, unknown
 *   names, and coefficients that repeat on a domain that does not
 */
export function linear(options: LinearOptions = {}): Linear {
  const where = "pdenet.linear";
  const { source = null, carrier = null } = options;
  const shared = filteredNetwork(options, where, 1);
  const { maxOrder, accuracy, size, border } = shared;
  if (carrier !== null) checkInteger(carrier, 1, Infinity, `${where}: carrier`);
  const least = Math.max(maxOrder + (typeof accuracy === "number" ? accuracy : 1), carrier ?? 1);
  checkSize(size, least, where);
  return {
    kind: "linear",
    ...shared,
    coefficients: basisOf(options.coefficients ?? { kind: "lagrange" }, border, where),
    source: source === null ? null : sourceOf(source, `${where}: source`),
    carrier,
  };
}

function checkSize(size: number | readonly number[], least: number, where: string): void {
  const lengths = typeof size === "number" ? [size] : size;
  lengths.forEach((length, axis) => {
    if (length >= least) return;
    throw new ValueError(
      `${where}: filters for orders up to maxOrder with this accuracy should have at least ${least} points; ` +
        `got ${length}${lengths.length > 1 ? ` along axis ${axis}` : ""}. Lengthen them or ask for less.`,
    );
  });
}

function basisOf(given: CoefficientChoice, border: Border, where: string): CoefficientBasis {
  const label = `${where}: coefficients`;
  checkOneOf(given.kind, ["constant", "lagrange", "trigonometric"], `${label}.kind`);
  if (given.kind === "constant") return { kind: "constant" };
  if (given.kind === "trigonometric") {
    eachOf(given.frequency, (f) => checkInteger(f, 0, Infinity, `${label}.frequency`));
    checkRepeats(border, label);
    return { kind: "trigonometric", frequency: given.frequency };
  }
  const { cells = 8, degree = 2, periodic = border === "periodic" } = given;
  eachOf(cells, (n) => checkInteger(n, 1, Infinity, `${label}.cells`));
  checkInteger(degree, 1, Infinity, `${label}.degree`);
  checkBoolean(periodic, `${label}.periodic`);
  if (periodic) checkRepeats(border, label);
  return { kind: "lagrange", cells, degree, periodic };
}

function checkRepeats(border: Border, where: string): void {
  if (border === "periodic") return;
  throw new ValueError(
    `${where} should not repeat over a domain with border "${border}". Take Lagrange with periodic: false, or ` +
      `constants.`,
  );
}

function eachOf(value: number | readonly number[], check: (one: number) => void): void {
  (typeof value === "object" ? value : [value]).forEach(check);
}

function sourceOf({ cells, degree, from, to }: SourceBasis, where: string): SourceBasis {
  checkInteger(cells, 1, Infinity, `${where}.cells`);
  checkInteger(degree, 1, Infinity, `${where}.degree`);
  checkNumber(from, -Number.MAX_VALUE, Number.MAX_VALUE, `${where}.from`);
  checkNumber(to, -Number.MAX_VALUE, Number.MAX_VALUE, `${where}.to`);
  if (from < to) return { cells, degree, from, to };
  throw new ValueError(
    `${where} should reach from a value to a larger one; got from ${from} to ${to}. Take the range of the data, ` +
      `and a little more.`,
  );
}
