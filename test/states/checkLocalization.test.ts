import { beforeAll, describe, expect, test } from "vitest";
import { FormatError } from "../../src/core/index.js";
import { fit } from "../../src/mks/index.js";
import {
  checkLocalization,
  fourierBasis,
  legendreBasis,
  neighbourBasis,
  phaseBasis,
  primitiveBasis,
} from "../../src/states/index.js";
import type { Basis, Localization } from "../../src/states/index.js";
import { randomField, randomPhases } from "../mks/synthetic.js";

type Path = readonly (string | number)[];

const BASES: Readonly<Record<Basis["kind"], Basis>> = {
  phase: phaseBasis(2),
  primitive: primitiveBasis(3),
  legendre: legendreBasis(2),
  fourier: fourierBasis(3, [-1, 2]),
  neighbours: neighbourBasis(phaseBasis(2), 4),
};

const models = {} as Record<Basis["kind"], Localization>;

beforeAll(async () => {
  const m = randomPhases(9, [4, 5], 2, 1);
  for (const basis of Object.values(BASES)) {
    models[basis.kind] = await fit(m, randomField([9, 2, 4, 5], 2), basis);
  }
});

const GONE = Symbol("the part is deleted");

/** A copy of plain data with one part replaced or deleted. */
function spoilt(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  const copy = (
    Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }
  ) as Record<string | number, unknown>;
  if (rest.length > 0) copy[key] = spoilt(copy[key], rest, by);
  else if (by === GONE) Reflect.deleteProperty(copy, key);
  else copy[key] = by;
  return copy;
}

/** Where every part of plain data stands; what arrays hold is one part. */
function pathsOf(value: unknown, at: Path = []): Path[] {
  const below =
    typeof value === "object" && value !== null && !ArrayBuffer.isView(value)
      ? Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...at, key]))
      : [];
  return at.length === 0 ? below : [at, ...below];
}

/** The sentence with which a value is refused; "" if it is accepted. */
function complaint(value: unknown): string {
  try {
    checkLocalization(value);
    return "";
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return error.message;
  }
}

const kinds = Object.keys(BASES) as Basis["kind"][];

describe("checkLocalization accepts", () => {
  test.each(kinds)("what fit returns, and hands it back: %s", (kind) => {
    expect(checkLocalization(models[kind])).toBe(models[kind]);
  });

  test("scalar responses and either gauge", async () => {
    const m = randomPhases(5, [6], 2, 3);
    const model = await fit(m, randomField([5, 6], 4), phaseBasis(2), { gauge: "dropLast" });
    expect(model.scalar).toBe(true);
    expect(checkLocalization(model)).toBe(model);
  });
});

