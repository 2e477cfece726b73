/** Equations in LaTeX: derivatives as subscripts, contributions under braces. Needs amsmath for several components. */
import type { Equation, Factor, Term } from "./equation.js";
import { digitsOf, halfWidth, powersOf, subscript } from "./notation.js";
import type { Written } from "./notation.js";

/** One line, or an aligned block with a line for every component. */
export function latexOf(equation: Equation, written: Written): string {
  const sides = equation.terms.map((own, c) => ({
    left: `${nameOf(equation.names[c])}_{t}`,
    right: sideOf(own, equation, written),
  }));
  if (sides.length === 1) return `${sides[0].left} = ${sides[0].right}`;
  const lines = sides.map(({ left, right }) => `  ${left} &= ${right}`).join(" \\\\\n");
  return `\\begin{aligned}\n${lines}\n\\end{aligned}`;
}

function sideOf(terms: readonly Term[], equation: Equation, written: Written): string {
  if (terms.length === 0) return "0";
  return terms
    .map((term, i) => {
      const negative = term.coefficient < 0;
      const sign = i === 0 ? (negative ? "-" : "") : negative ? " - " : " + ";
      return sign + termLatex(term, equation, written);
    })
    .join("");
}

function termLatex(term: Term, equation: Equation, written: Written): string {
  const { digits, intervals, contributions } = written;
  const product = productLatex(term, equation);
  const parts = [numberLatex(Math.abs(term.coefficient), digits)];
  if (intervals && term.interval) parts.push(intervalLatex(term, digits));
  if (product !== "") parts.push(product);
  const whole = parts.join("\\,");
  if (!contributions || Number.isNaN(term.contribution)) return whole;
  return `\\underbrace{${whole}}_{${numberLatex(100 * term.contribution, 2)}\\,\\%}`;
}

function productLatex({ factors, derivative }: Term, { names, axes }: Equation): string {
  const product = powersOf(factors)
    .map(({ factor, power }) => factorLatex(factor, names, axes) + (power > 1 ? `^{${power}}` : ""))
    .join("\\,");
  if (derivative === null) return product;
  return `\\left(${product || "1"}\\right)_{${axesLatex(derivative, axes)}}`;
}

function factorLatex(
  { component, order }: Factor,
  names: readonly string[],
  axes: readonly string[],
): string {
  const derivatives = axesLatex(order, axes);
  const name = nameOf(names[component]);
  return derivatives === "" ? name : `${name}_{${derivatives}}`;
}

function axesLatex(order: readonly number[], axes: readonly string[]): string {
  return subscript(order, axes.map(nameOf));
}

/** A single letter as it is, a word upright with what LaTeX would read escaped. */
function nameOf(name: string): string {
  if (/^\p{L}$/u.test(name)) return name;
  const escaped = name.replace(
    /[\\{}#$%&_^~]/g,
    (character) => ESCAPES[character] ?? `\\${character}`,
  );
  return `\\mathrm{${escaped}}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\backslash ",
  "^": "\\hat{}",
  "~": "\\sim ",
};

function intervalLatex({ coefficient, interval }: Term, digits: number): string {
  const [low, high] = interval ?? [NaN, NaN];
  const half = halfWidth(coefficient, [low, high]);
  if (half !== null) return `(\\pm ${numberLatex(half, 2)})`;
  return `(${numberLatex(low, digits)} \\ldots ${numberLatex(high, digits)})`;
}

function numberLatex(value: number, digits: number): string {
  const { mantissa, exponent } = digitsOf(value, digits);
  return exponent === 0 ? mantissa : `${mantissa}\\cdot 10^{${exponent}}`;
}
