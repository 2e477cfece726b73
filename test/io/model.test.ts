import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FormatError, ValueError } from "../../src/core/index.js";
import { encodeModel } from "../../src/formats/index.js";
import { loadModel, saveArrays, saveModel } from "../../src/io/index.js";
import { fit, predict } from "../../src/mks/index.js";
import { phaseBasis } from "../../src/states/index.js";
import type { Localization } from "../../src/states/index.js";
import { emptyFolder } from "./files.js";

const m = [
  [0, 1, 0, 0, 1],
  [1, 1, 0, 1, 0],
  [0, 0, 0, 1, 1],
];
const p = m.map((line) => line.map((v, x) => v + line[(x + 1) % 5] / 3));
const anyModel = (): Promise<Localization> => fit(m, p, phaseBasis(2));

describe("loadModel", () => {
  test("gives back the model that saveModel wrote, and the same predictions", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "model.npz");
    const model = await anyModel();
    await saveModel(path, model);
    const again = await loadModel(path);
    expect(again).toStrictEqual(model);
    expect(predict(again, m)).toStrictEqual(predict(model, m));
    await saveModel(path, again);
    expect([...(await readFile(path))]).toEqual([...encodeModel(model)]);
    expect(await readdir(folder)).toEqual(["model.npz"]);
  });

  test("refuses the file of another version, naming the file and both versions", async () => {
    const path = join(await emptyFolder(), "model.npz");
    const bytes = Buffer.from(encodeModel(await anyModel()));
    const text = bytes.toString("latin1");
    expect(text).toContain('"version":1,"model":{"kind":"localization","version":1');
    await writeFile(path, encodeModel({ ...(await anyModel()), version: 2 }));
    await expect(loadModel(path)).rejects.toThrow(FormatError);
    await expect(loadModel(path)).rejects.toThrow(
      `io.loadModel: ${path}: states.checkLocalization: version should be 1 (the only one known here); got 2.`,
    );
  });

  test("refuses other plain data, plain arrays, damaged and missing files", async () => {
    const path = join(await emptyFolder(), "model.npz");
    await writeFile(path, encodeModel({ kind: "network" }));
    await expect(loadModel(path)).rejects.toThrow('kind should be "localization"; got network');
    await saveArrays(path, { m });
    await expect(loadModel(path)).rejects.toThrow(
      `io.loadModel: ${path}: the archive has no model.json, so it is no saved model.`,
    );
    const bytes = encodeModel(await anyModel());
    for (const length of [0, 100, bytes.length - 1]) {
      await writeFile(path, bytes.subarray(0, length));
      await expect(loadModel(path)).rejects.toThrow(FormatError);
    }
    await expect(loadModel(`${path}.gone`)).rejects.toThrow(ValueError);
    await expect(loadModel(`${path}.gone`)).rejects.toThrow("io.loadModel: ");
  });

  test("a model that cannot be saved leaves the old file", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "model.npz");
    const model = await anyModel();
    await saveModel(path, model);
    const broken = { ...model, basis: (): number => 1 } as unknown as Localization;
    await expect(saveModel(path, broken)).rejects.toThrow("model.basis should be plain data");
    expect(await loadModel(path)).toStrictEqual(model);
    expect(await readdir(folder)).toEqual(["model.npz"]);
  });
});
