/** u_t = Σ_i c_i Π_j ∂^{o_ij} u: known terms, written in operations of autodiff. */
import { add, concat, multiply, reshape, slice, Variable } from "../../autodiff/index.js";
import { checkInteger, formatShape, ValueError } from "../../core/index.js";
import type { Dynamics } from "../dynamics.js";
import { channelsOf, filterBank } from "../filters.js";
import type { FilterBank } from "../filters.js";
import type { PdeModel } from "../model.js";
import type { OwnRate, EquationNetwork, See } from "../network.js";

/** The network at work. Coefficients are in units of τ of the component over the terms' own magnitudes. */
export function equationDynamics(model: PdeModel<EquationNetwork>): Dynamics {
  const { network, spacing } = model;
  const bank = filterBank(network, spacing);
  const units = new Variable(termUnits(model, bank), model.parameters.coefficients.shape);
  return {
    sparse: null,
    prepare({ moments, coefficients }) {
      const kernels = bank.kernels(moments);
      const scaled = multiply(coefficients, units);
      return {
        carry: (u) => u,
        rate(u) {
          const see = seeing(u, kernels, bank);
          const ones = u.shape.map(() => 1);
          let i = 0;
          const rates = network.terms.map((terms) => {
            let sum: Variable | undefined;
            for (const { factors, derivative } of terms) {
              const coefficient = reshape(slice(scaled, [[i, ++i]]), ones);
              const product = productOf(
                factors.map(({ component, order }) => see(component, order)),
                u,
              );
              const seen = derivative ? seeing(product, kernels, bank)(0, derivative) : product;
              const term = multiply(coefficient, seen);
              sum = sum ? add(sum, term) : term;
            }
            return sum ?? zerosLike(u);
          });
          return concat(rates, 1);
        },
      };
    },
  };
}

/** A right-hand side of one's own at work. */
export function ownDynamics(model: PdeModel<OwnRate>): Dynamics {
  const { network, spacing, names } = model;
  const bank = filterBank(network, spacing);
  return {
    sparse: null,
    prepare({ moments, ...own }) {
      const kernels = bank.kernels(moments);
      return {
        carry: (u) => u,
        rate(u) {
          const [samples, , ...grid] = u.shape;
          const see = seeing(u, kernels, bank);
          const rates = network.rate((c, o) => reshape(see(c, o), [samples, ...grid]), own);
          if (rates?.length !== names.length) {
            throw new ValueError(
              `pdenet.ownRate: rate should return a list of one Variable for each of ${names.length} components; got ` +
                `${rates?.length ?? typeof rates}.`,
            );
          }
          return concat(
            rates.map((rate) => reshape(rate, [samples, 1, ...grid])),
            1,
          );
        },
      };
    },
  };
}

/** What a coefficient of one is, of every term: τ over the product of its factors' scales. */
export function termUnits(
  { network, scales }: Pick<PdeModel<EquationNetwork>, "network" | "scales">,
  { orders }: Pick<FilterBank, "orders">,
): Float64Array {
  return Float64Array.from(
    network.terms.flatMap((terms, c) =>
      terms.map(({ factors, derivative }) =>
        factors.reduce((unit, { component, order }, j) => {
          const whole = derivative && j === 0 ? derivative : order;
          const channel = component * orders.length + filterOf(orders, whole);
          return unit / scales.channels[channel];
        }, scales.rates[c]),
      ),
    ),
  );
}

/** Channels of a field by component and order, [s, 1, …x]; each is cut out once. */
function seeing(u: Variable, kernels: Variable, { orders, border }: FilterBank): See {
  const channels = channelsOf(u, kernels, border);
  const cut = new Map<number, Variable>();
  return (component, order) => {
    checkInteger(component, 0, u.shape[1] - 1, "pdenet.ownRate: the component that rate sees");
    const channel = component * orders.length + filterOf(orders, order);
    const known = cut.get(channel) ?? slice(channels, [undefined, [channel, channel + 1]]);
    cut.set(channel, known);
    return known;
  };
}

/** Which filter is for a derivative. @throws ValueError */
function filterOf(orders: readonly (readonly number[])[], order: readonly number[]): number {
  const found = orders.findIndex((one) => one.every((o, axis) => o === order[axis]));
  if (found >= 0 && order.length === orders[found].length) return found;
  throw new ValueError(
    `pdenet: the derivative ${formatShape(order)} should be among those the network sees, up to order ` +
      `${Math.max(...orders.map((one) => one.reduce((sum, o) => sum + o, 0)))}. Ask for a higher maxOrder.`,
  );
}

function productOf(factors: readonly Variable[], u: Variable): Variable {
  const [first, ...rest] = factors;
  if (!first) return ones(u);
  return rest.reduce((product, factor) => multiply(product, factor), first);
}

function ones({ shape: [samples, , ...grid] }: Variable): Variable {
  const size = grid.reduce((product, n) => product * n, samples);
  return new Variable(new Float64Array(size).fill(1), [samples, 1, ...grid]);
}

function zerosLike(u: Variable): Variable {
  return multiply(0, ones(u));
}
