import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormatError, ndarrayOf, ShapeError, sizeOf, ValueError } from "../../src/core/index.js";
import type { ArrayInput } from "../../src/core/index.js";
import { readSafetensors, writeSafetensors } from "../../src/formats/index.js";
import type { TensorType } from "../../src/formats/index.js";
import { safetensorsBytes } from "./handmade.js";

const recorded = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/safetensors/${name}`, import.meta.url)));

/** What types.safetensors holds, by test/fixtures/safetensors/make.py. */
const TYPES = {
  U64: Float64Array.of(0, 2 ** 53 - 1),
  I64: Float64Array.of(1 - 2 ** 53, 2 ** 53 - 1),
  F64: Float64Array.of(-1e308, 5e-324),
  F32: Float32Array.of(-2.5, 2 ** -149),
  U32: Uint32Array.of(0, 2 ** 32 - 1),
  I32: Int32Array.of(-(2 ** 31), 2 ** 31 - 1),
  BF16: Float32Array.of(-3, 2 ** -133),
  F16: Float32Array.of(-65504, 2 ** -24),
  U16: Uint16Array.of(0, 65535),
  I16: Int16Array.of(-32768, 32767),
  I8: Int8Array.of(-128, 127),
  U8: Uint8Array.of(0, 255),
  BOOL: Uint8Array.of(0, 1),
};

describe("readSafetensors reads what the reference writes", () => {
  test("every number type, and metadata", () => {
    const { tensors, metadata } = readSafetensors(recorded("types.safetensors"));
    const expected = Object.entries(TYPES).map(([name, data]) => [name, ndarrayOf(data, [1, 2])]);
    expect({ ...tensors }).toStrictEqual(Object.fromEntries(expected));
    expect({ ...metadata }).toEqual({ "made by": 'β, "quoted"\n' });
  });

  test("no tensor", () => {
    const { tensors, metadata } = readSafetensors(recorded("empty.safetensors"));
    expect([Object.keys(tensors), Object.keys(metadata)]).toEqual([[], []]);
  });

  test("a network of PyTorch, by the names of its parts", () => {
    const { tensors, metadata } = readSafetensors(recorded("state-dict.safetensors"));
    expect(metadata.format).toBe("pt");
    const shapes = Object.entries(tensors).map(([name, { shape }]) => [name, shape]);
    expect(Object.fromEntries(shapes)).toEqual({
      "0.weight": [2, 1, 3, 3],
      "0.bias": [2],
      "1.weight": [2],
      "1.bias": [2],
      "1.running_mean": [2],
      "1.running_var": [2],
      "1.num_batches_tracked": [],
      "3.weight": [1, 2],
      "3.bias": [1],
    });
    expect(tensors["0.weight"].get(1, 0, 2, 1)).toBe(16 / 8); // parameter 0, entry 16
    expect([...tensors["3.weight"].data]).toEqual([4, 4 + 1 / 8]);
    expect([...tensors["1.num_batches_tracked"].data]).toEqual([0]);
  });

  test("data at odd addresses, in memory of its own", () => {
    for (const padded of [new Uint8Array(919), Buffer.alloc(919)]) {
      padded.set(recorded("types.safetensors"), 1);
      const { tensors } = readSafetensors(padded.subarray(1));
      padded.fill(0);
      expect([...tensors.F64.data]).toEqual([-1e308, 5e-324]);
    }
  });

  test("empty tensors anywhere, in any order", () => {
    const at = (begin: number, end: number): object => {
      return { dtype: "U8", shape: [end - begin], data_offsets: [begin, end] };
    };
    const header = { d: at(2, 2), c: at(1, 2), b: at(0, 1), e: at(1, 1), a: at(0, 0) };
    const { tensors } = readSafetensors(safetensorsBytes(header, Uint8Array.of(7, 8)));
    const lists = Object.entries(tensors).map(([name, { data }]) => [name, [...data]]);
    expect(Object.fromEntries(lists)).toEqual({ a: [], b: [7], c: [8], d: [], e: [] });
  });

  test("names that objects have already are names like others", () => {
    const entry = { dtype: "U8", shape: [], data_offsets: [0, 0] };
    const names = ["__proto__", "constructor", "toString"];
    const members = names.map((name, i) => {
      return `"${name}":${JSON.stringify({ ...entry, data_offsets: [i, i + 1] })}`;
    });
    const header = `{"__metadata__":{"__proto__":"text"},${members.join(",")}} \n\t`;
    const { tensors, metadata } = readSafetensors(safetensorsBytes(header, Uint8Array.of(7, 8, 9)));
    expect(Object.keys(tensors)).toEqual(names);
    expect(Object.getPrototypeOf(tensors)).toBeNull();
    expect(tensors.__proto__).toMatchObject({ data: Uint8Array.of(7), shape: [] });
    expect(Object.entries(metadata)).toEqual([["__proto__", "text"]]);
    expect({}).not.toHaveProperty("text");
  });
});

describe("writeSafetensors gives the bytes of the reference", () => {
  test("for every number type, whatever the order of the tensors", () => {
    const names = Object.keys(TYPES).filter((name) => name !== "BF16" && name !== "F16");
    const { tensors } = readSafetensors(recorded("types.safetensors"));
    const dtype = { U64: "U64", I64: "I64", BOOL: "BOOL" } as const;
    for (const order of [names, [...names].reverse()]) {
      const some = Object.fromEntries(order.map((name) => [name, tensors[name]]));
      expect(writeSafetensors(some, { dtype })).toEqual(recorded("written-types.safetensors"));
    }
  });

  test("for a network of PyTorch, with metadata", () => {
    const { tensors, metadata } = readSafetensors(recorded("state-dict.safetensors"));
    const dtype = { "1.num_batches_tracked": "I64" } as const;
    const bytes = writeSafetensors(tensors, { metadata, dtype });
    expect(bytes).toEqual(recorded("state-dict.safetensors"));
    expect(writeSafetensors({})).toEqual(recorded("empty.safetensors"));
  });

  test("64-bit integers and clamped bytes have types of their own, lists are Float64", () => {
    const bytes = writeSafetensors({
      big: { data: BigInt64Array.of(-5n), shape: [1] },
      natural: { data: BigUint64Array.of(5n), shape: [1] },
      clamped: { data: Uint8ClampedArray.of(5), shape: [1] },
      list: [[0.5]],
    });
    const text = Buffer.from(bytes).toString("latin1");
    const typeOf = (name: string): string => text.split(`"${name}":{"dtype":"`)[1].split('"')[0];
    expect(["big", "natural", "clamped", "list"].map(typeOf)).toEqual(["I64", "U64", "U8", "F64"]);
    expect([...readSafetensors(bytes).tensors.big.data]).toEqual([-5]);
  });

  test("views are written row-major", () => {
    const view = ndarrayOf(Int16Array.of(0, 1, 2, 3, 4, 5), [2, 3]).transpose(1, 0);
    const { a } = readSafetensors(writeSafetensors({ a: view })).tensors;
    expect(a).toStrictEqual(ndarrayOf(Int16Array.of(0, 3, 1, 4, 2, 5), [3, 2]));
  });
});

