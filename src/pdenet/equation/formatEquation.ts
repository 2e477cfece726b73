/**
 * An equation to be read:
 *
 *   text    u_t = −0.966 u u_x − 0.953 v u_y + 0.0481 u_xx + …
 *   latex   u_{t} = -0.966\,u\,u_{x} - 0.953\,v\,u_{y} + 0.0481\,u_{xx} + …
 *   code    a function of the fields and their derivatives, in JavaScript or Python
 */
import { checkBoolean, checkInteger, checkNumber, checkOneOf } from "../../core/index.js";
import { checkIsEquation } from "../checkArguments.js";
import { codeOf } from "./codeNotation.js";
import type { Language } from "./codeNotation.js";
import type { Equation, Term } from "./equation.js";
import { latexOf } from "./latexNotation.js";
import type { Written } from "./notation.js";
import { textOf } from "./textNotation.js";

/** How an equation is written. */
export interface FormatOptions {
  /** Default "text". */
  readonly as?: "text" | "latex" | "code" | undefined;
  /** Of "code": default "javascript". */
  readonly language?: Language | undefined;
  /** Significant digits of the coefficients, 1 … 17. Default 3; in code as many as they have. */
  readonly digits?: number | undefined;
  /** Terms of a smaller contribution are left out; those of unknown contribution stay. Default 0: all are written. */
  readonly threshold?: number | undefined;
  /** Write the contribution of every term behind it. Default false. In code never. */
  readonly contributions?: boolean | undefined;
  /** Write the interval of every coefficient that has one. Default true. In code never. */
  readonly intervals?: boolean | undefined;
}

const FORMS = ["text", "latex", "code"] as const;
const LANGUAGES: readonly Language[] = ["javascript", "python"];

/**
 * The equation as text, LaTeX or code, a line for every component that evolves.
 *
 * The code is a function `rate` of the fields and derivatives that occur, which returns the list of all ∂u_c/∂t. In
 * JavaScript they come as one object of numbers, in Python by their names: numbers or arrays. Conservative terms are
 * written out by the rule of Leibniz.
 * @throws ValueError for what is no equation, words that are no form or language, digits outside 1 … 17 and thresholds
 *   below 0
 */
export function formatEquation(equation: Equation, options: FormatOptions = {}): string {
  const where = "pdenet.formatEquation";
  checkIsEquation(equation, where);
  const { as = "text", language = "javascript", threshold = 0 } = options;
  const { contributions = false, intervals = true } = options;
  checkOneOf(as, FORMS, `${where}: as`);
  checkOneOf(language, LANGUAGES, `${where}: language`);
  if (options.digits !== undefined) checkInteger(options.digits, 1, 17, `${where}: digits`);
  checkNumber(threshold, 0, Infinity, `${where}: threshold`);
  checkBoolean(contributions, `${where}: contributions`);
  checkBoolean(intervals, `${where}: intervals`);
  const kept: Equation = {
    ...equation,
    terms: equation.terms.map((own) => own.filter((term) => isShown(term, threshold))),
  };
  if (as === "code") return codeOf(kept, language, options.digits);
  const written: Written = { digits: options.digits ?? 3, contributions, intervals };
  return as === "latex" ? latexOf(kept, written) : textOf(kept, written);
}

function isShown({ contribution, coefficient }: Term, threshold: number): boolean {
  return coefficient !== 0 && !(contribution < threshold);
}
