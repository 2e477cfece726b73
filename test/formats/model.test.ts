import { deepStrictEqual } from "node:assert";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ndarrayOf, ValueError } from "../../src/core/index.js";
import { decodeModel, encodeModel, readNpz } from "../../src/formats/index.js";
import { fit } from "../../src/mks/index.js";
import { neighbourBasis, phaseBasis, primitiveBasis } from "../../src/states/index.js";
import type { Localization } from "../../src/states/index.js";

const m = [
  [
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  [
    [1, 0],
    [0, 0],
    [1, 0],
  ],
  [
    [1, 1],
    [0, 0],
    [0, 1],
  ],
];
const p = m.map((rows) => rows.map((row) => row.map((v) => 2 + v / 3)));

describe("a model comes back as it was", () => {
  test("localizations of every kind of basis, with ranks as Int32", async () => {
    for (const basis of [
      phaseBasis(2),
      primitiveBasis(3, [0, 1]),
      neighbourBasis(phaseBasis(2), 4),
    ]) {
      const model = await fit(m, p, basis);
      const again = decodeModel(encodeModel(model)) as Localization;
      expect(again).toStrictEqual(model);
      expect(again.diagnostics.rank.data).toBeInstanceOf(Int32Array);
      expect(again.diagnostics.rank.get(0, 0)).toBe(model.diagnostics.rank.get(0, 0));
    }
  });

  test("numbers that JSON does not know, and keys that are there without a value", () => {
    const model = {
      numbers: [NaN, Infinity, -Infinity, -0, 0, 5e-324, 1 / 3],
      missing: undefined,
      nothing: null,
      words: ["", "é\n\u2028\ud800"],
      truth: [true, false, [undefined]],
    };
    expect(decodeModel(encodeModel(model))).toStrictEqual(model);
    expect(Object.keys(decodeModel(encodeModel({ a: undefined })) as object)).toEqual(["a"]);
    expect(decodeModel(encodeModel({}))).toStrictEqual({});
  });

  test("typed arrays of every type, also 64-bit integers that are small", () => {
    const model = [
      Float64Array.of(NaN, -0),
      Float32Array.of(0.5),
      Int32Array.of(-1),
      Uint32Array.of(2 ** 32 - 1),
      Int16Array.of(-1),
      Uint16Array.of(65535),
      Int8Array.of(-1),
      Uint8Array.of(255),
      Uint8ClampedArray.of(255),
      BigInt64Array.of(-1n, 5n),
      BigInt64Array.of(-(2n ** 63n)),
      BigUint64Array.of(7n),
      BigUint64Array.of(2n ** 64n - 1n),
      new Float64Array(0),
    ];
    expect(decodeModel(encodeModel(model))).toStrictEqual(model);
  });

  test("arrays: views become row-major, complex arrays with more keys stay objects", () => {
    const matrix = ndarrayOf(Float32Array.of(0, 1, 2, 3, 4, 5), [2, 3]);
    const complex = { re: Float64Array.of(1, -0), im: Float64Array.of(NaN, 2), shape: [1, 2] };
    const model = {
      matrix,
      complex,
      named: { ...complex, name: "β" },
      odd: { ...complex, shape: [7] },
    };
    expect(decodeModel(encodeModel(model))).toStrictEqual(model);
    const turned = decodeModel(encodeModel({ view: matrix.transpose(1, 0) }));
    expect(turned).toStrictEqual({
      view: ndarrayOf(Float32Array.of(0, 3, 1, 4, 2, 5), [3, 2]),
    });
    expect(decodeModel(encodeModel(matrix))).toStrictEqual(matrix);
  });

  test("one array in two places becomes two that are equal", () => {
    const shared = Float64Array.of(1);
    const model = decodeModel(encodeModel({ a: shared, b: { c: shared } }));
    expect(model).toStrictEqual({ a: shared, b: { c: shared } });
  });

  test("any plain data", () => {
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.double(),
        fc.string({ unit: "binary" }),
        fc.boolean(),
        fc.constantFrom(null, undefined),
        fc.float64Array({ maxLength: 3 }),
        fc.int32Array({ maxLength: 3 }),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof(fc.string(), fc.constantFrom("$", "a.b", "a", "toString", "constructor")),
          tie("tree"),
          { maxKeys: 3, noNullPrototype: true },
        ),
      ),
    }));
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 3 }), (model) => {
        // toStrictEqual takes a key "constructor" for the class of the object.
        deepStrictEqual(decodeModel(encodeModel(model)), model);
      }),
      { seed: 7, numRuns: 40 },
    );
  });

  test("keys that mean something to JavaScript or to this format", () => {
    const model = JSON.parse('{"__proto__": {"$": {"$": "undefined"}}, "$": 1}') as object;
    const again = decodeModel(encodeModel(model)) as object;
    expect(Object.getPrototypeOf(again)).toBe(Object.prototype);
    expect(Object.entries(again)).toEqual([
      ["__proto__", { $: { $: "undefined" } }],
      ["$", 1],
    ]);
  });
});

describe("the file", () => {
  test("is an archive whose arrays have the names of their places", () => {
    const z = { re: Float64Array.of(1), im: Float64Array.of(2), shape: [1] };
    const model = {
      coefficients: z,
      "a b": { rank: Int32Array.of(1) },
      a_b: { rank: Int32Array.of(2) },
    };
    const text = Buffer.from(encodeModel(model)).toString("latin1");
    expect(text).toContain('{"format":"kernelfield","version":1,"model":{');
    for (const name of ["coefficients.npy", "a_b.rank.npy", "a_b.rank-2.npy"]) {
      expect(text).toContain(name);
    }
  });

  test("is the same at every call", () => {
    const model = { a: Float64Array.of(1), b: [1, { c: "x" }] };
    expect(encodeModel(model)).toEqual(encodeModel(model));
  });

  test("readNpz says what it is", () => {
    expect(() => readNpz(encodeModel({}))).toThrow(
      "read it with formats.decodeModel or io.loadModel",
    );
  });
});

describe("encodeModel refuses what is no plain data, naming its place", () => {
  class Plan {
    readonly size = 3;
  }
  const cycle: { list: unknown[] } = { list: [] };
  cycle.list.push(cycle);
  const deep = Array.from({ length: 200 }).reduce<object>((inside) => ({ inside }), {});
  test.each([
    [{ a: { f: () => 1 } }, "formats.encodeModel: model.a.f should be plain data"],
    [{ a: [1, () => 1] }, "model.a.1 should be plain data"],
    [
      { plan: new Plan() },
      "model.plan should be plain data (numbers, strings, lists, objects, arrays of numbers); got an instance of Plan.",
    ],
    [{ when: new Date(0) }, "got an instance of Date"],
    [{ map: new Map() }, "got an instance of Map"],
    [{ view: new DataView(new ArrayBuffer(1)) }, "got an instance of DataView"],
    [
      { big: 1n },
      "model.big should be plain data (numbers, strings, lists, objects, arrays of numbers); got a bigint",
    ],
    [{ s: Symbol("x") }, "got a symbol"],
    [
      cycle,
      "model.list.0 should be plain data (numbers, strings, lists, objects, arrays of numbers); got an object that contains itself",
    ],
    [deep, "got more than 100 levels"],
  ])("%o", (model, message) => {
    expect(() => encodeModel(model)).toThrow(ValueError);
    expect(() => encodeModel(model)).toThrow(message);
  });

  test("no object at all", () => {
    expect(() => encodeModel(3 as never)).toThrow("model should be an object; got 3.");
    expect(() => encodeModel(null as never)).toThrow("model should be an object; got null.");
  });
});
