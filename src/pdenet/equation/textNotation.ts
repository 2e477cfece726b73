/** Equations as text: a true minus, u_xy for derivatives, raised digits for powers, (u²)_x for conservative terms. */
import type { Equation, Factor, Term } from "./equation.js";
import { digitsOf, halfWidth, powersOf, subscript } from "./notation.js";
import type { Written } from "./notation.js";

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** One line for every component. */
export function textOf(equation: Equation, written: Written): string {
  return equation.terms
    .map((own, c) => `${equation.names[c]}_t = ${sideOf(own, equation, written)}`)
    .join("\n");
}

/** The product of a term without its coefficient: `u u_x`; "1" for a constant. */
export function textOfProduct(
  { factors, derivative }: Pick<Term, "factors" | "derivative">,
  { names, axes }: Pick<Equation, "names" | "axes">,
): string {
  const product = powersOf(factors)
    .map(({ factor, power }) => nameOf(factor, names, axes) + (power > 1 ? raised(power) : ""))
    .join(" ");
  if (derivative === null) return product || "1";
  return `(${product || "1"})_${subscript(derivative, axes)}`;
}

function sideOf(terms: readonly Term[], equation: Equation, written: Written): string {
  if (terms.length === 0) return "0";
  return terms
    .map((term, i) => {
      const negative = term.coefficient < 0;
      const sign = i === 0 ? (negative ? "−" : "") : negative ? " − " : " + ";
      return sign + termText(term, equation, written);
    })
    .join("");
}

function termText(term: Term, equation: Equation, written: Written): string {
  const { digits, intervals, contributions } = written;
  const product = textOfProduct(term, equation);
  const parts = [numberText(Math.abs(term.coefficient), digits)];
  if (intervals && term.interval) parts.push(intervalText(term, digits));
  if (product !== "1") parts.push(product);
  if (contributions && !Number.isNaN(term.contribution)) {
    parts.push(`[${numberText(100 * term.contribution, 2)} %]`);
  }
  return parts.join(" ");
}

/** (± w) about the coefficient, or both ends where it is not in the middle. */
function intervalText({ coefficient, interval }: Term, digits: number): string {
  const [low, high] = interval ?? [NaN, NaN];
  const half = halfWidth(coefficient, [low, high]);
  if (half !== null) return `(± ${numberText(half, 2)})`;
  return `(${numberText(low, digits)} … ${numberText(high, digits)})`;
}

function nameOf(
  { component, order }: Factor,
  names: readonly string[],
  axes: readonly string[],
): string {
  const derivatives = subscript(order, axes);
  return derivatives === "" ? names[component] : `${names[component]}_${derivatives}`;
}

/** A number with a true minus: −0.966, 1.20·10⁻⁷. */
export function numberText(value: number, digits: number): string {
  const { mantissa, exponent } = digitsOf(value, digits);
  const power = exponent === 0 ? "" : `·10${raised(exponent)}`;
  return `${mantissa.replace("-", "−")}${power}`;
}

function raised(power: number): string {
  return (power < 0 ? "⁻" : "") + String(Math.abs(power)).replace(/\d/g, (d) => RAISED[Number(d)]);
}
