import { expect, test } from "vitest";
import { grad, gradCheck, multiply, square, sum } from "../../../src/autodiff/index.js";
import type { Variable } from "../../../src/autodiff/index.js";
import { symnetSize } from "../../../src/compute/index.js";
import { createRng, ndarrayOf, normals, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { symnet } from "../../../src/pdenet/symbolic/symnet.js";
import { upwindSymnet } from "../../../src/pdenet/symbolic/upwind.js";

/** Channels on grids of one, two and three axes. */
const CASES = [
  { grid: [7], samples: 2, components: 1, filters: 3, firsts: [1], products: 2 },
  { grid: [4, 5], samples: 1, components: 2, filters: 3, firsts: [2, 1], products: 3 },
  { grid: [2, 3, 2], samples: 2, components: 1, filters: 4, firsts: [1, 2, 3], products: 1 },
];

interface Given<A> {
  readonly x: A;
  readonly w: A;
}

test.each(CASES)(
  "an upwind SymNet on $grid has the derivatives that central differences see, between two choices",
  (layout) => {
    const f = ({ x, w }: Given<Variable>): Variable => upwindSymnet([x, w], layout);
    // ε^⅔ ≈ 4e-11, times values and third derivatives of some ten.
    expect(gradCheck(f, drawn(layout)).error).toBeLessThan(1e-8);
    const twice = ({ x, w }: Given<Variable>): Variable =>
      sum(multiply(upwindSymnet([x, w], layout), upwindSymnet([multiply(0.5, x), w], layout)));
    expect(gradCheck(twice, drawn(layout)).error).toBeLessThan(1e-8);
  },
);

test.each(CASES)("an upwind SymNet on $grid keeps samples and grid: F[s, c, …x]", (layout) => {
  grad(({ x, w }: Given<Variable>) => {
    const y = upwindSymnet([x, w], layout);
    expect(y.shape).toEqual([layout.samples, layout.components, ...layout.grid]);
    return sum(y);
  })(drawn(layout));
});

test.each(CASES)(
  "an upwind SymNet whose mirrors are the channels themselves is a SymNet on $grid",
  (layout) => {
    const { grid, components, filters, firsts, products, samples } = layout;
    const { x, w } = drawn(layout);
    const size = grid.reduce((product, n) => product * n, 1);
    const width = filters + firsts.length;
    const plain = new Float64Array(samples * components * filters * size);
    for (let plane = 0; plane < samples * components; plane++) {
      const at = plane * width * size;
      firsts.forEach((first, axis) => {
        const own = x.data.slice(at + first * size, at + (first + 1) * size);
        x.data.set(own, at + (filters + axis) * size);
      });
      plain.set(x.data.slice(at, at + filters * size), plane * filters * size);
    }
    const found = Float64Array.from(upwindSymnet([x, w], layout).data);
    const central = ndarrayOf(plain, [samples, components * filters, ...grid]);
    const expected = Float64Array.from(symnet([central, w], { products }).data);
    // The same sums of some ten terms, first derivatives last.
    const gap = found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
    expect(gap).toBeLessThan(1e-13 * Math.max(...expected.map(Math.abs)));
  },
);

test("a gradient of an upwind SymNet is not differentiated again", () => {
  const [layout] = CASES;
  const norm = (point: Given<Variable>): Variable => {
    const f = (at: Given<Variable>): Variable => sum(upwindSymnet([at.x, at.w], layout));
    return sum(square(grad(f)(point).x));
  };
  expect(() => grad(norm)(drawn(layout))).toThrow(ValueError);
  expect(() => grad(norm)(drawn(layout))).toThrow("should be differentiated once");
});

function drawn({
  grid,
  samples,
  components,
  filters,
  firsts,
  products,
}: (typeof CASES)[number]): Given<NdArray> {
  const w = normals(createRng(2), [components, symnetSize(components * filters, products)]);
  const half = w.data.map((value) => value / 2); // values of a few, so that little is rounded
  return {
    x: normals(createRng(1), [samples, components * (filters + firsts.length), ...grid]),
    w: ndarrayOf(Float64Array.from(half), w.shape),
  };
}
