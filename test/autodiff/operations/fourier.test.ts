import { describe, expect, test } from "vitest";
import {
  add,
  fftn,
  grad,
  ifftn,
  irfftn,
  multiply,
  onTape,
  rfftn,
  sum,
  toArray,
  type Variable,
  vjp,
} from "../../../src/autodiff/index.js";
import {
  type ComplexArray,
  createRng,
  ndarrayOf,
  normals,
  ShapeError,
  ValueError,
} from "../../../src/core/index.js";
import type { NdArray, Reals } from "../../../src/core/index.js";
import * as fft from "../../../src/fft/index.js";
import { distance, dot } from "./distance.js";

const GRIDS = [[1], [2], [7], [8], [3, 4], [4, 5], [6, 6], [2, 3, 4], [4, 3, 5]];

// Sums of at most 60 numbers around 1.
const ROUNDING = 1e-13;

const run = (f: () => Variable): NdArray<Reals> => onTape(() => toArray(f()));

describe.each(GRIDS.map((grid) => ({ grid })))("on a grid of $grid", ({ grid }) => {
  const rng = createRng(1);
  const u = normals(rng, [2, 3, ...grid]);
  const axes = grid.length;
  const half = fft.rfftn(u, axes);
  const g = { re: normals(rng, half.shape), im: normals(rng, half.shape) };

  test("the half spectrum is that of the transforms, and goes back to the fields", () => {
    expect(
      distance(
        run(() => rfftn(u, axes).re),
        planes(half).re,
      ),
    ).toBe(0);
    expect(
      distance(
        run(() => rfftn(u, axes).im),
        planes(half).im,
      ),
    ).toBe(0);
    expect(
      distance(
        run(() => irfftn(rfftn(u, axes), grid)),
        u,
      ),
    ).toBeLessThan(ROUNDING);
  });

  test("any half spectrum gives the fields of the transforms", () => {
    const spectrum = { re: g.re.data, im: g.im.data, shape: half.shape };
    expect(
      distance(
        run(() => irfftn(g, grid)),
        fft.irfftn(spectrum, grid),
      ),
    ).toBeLessThan(ROUNDING);
  });

  test("the gradients are the adjoints of the transforms", () => {
    const re = vjp((x: Variable) => rfftn(x, axes).re, u, g.re).product;
    const im = vjp((x: Variable) => rfftn(x, axes).im, u, g.im).product;
    const { re: X, im: Y } = planes(half);
    expect(dot(re, u) + dot(im, u)).toBeCloseTo(dot(g.re, X) + dot(g.im, Y), 10);
    const back = vjp((s: { re: Variable; im: Variable }) => irfftn(s, grid), g, u).product;
    expect(dot(back.re, g.re) + dot(back.im, g.im)).toBeCloseTo(
      dot(
        u,
        run(() => irfftn(g, grid)),
      ),
      10,
    );
  });

  test("complex fields go there and back", () => {
    const v = { re: u, im: normals(rng, u.shape) };
    const spectrum = planes(fft.fftn({ re: v.re.data, im: v.im.data, shape: u.shape }, axes));
    expect(
      distance(
        run(() => fftn(v, axes).re),
        spectrum.re,
      ),
    ).toBeLessThan(ROUNDING);
    expect(
      distance(
        run(() => fftn(v, axes).im),
        spectrum.im,
      ),
    ).toBeLessThan(ROUNDING);
    expect(
      distance(
        run(() => ifftn(fftn(v, axes), axes).re),
        v.re,
      ),
    ).toBeLessThan(ROUNDING);
    expect(
      distance(
        run(() => ifftn(fftn(v, axes), axes).im),
        v.im,
      ),
    ).toBeLessThan(ROUNDING);
  });
});

test("the squared spectrum has 2 N times the field as its gradient: Parseval", () => {
  const u = normals(createRng(2), [5, 6]);
  const energy = (x: Variable): Variable => {
    const { re, im } = fftn({ re: x, im: multiply(x, 0) }, 2);
    return add(sum(multiply(re, re)), sum(multiply(im, im)));
  };
  const expected = ndarrayOf(
    u.data.map((value) => 2 * 30 * value),
    u.shape,
  );
  // Sixty times the rounding of numbers around 1.
  expect(distance(grad(energy)(u), expected)).toBeLessThan(60 * ROUNDING);
});

