import { describe, expect, test } from "vitest";
import { ndarrayOf, ShapeError, sizeOf, stridesOf, ValueError } from "../../src/core/index.js";
import type { ComplexArray, NdArray } from "../../src/core/index.js";
import { fromPyMKS } from "../../src/formats/index.js";
import { recordedComplex, recordedReal } from "../recorded.js";

/** An array whose every entry tells its own index: 123 at index [1, 2, 3]. */
function labelled(shape: readonly number[]): NdArray {
  const strides = stridesOf(shape);
  const label = (position: number): number =>
    shape.reduce((sum, n, axis) => 10 * sum + (Math.floor(position / strides[axis]) % n), 0);
  return ndarrayOf(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => label(i)),
    shape,
  );
}

describe("fromPyMKS moves the last axis behind the samples", () => {
  test.each(["states", "displacement", "angles"] as const)("%s in 3-D", (kind) => {
    const array = fromPyMKS(labelled([2, 4, 5, 6, 3]), { kind });
    expect(array.shape).toEqual([2, 3, 4, 5, 6]);
    expect(array.get(1, 2, 3, 4, 5)).toBe(13452);
    expect(array.get(0, 1, 0, 4, 0)).toBe(401);
  });

  test("states in 1-D, and the statistics of several pairs", () => {
    const array = fromPyMKS(labelled([2, 5, 3]), { kind: "states" });
    expect([...array.data.subarray(0, 15)]).toEqual([
      ...[0, 10, 20, 30, 40],
      ...[1, 11, 21, 31, 41],
      ...[2, 12, 22, 32, 42],
    ]);
  });

  test("states of a complex basis stay complex", () => {
    const { data, shape } = labelled([2, 5, 3]);
    const array = fromPyMKS({ re: data, im: data.map((v) => -v), shape }, { kind: "states" });
    expect(array.shape).toEqual([2, 3, 5]);
    expect([...array.re.subarray(0, 6)]).toEqual([0, 10, 20, 30, 40, 1]);
    expect([...array.im.subarray(16, 18)]).toEqual([-110, -120]);
  });

  test("nested lists and integers come as Float64", () => {
    const array = fromPyMKS([[[1, 2]], [[3, 4]]], { kind: "states" });
    expect(array).toMatchObject({ data: Float64Array.of(1, 2, 3, 4), shape: [2, 2, 1] });
  });
});

