import { expect, test } from "vitest";
import { ShapeError, ValueError } from "../../../src/core/index.js";
import { textOfProduct } from "../../../src/pdenet/equation/textNotation.js";
import { libraryOf } from "../../../src/pdenet/regression/library.js";
import type { Library } from "../../../src/pdenet/regression/library.js";

const line = { names: ["u"], axes: ["x"] };
const plane = { names: ["u", "v"], axes: ["x", "y"] };

function texts(library: Library, words = line): string[] {
  return libraryOf(library, words.names.length, words, "test").map((term) =>
    textOfProduct(term, words),
  );
}

test("products are monomials times one derivative, the simple ones first", () => {
  expect(texts({ degree: 1, maxOrder: 2 })).toEqual(["1", "u", "u_x", "u_xx", "u u_x", "u u_xx"]);
  // C(2 + 2, 2) monomials of two fields times 1 + 2·5 derivatives in the plane.
  expect(texts({ degree: 2 }, plane)).toHaveLength(6 * 11);
  expect(texts({}, plane)).toEqual(texts({ kind: "products", degree: 2, maxOrder: 2 }, plane));
});

test("polynomials are all products of channels", () => {
  // C(12 + 2, 2) of two fields with six channels each.
  expect(texts({ kind: "polynomial", degree: 2 }, plane)).toHaveLength(91);
  expect(texts({ kind: "polynomial", degree: 2, maxOrder: 1 })).toEqual([
    ...["1", "u", "u_x", "u²", "u u_x", "u_x²"],
  ]);
});

test("conservative terms are derivatives of monomials", () => {
  expect(texts({ kind: "conservative", degree: 2, maxOrder: 2 })).toEqual([
    ...["1", "u", "u_x", "u_xx", "u²", "(u²)_x", "(u²)_xx"],
  ]);
});

test("terms are read as they are typed and as they are printed", () => {
  const typed = ["1", "u*v_xy", " u ^ 2 ".replace(/ /g, ""), "v·u", "(u^2*v)_x", "u_xx", "(u_x)_y"];
  const printed = ["1", "u v_xy", "u²", "u v", "(u² v)_x", "u_xx", "u_xy"];
  expect(texts(typed, plane)).toEqual(printed);
  expect(texts(printed, plane)).toEqual(printed);
});

test("axes and fields may have longer names, and fields an underscore", () => {
  const words = { names: ["u_1", "heat"], axes: ["lat", "lon"] };
  expect(texts(["u_1*heat_latlonlat", "heat_lon"], words)).toEqual([
    "u_1 heat_latlatlon",
    "heat_lon",
  ]);
});

test("terms may be data, in any order of factors", () => {
  const terms = [
    {
      factors: [
        { component: 1, order: [1, 0] },
        { component: 0, order: [0, 0] },
      ],
      derivative: null,
    },
    { factors: [{ component: 0, order: [1, 0] }], derivative: [0, 1] },
  ];
  expect(texts(terms, plane)).toEqual(["u v_x", "u_xy"]);
});

test.each([
  [["w*u_x"], /"w\*u_x" should be a product of u, v and their derivatives along x, y; "w" is none/],
  [["u_z"], /"u_z" is none/],
  [["u*"], /"" is none/],
  [["u^0"], /"u\^0" is none/],
  [["u_"], /"u_" is none/],
  [["u", "v", "u"], /hold every term once; got u at 0 and 2/],
  [["u*v", "v u"], /got u v at 0 and 1/],
  [[], /at least one term; got none/],
] as [string[], RegExp][])("%j is refused", (terms, message) => {
  expect(() => texts(terms, plane)).toThrow(ValueError);
  expect(() => texts(terms, plane)).toThrow(message);
});

test("kinds, degrees and orders that make no sense are refused", () => {
  expect(() => texts({ kind: "all" as "products" })).toThrow(/kind should be one of/);
  expect(() => texts({ degree: 0 })).toThrow(/degree should be an integer ≥ 1/);
  expect(() => texts({ maxOrder: -1 })).toThrow(/maxOrder should be an integer ≥ 0/);
  const short = { factors: [{ component: 0, order: [1] }], derivative: null };
  expect(() => texts([short], plane)).toThrow(ShapeError);
  expect(() => texts([short], plane)).toThrow(/one order per axis, 2; got \[1\]/);
  const other = { factors: [{ component: 2, order: [0, 0] }], derivative: null };
  expect(() => texts([other], plane)).toThrow(
    /component of a factor should be an integer between 0 and 1/,
  );
});
