import { describe, expect, test } from "vitest";
import { ShapeError, ValueError, zeros } from "../../src/core/index.js";
import type { ArrayInput, NdArray } from "../../src/core/index.js";
import {
  discretize,
  discretizeComplex,
  fourierBasis,
  legendreBasis,
  neighbourBasis,
  phaseBasis,
  primitiveBasis,
  toMicrostructure,
} from "../../src/states/index.js";
import type { Basis } from "../../src/states/index.js";

/** Zeros m[2, 3, 4] with one entry changed. */
function spoilt(value: number, at: number): NdArray {
  const m = zeros([2, 3, 4]);
  m.data[at] = value;
  return m;
}

function refused(m: ArrayInput, basis: Basis): unknown {
  try {
    return discretize(m, basis);
  } catch (error) {
    return error;
  }
}

describe("discretize refuses", () => {
  test("phases that are none, naming the first", () => {
    for (const [value, at, index] of [
      [3, 23, "[1, 2, 3]"],
      [-1, 5, "[0, 1, 1]"],
      [0.5, 0, "[0, 0, 0]"],
    ] as const) {
      const m = spoilt(value, at);
      m.data[23] = 3;
      expect(refused(m, phaseBasis(3))).toEqual(
        new ValueError(
          `states.discretize: microstructure should hold phase indices 0 … 2; got ${value} at index ` +
            `${index}. Renumber the phases or use states.primitiveBasis for values in between.`,
        ),
      );
    }
  });

  test("values outside the domain, naming the first and the way out", () => {
    expect(refused(spoilt(1.0000001, 13), primitiveBasis(3))).toEqual(
      new ValueError(
        "states.discretize: microstructure should stay within the domain [0, 1] of the primitive " +
          "basis; got 1.0000001 at index [1, 0, 1]. Widen the domain or pass clip: true.",
      ),
    );
    expect(refused(spoilt(-1.5, 2), legendreBasis(3))).toEqual(
      new ValueError(
        "states.discretize: microstructure should stay within the domain [-1, 1] of the legendre " +
          "basis; got -1.5 at index [0, 0, 2]. Widen the domain or pass extrapolate: true.",
      ),
    );
    expect(() => discretize(spoilt(1, 13), primitiveBasis(3))).not.toThrow();
    expect(() => discretize(spoilt(-1, 13), legendreBasis(3))).not.toThrow();
  });

  test("NaN and infinities in every basis, also where values outside are welcome", () => {
    const open = [
      phaseBasis(2),
      primitiveBasis(2, [0, 1], { clip: true }),
      legendreBasis(2, [-1, 1], { extrapolate: true }),
      neighbourBasis(phaseBasis(2), 4),
    ];
    for (const value of [NaN, Infinity, -Infinity]) {
      const error = new ValueError(
        `states.discretize: microstructure should be finite; got ${value} at index [0, 2, 1]. ` +
          `Remove or fill that entry first.`,
      );
      for (const basis of open) expect(refused(spoilt(value, 9), basis)).toEqual(error);
      expect(() => discretizeComplex(spoilt(value, 9), fourierBasis(3))).toThrow(
        `states.discretizeComplex: microstructure should be finite; got ${value}`,
      );
    }
  });

  test("arrays without samples or space", () => {
    for (const m of [[1, 0], { data: [1], shape: [] }]) {
      expect(refused(m, phaseBasis(2))).toBeInstanceOf(ShapeError);
      expect(() => discretize(m, phaseBasis(2))).toThrow(
        "states.discretize: microstructure should have a sample axis and one to three space axes, " +
          "[sample, …x]; got [",
      );
    }
    expect(() => discretize([1, 0], phaseBasis(2))).toThrow(
      "got [2]. Give a single sample a leading axis of 1.",
    );
    expect(() => discretize({ data: [], shape: [2, 3, 0] }, phaseBasis(2))).toThrow(
      "got [2, 3, 0]",
    );
  });

  test("another number of space axes than the neighbours have", () => {
    expect(() => discretize(zeros([2, 3]), neighbourBasis(phaseBasis(2), 4))).toThrow(
      "microstructure should have a sample axis and 2 space axes, [sample, …x]; got [2, 3].",
    );
    expect(() => discretize(zeros([2, 3, 4]), neighbourBasis(phaseBasis(2), 6))).toThrow(
      "a sample axis and 3 space axes",
    );
  });

  test("cells that the neighbours' own basis refuses", () => {
    expect(() => discretize(spoilt(2, 4), neighbourBasis(phaseBasis(2), 4))).toThrow(
      "should hold phase indices 0 … 1; got 2 at index [0, 1, 0].",
    );
    expect(() => discretize(spoilt(2, 4), neighbourBasis(primitiveBasis(2), 4))).toThrow(
      "within the domain [0, 1] of the primitive basis; got 2",
    );
  });

  test("the Fourier basis, whose states are complex", () => {
    expect(refused(zeros([1, 2]), fourierBasis(3))).toEqual(
      new ValueError(
        "states.discretize: the Fourier basis has complex states. Call states.discretizeComplex.",
      ),
    );
  });

  test("in the name of whoever called", () => {
    expect(() => toMicrostructure(spoilt(9, 0), phaseBasis(2), "mks.fit")).toThrow(
      "mks.fit: microstructure should hold phase indices 0 … 1; got 9",
    );
    expect(() => discretizeComplex(spoilt(9, 0), phaseBasis(2))).toThrow(
      "states.discretizeComplex: microstructure should hold",
    );
  });
});

describe("neighbourBasis refuses", () => {
  test("a neighbourhood it does not know", () => {
    expect(() => neighbourBasis(phaseBasis(2), 5)).toThrow(
      new ValueError(
        "states.neighbourBasis: neighbours should be 4, 8 or 24 (2-D), 6, 18 or 26 (3-D), " +
          "or a list of offsets; got 5.",
      ),
    );
  });

  test("offsets that are no cells of one grid, or no other cell", () => {
    expect(() => neighbourBasis(phaseBasis(2), [[1, 0], [1]])).toThrow(
      new ShapeError(
        "states.neighbourBasis: offsets should be lists of one number per space axis, all of one " +
          "length; got lengths [2, 1].",
      ),
    );
    expect(() => neighbourBasis(phaseBasis(2), [])).toThrow("got lengths [].");
    expect(() => neighbourBasis(phaseBasis(2), [[]])).toThrow("got lengths [0].");
    expect(() =>
      neighbourBasis(phaseBasis(2), [
        [1, 0],
        [0, 0],
      ]),
    ).toThrow(
      new ValueError(
        "states.neighbourBasis: an offset should be a non-zero list of integers; got [0, 0].",
      ),
    );
    expect(() => neighbourBasis(phaseBasis(2), [[0.5]])).toThrow("got [0.5].");
  });

  test("a cell basis with states left out", () => {
    expect(() => neighbourBasis(phaseBasis(3, { states: [0, 1] }), 4)).toThrow(
      new ValueError(
        "states.neighbourBasis: the cell basis should keep all its 3 states; got 2. " +
          "Build it without the option states.",
      ),
    );
  });

  test("more factors than the neighbourhood has cells", () => {
    for (const order of [0, 6, 1.5]) {
      expect(() => neighbourBasis(phaseBasis(2), 4, { order })).toThrow(
        `states.neighbourBasis: order should be an integer between 1 and 5; got ${order}.`,
      );
    }
  });
});
