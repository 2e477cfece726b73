/** The recorded problem of PDE-Net 1.0 as a model of ours; see fixtures/pdenet/README.md. */
import { readFileSync } from "node:fs";
import { ndarrayOf, toFloat64, unravel } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { readNpy } from "../../../src/formats/index.js";
import type { Places } from "../../../src/pdenet/dynamics.js";
import { bankOf, filterBank, freeMomentsOf } from "../../../src/pdenet/filters.js";
import { linear } from "../../../src/pdenet/index.js";
import type { Linear, PdeModel } from "../../../src/pdenet/index.js";

const FOLDER = new URL("../../fixtures/pdenet/", import.meta.url);

export function recorded(name: string): NdArray {
  const array = readNpy(readFileSync(new URL(`${name}.npy`, FOLDER)), { name });
  const { data, shape } = toFloat64(array as NdArray, name);
  return ndarrayOf(data, shape);
}

export function recordedJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8"));
}

export const {
  loss,
  var: variance,
  dt,
  dx,
} = (recordedJson("p1_meta") as { p1_5x5_o2: Record<"loss" | "var" | "dt" | "dx", number> })
  .p1_5x5_o2;

/** Where in the recorded list, degree by degree with the first order falling, the filters of ours are. */
const PLACES = [0, 2, 1, 5, 4, 3];

/** Entries [o, …] of a recorded array in our order. */
export function inOurOrder({ data, shape }: NdArray): NdArray {
  const size = data.length / shape[0];
  const lists = PLACES.map((at) => Array.from(data.subarray(at * size, (at + 1) * size)));
  return ndarrayOf(Float64Array.from(lists.flat()), shape);
}

/** Nodes [o, x, y] as [o, node] in the order of the field's axes y, x. */
export function nodesInOurOrder(name: string): NdArray {
  const { data, shape } = inOurOrder(recorded(name));
  const [count, n] = shape;
  const turned = data.map((_, at) => {
    const [o, y, x] = unravel(at, shape);
    return data[(o * n + x) * n + y];
  });
  return ndarrayOf(turned, [count, n, n]);
}

export const network: Linear = linear({
  size: 5,
  stepper: "euler",
  coefficients: { kind: "lagrange", cells: 4, degree: 2, periodic: false },
  carrier: 1,
});
const spacing = [dx, dx];
const bank = filterBank(network, spacing);
export const carrier = bankOf({ size: 5, accuracy: 1, border: "periodic" }, spacing, [[0, 0]]);

/** The free ones of all moments [o, …k]. */
export function freeOf(of: typeof bank, all: NdArray): NdArray {
  const [count, ...size] = all.shape;
  const length = all.data.length / count;
  const each = Array.from({ length: count }, (_, o) =>
    ndarrayOf(all.data.slice(o * length, (o + 1) * length), size),
  );
  const free = freeMomentsOf(of, each);
  return ndarrayOf(free, [free.length]);
}

export const freeMoments = (all: NdArray): NdArray => freeOf(bank, all);

export const model: PdeModel<Linear> = {
  kind: "pdeNetwork",
  version: 1,
  network,
  names: ["u"],
  axes: ["y", "x"],
  spacing,
  lengths: [2 * Math.PI, 2 * Math.PI],
  interval: 0.015,
  scales: { channels: [1, 1, 1, 1, 1, 1], rates: [1] },
  explained: [true],
  parameters: {
    moments: freeMoments(inOurOrder(recorded("p1_5x5_o2_moment"))),
    carrier: freeOf(carrier, recorded("p1_5x5_o2_id_moment")),
    fields: nodesInOurOrder("p1_5x5_o2_coe"),
  },
};

/** Every sample lies elsewhere between the nodes. */
export const places: Places = {
  samples: 2,
  grid: [16, 16],
  origins: [0, 1].map((s) => {
    const { data } = recorded("p1_xy"); // [s, y, x, (x, y)]
    return [data[s * 512 + 1], data[s * 512]];
  }),
};
