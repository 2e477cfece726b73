/** PDE-Net 2.0 before it has seen data. */
import { checkInteger, checkOneOf, ValueError } from "../../core/index.js";
import type { FilteredNetwork, Symbolic } from "../network.js";
import { filteredNetwork } from "../networkOptions.js";
import type { FilteredOptions } from "../networkOptions.js";

/** Options of `symbolic`. */
export interface SymbolicOptions extends FilteredOptions {
  /** K: products in the polynomial of every component, of degree up to 2^K. Default 4. */
  readonly products?: number | undefined;
  /**
   * "central" (default): the filters as they are; "upwind": first derivatives lean to where the information comes
   * from, at every point, as published. Upwind filters have odd lengths.
   */
  readonly scheme?: "central" | "upwind" | undefined;
}

/**
 * A network for u_t = F(u, ∂u, …) whose F is a polynomial of unknown coefficients in all derivatives up to an order,
 * one for every component.
 * @throws ValueError for options out of range
 */
export function symbolic(options: SymbolicOptions = {}): Symbolic {
  const where = "pdenet.symbolic";
  const { products = 4, scheme = "central" } = options;
  checkInteger(products, 0, 16, `${where}: products`);
  checkOneOf(scheme, ["central", "upwind"], `${where}: scheme`);
  const shared = filteredNetwork(options, where);
  const lengths = typeof shared.size === "number" ? [shared.size] : shared.size;
  if (scheme === "upwind") checkLeaning(shared, lengths, where);
  return { kind: "symbolic", ...shared, products, scheme };
}

/** Refuses filters for first derivatives that have no mirror images, or are held where they lean to no side. */
function checkLeaning(
  { accuracy }: FilteredNetwork,
  lengths: readonly number[],
  where: string,
): void {
  if (lengths.some((length) => length % 2 === 0)) {
    throw new ValueError(
      `${where}: size should be odd for scheme "upwind", where filters have mirror images about their centre; got ` +
        `${lengths.join(" × ")}. Take the next odd length, or scheme "central".`,
    );
  }
  if (accuracy === "frozen") {
    throw new ValueError(
      `${where}: accuracy should be a number or "free" for scheme "upwind": "frozen" holds filters that lean to no ` +
        `side. Keep leaning ones by frozen: ["moments"] in the stages of the schedule, or take scheme "central".`,
    );
  }
  const p = accuracy === "free" ? 1 : accuracy;
  if (lengths.every((length) => length >= p + 2)) return;
  throw new ValueError(
    `${where}: size should be ${p + 2} at least for scheme "upwind" of accuracy ${p}, as on ${p + 1} points first ` +
      `derivatives cannot lean; got ${lengths.join(" × ")}. Lengthen the filters or ask for less.`,
  );
}
