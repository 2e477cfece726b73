import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormatError, ndarrayOf, ShapeError, sizeOf, ValueError } from "../../src/core/index.js";
import type { NumericData } from "../../src/core/index.js";
import { readNpy, writeNpy } from "../../src/formats/index.js";
import { dictionaryOf, npyBytes } from "./handmade.js";
import { NUMBER_TYPES } from "./numberTypes.js";

/** Where the entries of a [2, 3] array stand in memory if the first axis is the contiguous one. */
const FORTRAN = [0, 2, 4, 1, 3, 5];

describe("readNpy reads every number type, in both byte orders and both memory orders", () => {
  for (const { code, size, values, write, result } of NUMBER_TYPES) {
    for (const order of size === 1 ? ["|"] : ["<", ">", "="]) {
      for (const fortran of [false, true]) {
        test(`${order}${code}, ${fortran ? "Fortran" : "C"} order`, () => {
          const view = new DataView(new ArrayBuffer(6 * size));
          values.forEach((value, i) => {
            const position = fortran ? FORTRAN[i] : i;
            write(view, position * size, value, order !== ">");
          });
          const dictionary = dictionaryOf(`${order}${code}`, "(2, 3)", fortran);
          const array = readNpy(npyBytes(dictionary, new Uint8Array(view.buffer)));
          expect(array.shape).toEqual([2, 3]);
          if ("re" in array) {
            expect(result).toBe("complex");
            expect([...array.re]).toEqual(values);
            expect([...array.im]).toEqual(
              code === "c8" ? values.map((v) => Math.fround(v / 2)) : values.map((v) => v / 2),
            );
            return;
          }
          expect(array.data[Symbol.toStringTag]).toBe(result);
          expect(Array.from(array.data as ArrayLike<number>)).toEqual(values);
        });
      }
    }
  }

  test("64-bit integers of which one is beyond ±2⁵³ stay 64-bit integers, in both memory orders", () => {
    const values = [2n ** 53n, 1n, -(2n ** 63n), 2n, 3n, 2n ** 63n - 1n];
    for (const fortran of [false, true]) {
      const view = new DataView(new ArrayBuffer(48));
      values.forEach((value, i) => view.setBigInt64(8 * (fortran ? FORTRAN[i] : i), value, false));
      const dictionary = dictionaryOf(">i8", "(2, 3)", fortran);
      const array = readNpy(npyBytes(dictionary, new Uint8Array(view.buffer)));
      expect(array).toEqual({ data: BigInt64Array.from(values), shape: [2, 3] });
    }
    const most = new Uint8Array(8).fill(255);
    const unsigned = readNpy(npyBytes(dictionaryOf("<u8", "(1,)"), most));
    expect(unsigned).toEqual({ data: BigUint64Array.of(2n ** 64n - 1n), shape: [1] });
  });

  test("Fortran order of any shape: entry (i, j, …) stands at i + n₀ j + …", () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(shapes, (shape) => {
        const size = sizeOf(shape);
        const entries = Float64Array.from({ length: size }, (_, i) => i);
        const tuple = `(${shape.map((n) => `${n},`).join(" ")})`;
        const bytes = npyBytes(dictionaryOf("<f8", tuple, true), new Uint8Array(entries.buffer));
        const array = readNpy(bytes);
        const expected = Array.from({ length: size }, (_, position) => {
          let [rest, at, stride] = [position, 0, size];
          for (let axis = shape.length - 1; axis >= 0; axis--) {
            stride /= shape[axis];
            at += (rest % shape[axis]) * stride;
            rest = Math.floor(rest / shape[axis]);
          }
          return at;
        });
        expect(array.shape).toEqual(shape);
        expect("data" in array && [...(array.data as Float64Array)]).toEqual(expected);
      }),
      { seed: 3 },
    );
  });

  test("arrays without axes and without entries", () => {
    const two = new Uint8Array(Float64Array.of(2.5).buffer);
    const scalar = readNpy(npyBytes(dictionaryOf("<f8", "()"), two));
    expect(scalar).toMatchObject({ data: Float64Array.of(2.5), shape: [] });
    const none = readNpy(npyBytes(dictionaryOf("<f8", "(0, 3)"), new Uint8Array(0)));
    expect(none).toMatchObject({ data: new Float64Array(0), shape: [0, 3] });
  });

  test("the array is independent of the bytes, wherever they stand in memory", () => {
    const file = npyBytes(
      dictionaryOf("<f8", "(2,)"),
      new Uint8Array(Float64Array.of(1, 2).buffer),
    );
    for (let shift = 0; shift < 8; shift++) {
      const memory = Buffer.alloc(file.length + shift);
      memory.set(file, shift);
      const array = readNpy(memory.subarray(shift));
      memory.fill(0);
      expect(array).toMatchObject({ data: Float64Array.of(1, 2) });
    }
  });
});

