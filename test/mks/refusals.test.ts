import { describe, expect, test } from "vitest";
import { zeros } from "../../src/core/index.js";
import {
  addBatch,
  createSums,
  crossValidate,
  fit,
  fitBatches,
  merge,
  score,
  solve,
} from "../../src/mks/index.js";
import { legendreBasis, phaseBasis, primitiveBasis } from "../../src/states/index.js";
import { randomField, randomPhases } from "./synthetic.js";

const basis = phaseBasis(2);
const m = randomPhases(6, [4, 5], 2, 1);
const p = randomField([6, 4, 5], 2);

describe("fit refuses, with a sentence that says what to do", () => {
  test("a microstructure without a sample axis", async () => {
    await expect(fit([0, 1, 1], p, basis)).rejects.toThrow(
      /mks.fit: microstructure should have a sample axis .* got \[3\]. Give a single sample a leading axis/,
    );
  });

  test("a response on another grid", async () => {
    await expect(fit(m, zeros([6, 5, 4]), basis)).rejects.toThrow(
      "mks.fit: response should have shape [6, 4, 5]; got [6, 5, 4]. " +
        "Every microstructure needs its response, on the same grid.",
    );
  });

  test("another number of samples", async () => {
    await expect(fit(m, zeros([5, 4, 5]), basis)).rejects.toThrow(
      /shape \[6, 4, 5\]; got \[5, 4, 5\]/,
    );
  });

  test("a response of another rank", async () => {
    await expect(fit(m, zeros([6, 20]), basis)).rejects.toThrow(
      /mks.fit: response should have the axes \[sample, …x\] or \[sample, component, …x\]/,
    );
  });

  test("phases that are no indices", async () => {
    const half = randomField([6, 4, 5], 3, [0, 1]);
    half.data[0] = 0;
    half.data[1] = 0.5;
    await expect(fit(half, p, basis)).rejects.toThrow(
      /should hold phase indices 0 … 1; got 0.5 at index \[0, 0, 1\]. Renumber the phases/,
    );
  });

  test("values outside the domain, unless they may be clipped", async () => {
    const wide = randomField([6, 4, 5], 4, [0, 2]);
    await expect(fit(wide, p, primitiveBasis(2))).rejects.toThrow(
      /stay within the domain \[0, 1\] of the primitive basis; got .* Widen the domain or pass clip: true/,
    );
    await expect(fit(wide, p, legendreBasis(2))).rejects.toThrow(/pass extrapolate: true/);
    const clipped = await fit(wide, p, primitiveBasis(2, [0, 1], { clip: true }));
    expect(clipped.kind).toBe("localization");
  });

  test("NaN in the microstructure and infinity in the response, naming the first index", async () => {
    const holed = randomField([6, 4, 5], 5, [0, 1]);
    holed.data[25] = NaN;
    await expect(fit(holed, p, primitiveBasis(2))).rejects.toThrow(
      "mks.fit: microstructure should be finite; got NaN at index [1, 1, 0].",
    );
    const burst = randomField([6, 4, 5], 6);
    burst.data[119] = -Infinity;
    await expect(fit(m, burst, basis)).rejects.toThrow(
      "mks.fit: response should be finite; got -Infinity at index [5, 3, 4].",
    );
  });

  test("an empty set of samples", async () => {
    await expect(fit(zeros([0, 4, 5]), zeros([0, 4, 5]), basis)).rejects.toThrow(
      "mks.fit: there should be at least one sample and one component; got none.",
    );
    await expect(fitBatches([], basis)).rejects.toThrow(
      "mks.fitBatches: the stream should hold at least one batch { m, p }",
    );
    await expect(solve(createSums([4, 5], basis))).rejects.toThrow(
      "mks.solve: the sums should hold at least one sample; they are empty.",
    );
  });

  test("options out of range", async () => {
    await expect(fit(m, p, basis, { ridge: -1 })).rejects.toThrow(
      "mks.solve: ridge should be a finite number ≥ 0; got -1.",
    );
    await expect(fit(m, p, basis, { gauge: "G3" as "dropLast" })).rejects.toThrow(
      `mks.solve: gauge should be one of "minimumNorm", "dropLast"; got "G3".`,
    );
    await expect(fit(m, p, basis, { solver: "lu" as "qr" })).rejects.toThrow(
      `mks.createSums: solver should be one of "gram", "qr"; got "lu".`,
    );
  });
});

describe("sums refuse", () => {
  test("a grid that is none", () => {
    expect(() => createSums([], basis)).toThrow("mks.createSums: grid should list the cells");
    expect(() => createSums([4, 0], basis)).toThrow("each ≥ 1; got [4, 0]");
    expect(() => createSums([4], basis, { components: 0 })).toThrow(
      "mks.createSums: components should be an integer ≥ 1; got 0.",
    );
  });

  test("samples of another fit", () => {
    const sums = createSums([5, 5], basis);
    expect(() => addBatch(sums, m, p)).toThrow(
      "mks.addBatch: the sums were created for grid [5, 5] with no components; " +
        "got samples on grid [4, 5] with no components.",
    );
    const vector = createSums([4, 5], basis, { components: 2 });
    expect(() => addBatch(vector, m, p)).toThrow("with 2 components; got samples");
    expect(() => merge(sums, vector)).toThrow(
      "mks.merge: both sums should have the same basis, grid, components and solver",
    );
    expect(() => merge(sums, createSums([5, 5], basis, { solver: "qr" }))).toThrow("mks.merge");
  });

  test("nothing of a refused batch is added", () => {
    const sums = createSums([4, 5], basis);
    const burst = randomField([6, 4, 5], 7);
    burst.data[119] = NaN;
    expect(() => addBatch(sums, m, burst)).toThrow("should be finite");
    expect(sums.samples).toBe(0);
  });
});

test("score refuses a truth of another shape", async () => {
  const model = await fit(m, p, basis);
  expect(() => score(model, m, zeros([6, 20]))).toThrow(/\[6, 20\]/);
});

test("crossValidate refuses too little to choose from", async () => {
  await expect(crossValidate(m, p, [])).rejects.toThrow("at least one basis and one ridge to try");
  await expect(crossValidate(m, p, [basis], { folds: 7 })).rejects.toThrow(
    "mks.crossValidate: folds should be an integer between 2 and 6; got 7.",
  );
  const one = { data: m.data.slice(0, 20), shape: [1, 4, 5] };
  await expect(crossValidate(one, zeros([1, 4, 5]), [basis])).rejects.toThrow(
    "at least two samples",
  );
});