describe("a dtype", () => {
  const write = (values: number[], dtype: TensorType): unknown => {
    return [...readSafetensors(writeSafetensors({ a: values }, { dtype })).tensors.a.data];
  };

  test("of single precision rounds to the nearest, NaN and infinities stay", () => {
    const values = [Math.PI, 1e-60, NaN, Infinity, -Infinity];
    expect(write(values, "F32")).toEqual(values.map(Math.fround));
    expect(() => write([1e39], "F32")).toThrow(ValueError);
  });

  test.each<[TensorType, number[], number[]]>([
    ["U64", [0, 2 ** 53 - 1], [-1, 2 ** 53]],
    ["I64", [1 - 2 ** 53, -0], [-(2 ** 53), 0.5, NaN]],
    ["U32", [0, 2 ** 32 - 1], [-1, 2 ** 32]],
    ["I32", [-(2 ** 31), 2 ** 31 - 1], [2 ** 31, 0.5]],
    ["U16", [0, 65535], [-1, 65536]],
    ["I16", [-32768, 32767], [-32769, 32768, Infinity]],
    ["U8", [0, 255], [-1, 256]],
    ["I8", [-128, 127], [-129, 128, 0.5]],
    ["BOOL", [0, 1], [2, -1, NaN]],
  ])("%s holds its ends and refuses what lies beyond", (dtype, held, refused) => {
    expect(write(held, dtype)).toEqual(held.map((v) => v + 0)); // integers have no −0
    for (const value of refused) {
      expect(() => write([0, value], dtype)).toThrow(
        `formats.writeSafetensors: tensor "a" should hold numbers that ${dtype} holds; got ${value} at entry 1.`,
      );
    }
  });

  test("of 64-bit integers beyond ±2⁵³ cannot be another one", () => {
    const a = { data: BigInt64Array.of(2n ** 53n + 1n), shape: [1] };
    expect(() => writeSafetensors({ a }, { dtype: "F64" })).toThrow("got 9007199254740993");
    expect(() => readSafetensors(writeSafetensors({ a }))).toThrow(FormatError);
    expect(() => readSafetensors(writeSafetensors({ a }))).toThrow(
      'tensor "a" holds 64-bit integers beyond ±2^53, which no Float64 holds exactly.',
    );
  });
});

