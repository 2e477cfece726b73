/** Equations whose terms are known, as networks. */
import { checkNumber, formatShape, ShapeError, ValueError } from "../../core/index.js";
import { checkIsEquation } from "../checkArguments.js";
import { degreeOf } from "../derivatives.js";
import type { Equation } from "../equation/equation.js";
import type { EquationNetwork } from "../network.js";
import { filteredNetwork } from "../networkOptions.js";
import type { FilteredOptions } from "../networkOptions.js";

/** Options of `fromEquation`. */
export interface FromEquationOptions extends FilteredOptions {
  /** Terms of a smaller contribution are left out. Default 0. */
  readonly threshold?: number | undefined;
}

/**
 * The network of an equation: its terms are kept, their coefficients and the filters are to be refined. Its order is
 * that of the highest derivative among its terms, or `maxOrder` if that is more.
 *
 *   const { equation } = pdenet.pdeFind(u, dt, { spacing });
 *   const { model } = await pdenet.fit(u, dt, { spacing, network: pdenet.fromEquation(equation) });
 *
 * @throws ShapeError for an equation without components or with factors of another number of axes
 * @throws ValueError for what is no equation, forcing inputs, which no roll-out knows, and options out of range
 */
export function fromEquation(
  equation: Equation,
  options: FromEquationOptions = {},
): EquationNetwork {
  const where = "pdenet.fromEquation";
  checkIsEquation(equation, where);
  const { threshold = 0 } = options;
  checkNumber(threshold, 0, Infinity, `${where}: threshold`);
  const components = equation.terms.length;
  const axes = equation.axes.length;
  const terms = equation.terms.map((own) =>
    own
      .filter(({ contribution }) => !(contribution < threshold))
      .map(({ factors, derivative, coefficient }) => ({ factors, derivative, coefficient })),
  );
  const factors = terms.flat().flatMap((term) => term.factors);
  const orders = [
    ...factors.map(({ order }) => order),
    ...terms.flat().flatMap(({ derivative }) => (derivative ? [derivative] : [])),
  ];
  const wrong = orders.find((order) => order.length !== axes);
  if (components === 0 || wrong) {
    throw new ShapeError(
      `${where}: equation should have components, and one order per axis in every factor, ${axes}; got ` +
        `${components} components${wrong ? ` and ${formatShape(wrong)}` : ""}.`,
    );
  }
  if (factors.some(({ component }) => component >= components)) {
    throw new ValueError(
      `${where}: equation should depend on its own components alone; it has terms with a forcing input. ` +
        `Leave those out: a roll-out would have to know the input at all times.`,
    );
  }
  const highest = Math.max(1, ...orders.map(degreeOf));
  const maxOrder = Math.max(highest, options.maxOrder ?? 1);
  return { kind: "equation", ...filteredNetwork({ ...options, maxOrder }, where), terms };
}
