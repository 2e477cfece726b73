/** Equations beside each other: a row for every term, a column for every equation. */
import { checkInteger, ShapeError, ValueError } from "../../core/index.js";
import { isEquation } from "../checkArguments.js";
import { termKey } from "./equation.js";
import type { Equation, Term } from "./equation.js";
import { numberText, textOfProduct } from "./textNotation.js";

/** How coefficients are written. */
export interface CoefficientsOptions {
  /** Significant digits. Default 3. */
  readonly digits?: number | undefined;
}

/**
 * The coefficients of equations by their names, as a table of text: what was learnt and what was fitted anew, what a
 * network and what sparse regression found. Terms come in the order of the first equation that has them; a dash where
 * an equation does not.
 * @throws ShapeError for no equations, or equations of different components
 * @throws ValueError for what is no equation, and digits outside 1 … 17
 */
export function formatCoefficients(
  equations: Readonly<Record<string, Equation>>,
  { digits = 3 }: CoefficientsOptions = {},
): string {
  const where = "pdenet.formatCoefficients";
  checkInteger(digits, 1, 17, `${where}: digits`);
  const named = Object.entries(equations);
  const none = named.find(([, equation]) => !isEquation(equation));
  if (none) {
    throw new ValueError(
      `${where}: equations should be equations by the names of their columns; "${none[0]}" is none. Pass ` +
        `{ network: pdenet.equation(model), regression: found.equation }.`,
    );
  }
  const [, first] = named.at(0) ?? [];
  const wrong = named.find(([, { terms }]) => terms.length !== first?.terms.length);
  if (!first || wrong) {
    throw new ShapeError(
      `${where}: equations should be some of the same components; got ` +
        `${wrong ? `${wrong[1].terms.length} components in "${wrong[0]}"` : "none"}.`,
    );
  }
  const rows = first.terms.flatMap((_, c) => {
    const columns = named.map(
      ([, { terms }]) => new Map(terms[c].map((term) => [termKey(term), term])),
    );
    const all = new Map(columns.flatMap((column) => [...column]).reverse());
    const order = [...new Set(columns.flatMap((column) => [...column.keys()]))];
    return order.map((key, i) => [
      i === 0 ? `${first.names[c]}_t` : "",
      nameOf(all.get(key), first),
      ...columns.map((column) => {
        const coefficient = column.get(key)?.coefficient;
        return coefficient === undefined ? "–" : numberText(coefficient, digits);
      }),
    ]);
  });
  return table([["", "", ...named.map(([name]) => name)], ...rows]);
}

function nameOf(term: Term | undefined, equation: Equation): string {
  return term ? textOfProduct(term, equation) : "";
}

/** Cells in columns, names to the left and numbers to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows
    .map((row) =>
      row
        .map((text, i) => (i < 2 ? text.padEnd(widths[i]) : text.padStart(widths[i])))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