describe("writeSafetensors refuses, naming the tensor,", () => {
  const deep = ndarrayOf(new Float64Array(1), new Array<number>(65).fill(1));
  const complex = { re: Float64Array.of(1), im: Float64Array.of(1), shape: [1] };
  const refused: [string, Record<string, unknown>, object, string][] = [
    [
      "complex numbers",
      { z: complex },
      {},
      'tensor "z" should hold real numbers; got complex ones',
    ],
    [
      "65 axes",
      { d: { data: deep.data, shape: deep.shape } },
      {},
      'tensor "d" should have at most',
    ],
    ["text", { t: "no" }, {}, 'tensor "t" should be an ndarray'],
    ["the name of the metadata", { __metadata__: [1] }, {}, 'name in Unicode other than "__meta'],
    ["a name that UTF-8 has not", { "\ud800": [1] }, {}, "should have a name in Unicode"],
    [
      "a dtype of nothing",
      { a: [1] },
      { dtype: { b: "F32" } },
      'dtype names the tensor "b", which',
    ],
    ["an unknown dtype", { a: [1] }, { dtype: "F16" }, '"a": dtype should be one of "U64", "I64"'],
    [
      "numbers in metadata",
      { a: [1] },
      { metadata: { epoch: 3 } },
      "should hold Unicode text only",
    ],
  ];
  test.each(refused)("%s", (_, tensors, options, message) => {
    const write = (): unknown => writeSafetensors(tensors as Record<string, ArrayInput>, options);
    expect(write).toThrow(ValueError);
    expect(write).toThrow(message);
  });

  test("data that do not fill their shape", () => {
    const write = (): unknown => writeSafetensors({ a: { data: [1], shape: [2] } });
    expect(write).toThrow(ShapeError);
    expect(write).toThrow('formats.writeSafetensors: tensor "a" has shape [2]');
  });
});

test("what is written comes back, for any names, shapes and numbers", () => {
  const shape = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 });
  const tensor = shape.chain((axes) => {
    const size = sizeOf(axes);
    const length = { minLength: size, maxLength: size };
    const data = [
      fc.float64Array(length),
      fc.float32Array(length),
      fc.int32Array(length),
      fc.uint8Array(length),
      fc.int16Array(length),
    ];
    return fc.oneof(...data).map((entries) => ndarrayOf(entries, axes));
  });
  const text = fc.string({ unit: "grapheme", maxLength: 8 });
  const tensors = fc.dictionary(text, tensor, { maxKeys: 5 });
  fc.assert(
    fc.property(tensors, fc.dictionary(text, text, { maxKeys: 3 }), (drawn, metadata) => {
      const read = readSafetensors(writeSafetensors(drawn, { metadata }));
      expect(Object.entries(read.tensors).sort()).toStrictEqual(Object.entries(drawn).sort());
      expect(Object.entries(read.metadata)).toStrictEqual(Object.entries(metadata));
    }),
    { seed: 4 },
  );
});
