/** The recorded problem of PDE-Net 2.0 as a model of ours; see fixtures/pdenet/README.md. */
import { ndarrayOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { filterBank, freeMomentsOf } from "../../../src/pdenet/filters.js";
import { symbolic } from "../../../src/pdenet/index.js";
import type { PdeModel, Symbolic } from "../../../src/pdenet/index.js";
import { recorded, recordedTree } from "../recorded.js";

/** Losses of a roll-out of two steps, and what the problem was. */
export const facts = (
  recordedTree("p2_loss") as {
    upwind: Record<"dataloss" | "total" | "sparseloss" | "momentloss" | "dt" | "dx", number>;
  }
).upwind;

export const network: Symbolic = symbolic({
  size: 5,
  accuracy: 2,
  products: 3,
  scheme: "upwind",
  stepper: "euler",
});

/** The filters lie in the order 00, 01, 10, 02, 11, 20 of ours. */
export const bank = filterBank(network, [facts.dx, facts.dx]);

/** The free ones of moments [filter, y, x]. */
export function freeOf({ data, shape: [count, ...size] }: NdArray): NdArray {
  const length = data.length / count;
  const each = Array.from({ length: count }, (_, o) =>
    ndarrayOf(data.slice(o * length, (o + 1) * length), size),
  );
  const free = freeMomentsOf(bank, each);
  return ndarrayOf(free, [free.length]);
}

/** Scales of one: the original has none. */
export const model: PdeModel<Symbolic> = {
  kind: "pdeNetwork",
  version: 1,
  network,
  names: ["u", "v"],
  axes: ["y", "x"],
  spacing: [facts.dx, facts.dx],
  lengths: [2 * Math.PI, 2 * Math.PI],
  interval: facts.dt,
  scales: { channels: new Array<number>(12).fill(1), rates: [1, 1] },
  explained: [true, true],
  parameters: {
    moments: freeOf(recorded("p2_upwind_params_moment")),
    symnet: netsOf(recorded("p2_params_expr")),
  },
};

/** Weights of both nets, one after the other, as [net, …]. */
export function netsOf({ data }: NdArray): NdArray {
  return ndarrayOf(data, [2, data.length / 2]);
}