describe("what holds no numbers is refused by name", () => {
  test.each([
    ["|O", /"\|O" stands for Python objects: they are pickled programs/],
    ["|S5", /"\|S5" stands for byte strings/],
    ["<U5", /"<U5" stands for text/],
    ["<M8[ns]", /"<M8\[ns\]" stands for dates/],
    ["<m8[s]", /"<m8\[s\]" stands for time differences/],
    ["|V16", /"\|V16" stands for raw or structured records/],
    ["<f16", /should be one of b1, .*, c16 after a byte order; got "<f16"/],
    ["<c32", /got "<c32"/],
    ["<f3", /got "<f3"/],
    ["f8", /got "f8"/],
    ["<f8x", /got "<f8x"/],
    ["<constructor", /got "<constructor"/],
  ])("%s", (descr, message) => {
    const bytes = npyBytes(dictionaryOf(descr, "(1,)"), new Uint8Array(16));
    expect(() => readNpy(bytes)).toThrow(FormatError);
    expect(() => readNpy(bytes)).toThrow(message);
  });

  test("structured records", () => {
    const fields =
      "{'descr': [('x', '<f8'), ('y', '<i4')], 'fortran_order': False, 'shape': (2,), }";
    expect(() => readNpy(npyBytes(fields, new Uint8Array(24)))).toThrow(
      "formats.readNpy: the entries are structured records, not numbers. " +
        "Save every field as an array of its own, as array['field'].",
    );
  });

  test("truth values that are neither 0 nor 1", () => {
    const bytes = npyBytes(dictionaryOf("|b1", "(3,)"), Uint8Array.of(1, 0, 2));
    expect(() => readNpy(bytes, { name: "mask.npy" })).toThrow(
      "mask.npy: truth values should be 0 or 1; got 2 at entry 2.",
    );
  });
});

describe("writeNpy", () => {
  const types = [
    Float64Array,
    Float32Array,
    Int32Array,
    Uint32Array,
    Int16Array,
    Uint16Array,
    Int8Array,
    Uint8Array,
  ];

  test("gives what readNpy reads back, in every number type and shape", () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(shapes, fc.constantFrom(...types), fc.infiniteStream(fc.double()), (...drawn) => {
        const [shape, Type, stream] = drawn;
        const data = (Type as typeof Float64Array).from(
          { length: sizeOf(shape) },
          () => stream.next().value as number,
        );
        const array = ndarrayOf<NumericData>(data, shape);
        expect(readNpy(writeNpy(array))).toStrictEqual(array);
      }),
      { seed: 4 },
    );
  });

  test("complex arrays, exactly", () => {
    const array = {
      re: Float64Array.of(1, NaN, -0, 5e-324),
      im: Float64Array.of(-1, Infinity, 0, 1e308),
      shape: [2, 2],
    };
    expect(readNpy(writeNpy(array))).toStrictEqual(array);
  });

  test("64-bit integers beyond ±2⁵³", () => {
    const array = { data: BigInt64Array.of(2n ** 53n, -(2n ** 63n)), shape: [2, 1] };
    expect(readNpy(writeNpy(array))).toStrictEqual(array);
  });

  test("nested lists as Float64, and strided views row by row", () => {
    expect(readNpy(writeNpy([[1, 2.5]]))).toMatchObject({
      data: Float64Array.of(1, 2.5),
      shape: [1, 2],
    });
    const transposed = ndarrayOf(Float64Array.of(0, 1, 2, 3, 4, 5), [2, 3]).transpose(1, 0);
    expect(readNpy(writeNpy(transposed))).toMatchObject({
      data: Float64Array.of(0, 3, 1, 4, 2, 5),
      shape: [3, 2],
    });
  });

  test("clamped bytes are bytes", () => {
    const array = { data: Uint8ClampedArray.of(0, 255), shape: [2] };
    expect(readNpy(writeNpy(array))).toMatchObject({ data: Uint8Array.of(0, 255) });
  });

  test("truth values on request", () => {
    const bytes = writeNpy([0, 1, 1], { bool: true });
    expect(new TextDecoder("latin1").decode(bytes)).toContain("'descr': '|b1'");
    expect([...bytes.subarray(-3)]).toEqual([0, 1, 1]);
    expect(() => writeNpy([0, 2], { bool: true })).toThrow(
      "formats.writeNpy: array should hold 0 and 1 only, to be written as truth values; got 2.",
    );
  });

  test("the file begins and is padded as NumPy's are", () => {
    const bytes = writeNpy(ndarrayOf(new Int16Array(6), [2, 3]));
    expect([...bytes.subarray(0, 10)]).toEqual([0x93, 78, 85, 77, 80, 89, 1, 0, 118, 0]);
    const header = new TextDecoder().decode(bytes.subarray(10, 128));
    expect(header.trimEnd()).toBe("{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }");
    expect(header.endsWith(" \n")).toBe(true);
    expect(bytes.length).toBe(128 + 12);
  });

  test("refuses more than 64 axes, and data that do not fill their shape", () => {
    const deep = { data: [1], shape: new Array<number>(65).fill(1) };
    expect(() => writeNpy(deep)).toThrow(ValueError);
    expect(() => writeNpy(deep)).toThrow("should have at most 64 axes; got 65. Reshape it.");
    expect(() => writeNpy({ data: [1, 2, 3], shape: [2, 2] })).toThrow(ShapeError);
    const big = { data: BigInt64Array.of(1n), shape: [2] };
    expect(() => writeNpy(big)).toThrow("holds 64-bit integers, which should be { data, shape }");
    const complex = { re: new Float64Array(2), im: new Float64Array(1), shape: [2] };
    expect(() => writeNpy(complex)).toThrow("needs 2 real and imaginary parts; got 2 and 1");
  });
});