describe("strain and stress come in Voigt's order", () => {
  test.each(["strain", "stress"] as const)("%s in 3-D: xx, yy, zz, yz, xz, xy", (kind) => {
    const array = fromPyMKS(labelled([1, 2, 2, 2, 6]), { kind });
    expect(array.shape).toEqual([1, 6, 2, 2, 2]);
    const components = [0, 1, 2, 3, 4, 5].map((c) => array.get(0, c, 1, 0, 1));
    expect(components).toEqual([1010, 1011, 1012, 1015, 1014, 1013]);
  });

  test("in 2-D xx, yy, xy stay, in 1-D there is one", () => {
    const plane = fromPyMKS(labelled([1, 2, 2, 3]), { kind: "strain" });
    expect([0, 1, 2].map((c) => plane.get(0, c, 1, 1))).toEqual([110, 111, 112]);
    expect(fromPyMKS(labelled([2, 4, 1]), { kind: "stress" }).shape).toEqual([2, 1, 4]);
  });

  test("six states are no components", () => {
    const array = fromPyMKS(labelled([1, 2, 2, 2, 6]), { kind: "states" });
    expect([0, 1, 2, 3, 4, 5].map((h) => array.get(0, h, 0, 0, 0))).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe("influence coefficients", () => {
  /** The transform of kernels β[…r, h] by its definition, in 2-D. */
  function spectrum(kernels: NdArray): ComplexArray {
    const [rows, columns, states] = kernels.shape;
    const size = rows * columns * states;
    const [re, im] = [new Float64Array(size), new Float64Array(size)];
    for (let at = 0; at < size; at++) {
      const [k, l, h] = [
        Math.floor(at / (columns * states)),
        Math.floor(at / states) % columns,
        at % states,
      ];
      for (let x = 0; x < rows; x++) {
        for (let y = 0; y < columns; y++) {
          const angle = -2 * Math.PI * ((k * x) / rows + (l * y) / columns);
          re[at] += kernels.get(x, y, h) * Math.cos(angle);
          im[at] += kernels.get(x, y, h) * Math.sin(angle);
        }
      }
    }
    return { re, im, shape: kernels.shape };
  }

  test.each([4, 5])("keep the half spectrum, last axis of %i", (last) => {
    const full = spectrum(labelled([3, last, 2]));
    const half = fromPyMKS(full, { kind: "coefficients" });
    const columns = Math.floor(last / 2) + 1;
    expect(half.shape).toEqual([1, 2, 3, columns]);
    for (let h = 0; h < 2; h++) {
      for (let k = 0; k < 3; k++) {
        for (let l = 0; l < columns; l++) {
          const [from, to] = [(k * last + l) * 2 + h, (h * 3 + k) * columns + l];
          expect([half.re[to], half.im[to]]).toEqual([full.re[from], full.im[from]]);
        }
      }
    }
  });

  test("of a real, even kernel may come as real numbers", () => {
    const array = fromPyMKS([[5], [1], [1]], { kind: "coefficients" });
    expect(array).toEqual({ re: Float64Array.of(5, 1), im: new Float64Array(2), shape: [1, 1, 2] });
  });

  test("that are no full spectrum of real kernels are refused", () => {
    const full = spectrum(labelled([3, 4, 2]));
    const complexKernel = { ...full, im: full.im.map((v, i) => v + (i === 3 ? 1 : 0)) };
    expect(() => fromPyMKS(complexKernel, { kind: "coefficients" })).toThrow(ValueError);
    const half = recordedComplex("loc2d_legacy_rfft_21__Fkernel");
    expect(() => fromPyMKS(half, { kind: "coefficients" })).toThrow(
      "coefficients should be the full spectrum of real kernels, X(−k) = conj X(k); they are not.",
    );
  });

  test.each([
    [[5], [2, 3, 4, 0, 1]],
    [[4], [2, 3, 0, 1]],
  ])("kernels in space of %j cells begin at r = 0", ([n], order) => {
    const array = fromPyMKS(labelled([n, 1]), { kind: "kernels" });
    expect(array.shape).toEqual([1, 1, n]);
    expect([...array.data]).toEqual(order.map((r) => 10 * r));
  });

  test("kernels in 3-D, along every axis", () => {
    const array = fromPyMKS(labelled([3, 4, 5, 2]), { kind: "kernels" });
    expect(array.shape).toEqual([1, 2, 3, 4, 5]);
    expect(array.get(0, 1, 0, 0, 0)).toBe(1221);
    expect(array.get(0, 0, 2, 3, 4)).toBe(110);
  });

  test("the recorded kernels of a legacy model are those of its half spectrum", () => {
    const centred = recordedReal("loc2d_legacy_rfft_21__coef");
    const kernels = fromPyMKS(centred, { kind: "kernels" });
    const { re } = recordedComplex("loc2d_legacy_rfft_21__Fkernel"); // (…k, h)
    for (const h of [0, 1]) {
      const sum = kernels.data.subarray(441 * h, 441 * (h + 1)).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(re[h], 12);
    }
  });

  test("kernels whose imaginary part is rounding are real, others are refused", () => {
    const { data, shape } = labelled([4, 2]);
    const rounding = { re: data, im: data.map((v) => 1e-15 * v), shape };
    expect(fromPyMKS(rounding, { kind: "kernels" })).toEqual(
      fromPyMKS(ndarrayOf(data, shape), { kind: "kernels" }),
    );
    const complex = { re: data, im: data, shape };
    expect(() => fromPyMKS(complex, { kind: "kernels" })).toThrow(
      "formats.fromPyMKS: kernels should be real; the array is complex, with an imaginary part up to 31.",
    );
    expect(() => fromPyMKS({ ...complex, shape: [1, 4, 2] }, { kind: "strain" as never })).toThrow(
      ShapeError,
    );
  });
});

describe("fromPyMKS refuses", () => {
  test("kinds it does not know", () => {
    expect(() => fromPyMKS([[1]], { kind: "filters" as never })).toThrow(
      'formats.fromPyMKS: kind should be one of "states", "coefficients",',
    );
  });

  test.each([
    ["states", [3, 4], "(sample, …space, component)"],
    ["coefficients", [3], "(…space, state)"],
    ["strain", [1, 4, 4, 4], "with 3 on the last"],
    ["stress", [1, 4, 4, 4, 3], "with 6 on the last"],
    ["angles", [1, 4, 4, 2], "with 3 on the last"],
    ["displacement", [1, 4, 4, 3], "with 2 on the last"],
  ] as const)("%s of shape %j", (kind, shape, message) => {
    const call = (): unknown => fromPyMKS(labelled(shape), { kind: kind as "states" });
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(message);
  });

  test("data that do not fill their shape", () => {
    const array = { re: new Float64Array(3), im: new Float64Array(3), shape: [2, 2] };
    expect(() => fromPyMKS(array, { kind: "coefficients" })).toThrow(ShapeError);
  });
});
