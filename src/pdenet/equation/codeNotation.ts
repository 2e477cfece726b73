/** Equations as a function in JavaScript or Python, of the fields and derivatives that occur in them. */
import type { Equation, Factor, Term } from "./equation.js";
import { powersOf, subscript } from "./notation.js";
import { plainEquation } from "./productRule.js";

/** What the function is written in. */
export type Language = "javascript" | "python";

/** The function `rate`. */
export function codeOf(equation: Equation, language: Language, digits?: number): string {
  const { terms, names, axes } = plainEquation(equation);
  const identifiers = identifiersOf(terms.flat(), names, axes);
  const sides = terms.map((own) => sideOf(own, identifiers, digits));
  const parameters = [...identifiers.values()].join(", ");
  const comment = `The rates of ${names.slice(0, terms.length).join(", ")}.`.replace(/\s/g, " ");
  if (language === "python") {
    const list = sides.map((side) => `        ${side},\n`).join("");
    const signature = parameters === "" ? "" : `*, ${parameters}`;
    return `def rate(${signature}):\n    # ${comment}\n    return [\n${list}    ]\n`;
  }
  const list = sides.map((side) => `    ${side},\n`).join("");
  const signature = parameters === "" ? "" : `{ ${parameters} }`;
  return `// ${comment}\nfunction rate(${signature}) {\n  return [\n${list}  ];\n}\n`;
}

/** A name of its own for every factor that occurs, fields first. */
function identifiersOf(
  terms: readonly Term[],
  names: readonly string[],
  axes: readonly string[],
): Map<string, string> {
  const found = powersOf(terms.flatMap(({ factors }) => factors));
  const taken = new Set<string>();
  return new Map(
    found.map(({ factor }) => {
      const derivatives = subscript(factor.order, axes);
      const name = names[factor.component] + (derivatives === "" ? "" : `_${derivatives}`);
      const wanted = identifierOf(name);
      let identifier = wanted;
      for (let i = 2; taken.has(identifier); i++) identifier = `${wanted}_${i}`;
      taken.add(identifier);
      return [keyOf(factor), identifier];
    }),
  );
}

/** A name that both languages allow. */
function identifierOf(name: string): string {
  const letters = name.normalize("NFKC").replace(/[^\p{L}\p{Nd}_]/gu, "_");
  const started = /^[\p{L}_]/u.test(letters) ? letters : `_${letters}`;
  return RESERVED.has(started) ? `${started}_` : started;
}

/** Words of either language that cannot name a parameter, and the function itself. */
const RESERVED = new Set(
  (
    "rate and arguments as assert async await break case catch class const continue debugger def default del delete do " +
    "elif else enum eval except export extends false finally for from function global if implements import in instanceof " +
    "interface is lambda let new nonlocal not null or package pass private protected public raise return static super " +
    "switch this throw true try typeof var void while with yield False None True"
  ).split(" "),
);

function sideOf(
  terms: readonly Term[],
  identifiers: ReadonlyMap<string, string>,
  digits: number | undefined,
): string {
  if (terms.length === 0) return "0";
  return terms
    .map((term, i) => {
      const negative = term.coefficient < 0;
      const sign = i === 0 ? (negative ? "-" : "") : negative ? " - " : " + ";
      return sign + [numberCode(Math.abs(term.coefficient), digits), ...namesOf(term)].join(" * ");
    })
    .join("");

  function namesOf({ factors }: Term): string[] {
    return powersOf(factors).flatMap(({ factor, power }) =>
      new Array<string>(power).fill(identifiers.get(keyOf(factor)) ?? ""),
    );
  }
}

/** Shortest digits that give the same number, or so many significant ones. */
function numberCode(value: number, digits: number | undefined): string {
  return String(digits === undefined ? value : Number(value.toPrecision(digits)));
}

function keyOf({ component, order }: Factor): string {
  return `${component}:${order.join()}`;
}