describe("checkLocalization names the part that is damaged", () => {
  test("in a whole sentence", () => {
    const advice = "The file was written by another version or damaged: save the model again.";
    expect(complaint(spoilt(models.phase, ["version"], 2))).toBe(
      `states.checkLocalization: version should be 1 (the only one known here); got 2. ${advice}`,
    );
    expect(complaint(spoilt(models.phase, ["coefficients", "shape"], [2, 3, 4, 3]))).toBe(
      `states.checkLocalization: the shape of coefficients should be [2, 2, 4, 3]; ` +
        `got [2, 3, 4, 3]. ${advice}`,
    );
    expect(complaint(spoilt(models.phase, ["basis", "kind"], "wavelet"))).toBe(
      `states.checkLocalization: basis should be a basis of local states; ` +
        `got an object of another form. ${advice}`,
    );
  });

  test.each<[unknown]>([[undefined], [null], [3], ["model"], [[]], [{}]])(
    "what is no model: %s",
    (value) => {
      expect(complaint(value)).toContain('kind should be "localization"; got undefined.');
    },
  );

  const PARTS: [name: string, path: Path, bad: unknown[]][] = [
    ["kind", ["kind"], ["filter", 1]],
    ["version", ["version"], [0, 2, "1"]],
    ["basis", ["basis"], ["phase", 2, []]],
    ["basis", ["basis", "kind"], ["hats"]],
    ["basis", ["basis", "count"], [0, -1, 1.5, 1]],
    ["basis", ["basis", "states"], [[], [0, 2], [-1], [0.5, 1], [0, 0], "01"]],
    ["grid", ["grid"], [[], [4, 0], [4, 2.5], 20, ["4", "5"]]],
    ["scalar", ["scalar"], [0, "no"]],
    ["gauge", ["gauge"], ["dropFirst", 0]],
    ["coefficients", ["coefficients"], [[1, 2], "β"]],
    ["coefficients", ["coefficients", "re"], [[1], new Float32Array(24)]],
    ["coefficients", ["coefficients", "im"], [[1]]],
    ["coefficients", ["coefficients", "shape"], ["2243"]],
    ["the shape of coefficients", ["grid"], [[5, 4], [4], [4, 5, 1]]],
    ["the shape of coefficients", ["scalar"], [true]],
    ["the shape of coefficients", ["coefficients", "shape"], [[], [0, 2, 4, 3], [2, 2, 12]]],
    ["coefficients", ["coefficients", "re"], [new Float64Array(47), new Float64Array(0)]],
    ["coefficients", ["coefficients", "im"], [new Float64Array(49)]],
    ["diagnostics.samples", ["diagnostics"], [3, []]],
    ["diagnostics.samples", ["diagnostics", "samples"], [0, 1.5, "9"]],
    ["diagnostics.grid", ["diagnostics", "grid"], [[], [4, -5], 4]],
    ["diagnostics.rank", ["diagnostics", "grid"], [[4, 6]]],
    ["diagnostics.rank", ["diagnostics", "rank"], [{}, [1], 7]],
    ["diagnostics.rank", ["diagnostics", "rank", "data"], [new Int32Array(11), [1], {}]],
    ["diagnostics.rank", ["diagnostics", "rank", "shape"], [[12], [3, 4], 12]],
    ["diagnostics.condition", ["diagnostics", "condition"], [{}, "large"]],
    ["diagnostics.condition", ["diagnostics", "condition", "data"], [new Float64Array(13)]],
    ["diagnostics.condition", ["diagnostics", "condition", "shape"], [[12]]],
    [
      "diagnostics.trainingError",
      ["diagnostics", "trainingError"],
      [[], [1], [1, 2, 3], ["1", "2"], 0],
    ],
    ["diagnostics.warnings", ["diagnostics", "warnings"], ["all is well", [1], {}]],
  ];

  test.each(PARTS)("%s, when %j is spoilt", (name, path, bad) => {
    for (const by of bad) {
      expect(complaint(spoilt(models.phase, path, by))).toContain(
        `states.checkLocalization: ${name} should be `,
      );
    }
  });

  const OPTIONS: [Basis["kind"], Path, unknown[]][] = [
    ["primitive", ["domain"], [[1, 0], [0, 0], [0], [0, 1, 2], [null, 1], ["a", "b"], 1]],
    ["primitive", ["clip"], [0, "false"]],
    ["primitive", ["count"], [1]],
    ["legendre", ["domain"], [[1, -1], "all"]],
    ["legendre", ["extrapolate"], [1]],
    ["legendre", ["states"], [[0, 7]]],
    ["fourier", ["domain"], [[NaN, 1]]],
    ["fourier", ["count"], [2]],
    ["neighbours", ["axes"], [0, "2", 3]],
    ["neighbours", ["order"], [0]],
    ["neighbours", ["cell"], [legendreBasis(2), phaseBasis(3, { states: [0, 1] }), {}, null]],
    ["neighbours", ["terms"], [[], {}, [null], [7]]],
    [
      "neighbours",
      ["terms", 1],
      [
        { offsets: [[0, 0]], states: [0] },
        { offsets: [], states: [1] },
      ],
    ],
    [
      "neighbours",
      ["terms", 2, "offsets"],
      [
        [[0, 0], [1]],
        [
          [0, 0],
          [0, 0.5],
        ],
        [0, 1],
        "00",
      ],
    ],
    ["neighbours", ["terms", 2, "states"], [[1], [1, 2], [1, 0.5], "11"]],
  ];

  test.each(OPTIONS)("a %s basis, when its %j is spoilt", (kind, path, bad) => {
    for (const by of bad) {
      expect(complaint(spoilt(models[kind], ["basis", ...path], by))).toContain(
        "states.checkLocalization: basis should be a basis of local states; got ",
      );
    }
  });

  test("a single hat, which has no width", () => {
    const hat = { ...primitiveBasis(2), count: 1, states: [0] };
    expect(complaint(spoilt(models.primitive, ["basis"], hat))).toContain(
      "basis should be a basis",
    );
  });

  test("a grid with other axes than the neighbours have", () => {
    expect(complaint(spoilt(models.neighbours, ["grid"], [20]))).toContain("grid should be a list");
  });

  test.each(kinds)("every single part, when it is gone: %s", (kind) => {
    const looksOnly = /stride|offset$/; // an ndarray's own way to walk over contiguous data
    for (const path of pathsOf(models[kind])) {
      const [top] = path;
      const name = path.join(".");
      if (looksOnly.test(name) || /\.\d+(\.|$)/.test(name)) continue;
      const expected =
        top === "diagnostics" ? /: diagnostics\.\w+ should/ : new RegExp(`: ${top} should`);
      expect(complaint(spoilt(models[kind], path, GONE)), name).toMatch(expected);
    }
  });

  test.each(kinds)("and nothing that stands anywhere makes it stumble: %s", (kind) => {
    for (const path of pathsOf(models[kind])) {
      for (const by of [GONE, undefined, null, -1, 1.5, NaN, "x", true, {}, [], [null], [[]]]) {
        // Anything but a FormatError is thrown on.
        expect(typeof complaint(spoilt(models[kind], path, by)), path.join(".")).toBe("string");
      }
    }
  });
});
