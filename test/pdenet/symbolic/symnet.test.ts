import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { grad, gradCheck, multiply, square, sum } from "../../../src/autodiff/index.js";
import type { Variable } from "../../../src/autodiff/index.js";
import { backend, symnetSize } from "../../../src/compute/index.js";
import { createRng, ndarrayOf, normals, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { readNpy } from "../../../src/formats/index.js";
import { symnet } from "../../../src/pdenet/symbolic/symnet.js";
import { filterFromMoments, periodicConv } from "../../../src/stencil/index.js";

/** Channels on grids of one, two and three axes, and weights of nets with so many products. */
const CASES = [
  { grid: [7], samples: 2, inputs: 3, nets: 1, products: 2 },
  { grid: [4, 5], samples: 1, inputs: 2, nets: 2, products: 3 },
  { grid: [2, 3, 2], samples: 2, inputs: 4, nets: 3, products: 1 },
  { grid: [3, 3], samples: 1, inputs: 2, nets: 2, products: 0 },
];

interface Given<A> {
  readonly x: A;
  readonly w: A;
}

test.each(CASES)("a SymNet on $grid has the derivatives that central differences see", (given) => {
  const { products } = given;
  const f = ({ x, w }: Given<Variable>): Variable => symnet([x, w], { products });
  // ε^⅔ ≈ 4e-11, times values and third derivatives of some ten.
  expect(gradCheck(f, drawn(given)).error).toBeLessThan(1e-8);
  // Seeds that differ from point to point, and gradients that meet from two operations.
  const twice = ({ x, w }: Given<Variable>): Variable =>
    sum(multiply(symnet([x, w], { products }), symnet([multiply(0.5, x), w], { products })));
  expect(gradCheck(twice, drawn(given)).error).toBeLessThan(1e-8);
});

test.each(CASES)("a SymNet on $grid keeps samples and grid: F[s, net, …x]", (given) => {
  const { products, grid, samples, nets } = given;
  grad(({ x, w }: Given<Variable>) => {
    const y = symnet([x, w], { products });
    expect(y.shape).toEqual([samples, nets, ...grid]);
    return sum(y);
  })(drawn(given));
});

test("a gradient of a SymNet is not differentiated again", () => {
  const [given] = CASES;
  const { products } = given;
  const norm = (point: Given<Variable>): Variable => {
    const { x } = grad((at: Given<Variable>) => sum(symnet([at.x, at.w], { products })))(point);
    return sum(square(x));
  };
  expect(() => grad(norm)(drawn(given))).toThrow(ValueError);
  expect(() => grad(norm)(drawn(given))).toThrow("should be differentiated once");
});

test("the right-hand side of PDE-Net 2.0 is that of its own program", () => {
  const [points, spacing] = [256, Math.PI / 8];
  const orders = [0, 1, 1, 2, 2, 2];
  const moments = recorded("p2_upwind_params_moment");
  const weights = recorded("p2_params_expr").data;
  const layout = { components: 2, filters: 6, firsts: [1, 2], products: 3 };
  const u = ndarrayOf(recorded("p2_obs").data.slice(0, 4 * points), [4, 1, 16, 16]);

  const filters = orders.map((order, i) => {
    const q = filterFromMoments(ndarrayOf(moments.data.slice(25 * i, 25 * (i + 1)), [5, 5]));
    return Float64Array.from(q.data, (value) => value / spacing ** order);
  });
  // Where F does not grow with a first derivative, the mirror image along its axis is read, the last one for 01.
  const mirrors = [filters[1], filters[2]].map((q, i) =>
    q.map((_, at) => {
      const [row, column] = [Math.floor(at / 5), at % 5];
      return i === 0 ? -q[5 * row + 4 - column] : -q[5 * (4 - row) + column];
    }),
  );
  const x = channels(u, [...filters, ...mirrors]);
  const leaning = [x.slice(0, 6 * points), x.slice(8 * points, 14 * points)];
  const { data: theirs } = recorded("p2_upwind_uinputs");
  expect(difference(leaning[0], theirs.slice(0, 6 * points))).toBeLessThan(1e-12);
  expect(difference(leaning[1], theirs.slice(6 * points))).toBeLessThan(1e-12);

  const shape = { samples: 2, points, ...layout };
  const [slopes, rhs] = [new Float64Array(2 * 4 * points), new Float64Array(2 * 2 * points)];
  backend().upwindSymnet(x, weights, shape, slopes, rhs);
  expect(difference(rhs, recorded("p2_upwind_rhs").data)).toBeLessThan(1e-12);
});

function drawn({ grid, samples, inputs, nets, products }: (typeof CASES)[number]): Given<NdArray> {
  const w = normals(createRng(2), [nets, symnetSize(inputs, products)]);
  const half = w.data.map((value) => value / 2); // values of a few, so that little is rounded
  return {
    x: normals(createRng(1), [samples, inputs, ...grid]),
    w: ndarrayOf(Float64Array.from(half), w.shape),
  };
}

/** The fields behind all filters, [sample · channel · y · x]. */
function channels(u: NdArray, filters: readonly Float64Array[]): Float64Array {
  const q = Float64Array.from(filters.flatMap((filter) => [...filter]));
  return Float64Array.from(periodicConv(u, ndarrayOf(q, [filters.length, 1, 5, 5])).data);
}

function recorded(id: string): { readonly data: Float64Array } {
  const file = new URL(`../../fixtures/pdenet/${id}.npy`, import.meta.url);
  const { data } = readNpy(readFileSync(file), { name: id }) as NdArray;
  return { data: Float64Array.from(data) };
}

/** The largest difference over the largest entry. */
function difference(found: Float64Array, exact: Float64Array): number {
  expect(found.length).toBe(exact.length);
  const gap = found.reduce((most, value, i) => Math.max(most, Math.abs(value - exact[i])), 0);
  return gap / exact.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
