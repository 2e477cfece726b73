import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ndarrayOf, ShapeError } from "../../../src/core/index.js";
import { writeNpz } from "../../../src/formats/index.js";
import { generateParts, openFacts } from "../../../src/io/index.js";
import type { PartArrays, SetPlan } from "../../../src/io/index.js";
import { emptyFolder } from "../files.js";
import { generate, PLAN, squares } from "./squares.js";

describe("generateParts refuses", () => {
  test("targets, counts and facts that are none, before anything is written", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "set.npz");
    const call = (target: string, plan: Partial<SetPlan>): Promise<unknown> =>
      generate(target, {}, { ...PLAN, ...plan });
    await expect(call(join(folder, "set"), {})).rejects.toThrow(
      `the target should end in .npz; got ${join(folder, "set")}. Call it`,
    );
    await expect(call(path, { samples: 0 })).rejects.toThrow("io.generateParts: samples");
    await expect(call(path, { chunk: 1.5 })).rejects.toThrow("io.generateParts: chunk");
    await expect(call(path, { facts: { spread: NaN } })).rejects.toThrow(
      "io.generateParts: facts should be text, finite numbers",
    );
    await expect(call(join(folder, "no", "set.npz"), {})).rejects.toThrow(
      "there is no such file or folder. Check the path (ENOENT)",
    );
    expect(await readdir(folder)).toEqual([]);
  });

  test("arrays without their samples, of reserved or no names, and that change", async () => {
    const folder = await emptyFolder();
    const call = (name: string, make: (first: number) => PartArrays): Promise<unknown> =>
      generateParts(join(folder, `${name}.npz`), PLAN, make);
    await expect(call("a", () => squares(0, 2))).rejects.toThrow(ShapeError);
    await expect(call("a", () => squares(0, 2))).rejects.toThrow(
      `make should return 3 samples along the first axis of every array; "m" has shape [2, 2].`,
    );
    await expect(call("b", () => ({}))).rejects.toThrow('none of them called "facts"; got none.');
    await expect(call("b", () => ({ facts: [0, 0, 0] }))).rejects.toThrow("got facts.");
    await expect(
      call("c", (first) => (first === 0 ? { u: [1, 2, 3] } : { u: [[1], [2], [3]] })),
    ).rejects.toThrow("the same arrays for every part; got u <f8 [1] after u <f8 [].");
  });

  test("sets above 4 GiB when the first part is there, not when the last one is", async () => {
    const path = join(await emptyFolder(), "set.npz");
    const plan = { samples: 1e6, chunk: 1, facts: {} };
    const asked: number[] = [];
    const make = (first: number): PartArrays => {
      asked.push(first);
      return { u: ndarrayOf(new Float64Array(1000), [1, 1000]) };
    };
    await expect(generateParts(path, plan, make)).rejects.toThrow(
      'io.generateParts: an archive should be below 4 GiB; "u" makes it larger. Make several files',
    );
    expect(asked).toEqual([0]);
  });
});

describe("openFacts refuses", () => {
  test("archives without facts, and facts that are none", async () => {
    const path = join(await emptyFolder(), "set.npz");
    await writeFile(path, writeNpz(squares(0, 2)));
    await expect(openFacts(path)).rejects.toThrow('no "facts"; its arrays are "m", "square"');
    await writeFile(path, writeNpz({ facts: [1, 2] }));
    await expect(openFacts(path)).rejects.toThrow('io.openFacts: "facts" in');
  });
});
