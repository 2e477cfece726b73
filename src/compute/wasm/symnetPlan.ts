/**
 * What the kernels of SymNets are told of nets: in which order they take channels and weights, and where they put
 * gradients. Found once for lengths that repeat.
 */
import { createPlans } from "../../core/index.js";
import { symnetFactors, symnetRow, symnetSize } from "../symnet/symnet.js";
import type { SymnetShape } from "../symnet/symnet.js";
import { turnedWeights, upwindOrder } from "../symnet/upwindSymnet.js";
import type { UpwindShape } from "../symnet/upwindSymnet.js";

/** Nets of inputs in some order, of channels some of which look upwind. */
export interface SymnetPlan {
  readonly nets: number;
  readonly products: number;
  /** C, how many of them are first derivatives, which come last, and the channels of a sample. */
  readonly inputs: number;
  readonly firsts: number;
  readonly width: number;
  /** The channels in the order of the inputs, then the mirrors of the last. */
  readonly channels: Int32Array;
  /** Which of the given weights the kernels take in turn. */
  readonly order: Int32Array;
  /** The same by what weights multiply, [input or product, net, row of G]; −1 where a row has none. */
  readonly turned: Int32Array;
  /** Where the sums of the gradient to every given weight are, two numbers each. */
  readonly sums: Int32Array;
  /** Numbers of all these sums. */
  readonly sumsLength: number;
  /** Bytes of the factors of a panel of points. */
  readonly panel: number;
}

const keptPlan = createPlans<SymnetPlan>(16);

/** The plan of nets that see all channels in their order. */
export function plainPlan({ inputs, nets, products }: SymnetShape): SymnetPlan {
  return keptPlan(`${inputs} ${nets} ${products}`, () => {
    const channels = Int32Array.from({ length: inputs }, (_, i) => i);
    const order = Int32Array.from({ length: nets * symnetSize(inputs, products) }, (_, i) => i);
    return planOf({ inputs, firsts: 0, width: inputs, nets, products, channels, order });
  });
}

/** The plan of nets that look upwind. */
export function upwindPlan(shape: UpwindShape): SymnetPlan {
  const { components, filters, firsts: along, products } = shape;
  return keptPlan(`upwind ${components} ${filters} ${along.join(" ")}, ${products}`, () => {
    const { inputs, firsts, width, channels, mirrors } = upwindOrder(shape);
    const given = Float64Array.from(
      { length: components * symnetSize(inputs, products) },
      (_, i) => i,
    );
    return planOf({
      ...{ inputs, firsts, width, products, nets: components },
      channels: Int32Array.of(...channels, ...mirrors),
      order: Int32Array.from(turnedWeights(given, shape)),
    });
  });
}

function planOf(nets: Omit<SymnetPlan, "turned" | "sums" | "sumsLength" | "panel">): SymnetPlan {
  const { inputs, products, order } = nets;
  const rows = nets.nets * (2 * products + 1);
  const behind = 2 * inFours(inputs); // where sums of products begin
  const bias = behind + 2 * inFours(products);
  const rowLength = bias + 2;
  const turned = new Int32Array((inputs + products) * rows).fill(-1);
  const sums = new Int32Array(order.length);
  forEachRow(nets, (row, first, terms, ofBias) => {
    for (let i = 0; i < terms; i++) {
      turned[i * rows + row] = order[first + i];
      const at = i < inputs ? 2 * i : behind + 2 * (i - inputs);
      sums[order[first + i]] = row * rowLength + at;
    }
    sums[order[ofBias]] = row * rowLength + bias;
  });
  return {
    ...nets,
    turned,
    sums,
    sumsLength: rowLength * (rows + (rows & 1)), // rows go by two
    panel: 8 * symnetFactors({ ...nets, samples: 1, points: 1 }),
  };
}

/** Visits the rows of G of all nets, with where their weights begin, how many these are, and their bias. */
function forEachRow(
  { inputs, products, nets }: Pick<SymnetPlan, "inputs" | "products" | "nets">,
  visit: (row: number, first: number, terms: number, bias: number) => void,
): void {
  let r = 0;
  for (let n = 0; n < nets; n++) {
    const net = n * symnetSize(inputs, products);
    const last = net + symnetRow(inputs, products);
    visit(r++, last, inputs + products, last + inputs + products);
    for (let k = products - 1; k >= 0; k--) {
      const row = net + symnetRow(inputs, k);
      const terms = inputs + k;
      visit(r++, row, terms, row + 2 * terms);
      visit(r++, row + terms, terms, row + 2 * terms + 1);
    }
  }
}

function inFours(count: number): number {
  return 4 * Math.ceil(count / 4);
}
