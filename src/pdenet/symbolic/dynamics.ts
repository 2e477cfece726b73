/**
 * PDE-Net 2.0 at work: u_t = F(∂^o u_c, |o| ≤ R). In its own units a net sees x/s and answers F/τ; in those of the
 * data the same net has the weights
 *
 *   W_k[·, i] / s_i,   τ w[i] / s_i,   τ w[C + k],   τ b,
 *
 * so that nothing but weights is scaled. Scales are factors, never shifts, which would mix degrees.
 */
import { multiply, Variable } from "../../autodiff/index.js";
import { symnetRow, symnetSize } from "../../compute/index.js";
import type { Dynamics } from "../dynamics.js";
import { channelsOf, filterBank } from "../filters.js";
import type { FilterBank } from "../filters.js";
import type { PdeModel, Scales } from "../model.js";
import type { Symbolic } from "../network.js";
import { symnet } from "./symnet.js";
import { upwindSymnet } from "./upwind.js";

/** Weights below this many of their units are pressed to zero as squares, others as magnitudes. */
const SPARSE = 1e-3;

/** From so many steps on, a tape of fewer numbers at a time leaves more of it in the processor's caches. */
const MANY_STEPS = 7;
const FEW_NUMBERS = 4096;

/** The filters of a symbolic network; with mirrors of the first derivatives if it is upwind. */
export function symbolicFilters(network: Symbolic, spacing: readonly number[]): FilterBank {
  return filterBank(network, spacing, network.scheme === "upwind" ? [...spacing.keys()] : []);
}

/** The network at work. */
export function symbolicDynamics(model: PdeModel<Symbolic>): Dynamics {
  const { network, spacing, names, scales } = model;
  const { products, scheme, border } = network;
  const bank = symbolicFilters(network, spacing);
  const units = new Variable(unitsOf(scales, products), model.parameters.symnet.shape);
  const layout = {
    components: names.length,
    filters: bank.orders.length,
    firsts: spacing.map((_, axis) =>
      bank.orders.findIndex((o) => o.every((order, a) => order === (a === axis ? 1 : 0))),
    ),
    products,
  };

  return {
    prepare({ moments, symnet: own }) {
      const kernels = bank.kernels(moments);
      const weights = multiply(own, units);
      return {
        carry: (u) => u,
        rate(u) {
          const seen = channelsOf(u, kernels, border);
          return scheme === "upwind"
            ? upwindSymnet([seen, weights], layout)
            : symnet([seen, weights], { products });
        },
      };
    },
    numbers: (_, steps) => (steps < MANY_STEPS ? null : FEW_NUMBERS),
    sparse: { parameter: "symnet", small: SPARSE },
  };
}

/** F of channels that all lean to one side: the polynomial that an equation is read from. */
export function symbolicRate(
  { network, scales }: PdeModel<Symbolic>,
  own: Variable,
  channels: Variable,
): Variable {
  const { products } = network;
  const weights = multiply(own, new Variable(unitsOf(scales, products), own.shape));
  return symnet([channels, weights], { products });
}

/** What the weights of a net in its own units are multiplied with, [net, …]. */
export function unitsOf({ channels, rates }: Scales, products: number): Float64Array {
  const inputs = channels.length;
  const size = symnetSize(inputs, products);
  const units = new Float64Array(rates.length * size).fill(1);
  rates.forEach((rate, net) => {
    for (let k = 0; k < products; k++) {
      for (const part of [0, 1]) {
        const row = net * size + symnetRow(inputs, k) + part * (inputs + k);
        channels.forEach((scale, i) => (units[row + i] = 1 / scale));
      }
    }
    const last = net * size + symnetRow(inputs, products);
    units.fill(rate, last, last + inputs + products + 1);
    channels.forEach((scale, i) => (units[last + i] = rate / scale));
  });
  return units;
}