test("the derivative of a wave is taken in its spectrum, and its gradient is the negative derivative", () => {
  const n = 16;
  const angles = Float64Array.from({ length: n }, (_, i) => (2 * Math.PI * i) / n);
  const k = ndarrayOf(
    Float64Array.from({ length: 9 }, (_, i) => (i < 8 ? i : 0)),
    [9],
  );
  const derivative = (x: Variable): Variable => {
    const { re, im } = rfftn(x, 1);
    return irfftn({ re: multiply(multiply(im, k), -1), im: multiply(re, k) }, [n]);
  };
  const wave = ndarrayOf(
    angles.map((a) => Math.sin(3 * a)),
    [n],
  );
  const slope = ndarrayOf(
    angles.map((a) => 3 * Math.cos(3 * a)),
    [n],
  );
  const { value, product } = vjp(derivative, wave, wave);
  expect(distance(value, slope)).toBeLessThan(ROUNDING);
  expect(
    distance(
      product,
      ndarrayOf(
        slope.data.map((s) => -s),
        [n],
      ),
    ),
  ).toBeLessThan(ROUNDING);
});

test("an imaginary part that no real field has makes no difference, and has the gradient zero", () => {
  const [re, im] = [normals(createRng(3), [4, 3]), normals(createRng(4), [4, 3])];
  const moved = ndarrayOf(
    // The frequencies (0, 0), (0, 2), (2, 0) and (2, 2) of a grid [4, 4].
    im.data.map((value, i) => ([0, 2, 6, 8].includes(i) ? value + 10 : value)),
    im.shape,
  );
  const fields = (part: NdArray): NdArray<Reals> => run(() => irfftn({ re, im: part }, [4, 4]));
  expect(distance(fields(moved), fields(im))).toBeLessThan(ROUNDING);
  const g = normals(createRng(5), [4, 4]);
  const { product } = vjp((part: Variable) => irfftn({ re, im: part }, [4, 4]), im, g);
  for (const i of [0, 2, 6, 8]) expect(Math.abs(product.data[i])).toBeLessThan(1e-16);
});

test("Float32 stays Float32", () => {
  const u = ndarrayOf(Float32Array.from(normals(createRng(6), [3, 5, 7]).data), [3, 5, 7]);
  const there = run(() => rfftn(u, 2).im);
  expect(there.data).toBeInstanceOf(Float32Array);
  // Three times the rounding of log₂ 35 levels.
  expect(
    distance(
      run(() => irfftn(rfftn(u, 2), [5, 7])),
      u,
    ),
  ).toBeLessThan(2e-6);
});

test("transforms refuse too few axes, other grids and parts of two shapes", () => {
  const u = normals(createRng(7), [3, 4]);
  const spectrum = { re: normals(createRng(7), [3, 3]), im: normals(createRng(7), [3, 3]) };
  expect(() => rfftn(u, 3)).toThrow(ShapeError);
  expect(() => rfftn(u, 3)).toThrow("u should have at least 3 axes of length ≥ 1");
  expect(() => rfftn(u, 0)).toThrow(ValueError);
  expect(() => irfftn(spectrum, [3, 6])).toThrow(
    "the half spectrum of grid [3, 6] ends with [3, 4]; got [3, 3]. Pass the grid",
  );
  expect(() => irfftn({ ...spectrum, im: u }, [3, 4])).toThrow(
    "autodiff.irfftn: spectrum should have real and imaginary parts of one shape; got [3, 3] and [3, 4].",
  );
  expect(() => fftn({ re: u, im: u }, 3)).toThrow("autodiff.fftn: u should have at least 3 axes");
  expect(() => ifftn({ re: u, im: u }, 1.5)).toThrow(ValueError);
});

/** Both planes as arrays. */
function planes({ re, im, shape }: ComplexArray): { re: NdArray; im: NdArray } {
  return { re: ndarrayOf(re, shape), im: ndarrayOf(im, shape) };
}
