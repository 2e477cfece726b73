import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createModel, feedForward } from "../../src/cnn/index.js";
import { FormatError, ValueError } from "../../src/core/index.js";
import { encodeModel } from "../../src/formats/index.js";
import {
  loadModel,
  loadNetwork,
  loadPdeModel,
  saveArrays,
  saveModel,
  saveNetwork,
  savePdeModel,
} from "../../src/io/index.js";
import { fit } from "../../src/mks/index.js";
import { rollout } from "../../src/pdenet/index.js";
import type { PdeModel } from "../../src/pdenet/index.js";
import { phaseBasis } from "../../src/states/index.js";
import { heatMovies, modelOf, NETWORKS, OWN } from "../pdenet/models.js";
import { emptyFolder } from "./files.js";

const symbolic = await modelOf(NETWORKS.symbolic);
const u0 = heatMovies(12).pick(null, 0);

describe("loadPdeModel", () => {
  test.each(Object.entries(NETWORKS))(
    "gives back the %s model that savePdeModel wrote, and the same forecasts",
    async (_, network) => {
      const folder = await emptyFolder();
      const path = join(folder, "model.npz");
      const model = await modelOf(network);
      await savePdeModel(path, model);
      const again = await loadPdeModel(path);
      expect(again).toStrictEqual(model);
      expect(rollout(again, u0, 3)).toStrictEqual(rollout(model, u0, 3));
      await savePdeModel(path, again);
      expect([...(await readFile(path))]).toEqual([...encodeModel(model)]);
      expect(await readdir(folder)).toEqual(["model.npz"]);
    },
  );

  test("refuses other models, plain arrays and other versions, naming the file", async () => {
    const path = join(await emptyFolder(), "model.npz");
    const refused = async (sentence: string): Promise<void> => {
      await expect(loadPdeModel(path)).rejects.toThrow(FormatError);
      await expect(loadPdeModel(path)).rejects.toThrow(`io.loadPdeModel: ${path}${sentence}`);
    };
    await saveModel(path, await fit([[0, 1, 0]], [[1, 2, 0]], phaseBasis(2)));
    await refused(
      " holds influence coefficients, and no network for an evolution equation. Read it by io.loadModel, and " +
        "predict by mks.predict.",
    );
    const problem = {
      elasticModulus: [1, 10],
      poissonRatio: [0.3, 0.3],
      element: "q1bbar",
      macroStrain: [1, 0, 0],
    } as const;
    await saveNetwork(
      path,
      createModel(feedForward({ axes: 2, width: 3, kernelSize: 3 }), problem),
    );
    await refused(
      " holds a localization network, and no network for an evolution equation. Read it by io.loadNetwork",
    );
    await saveArrays(path, { u0 });
    await refused(": the archive has no model.json, so it is no saved model.");
    await writeFile(path, encodeModel({ ...symbolic, version: 2 }));
    await refused(
      ': expected a network for an evolution equation of version 1; got "pdeNetwork" of',
    );
    await writeFile(path, encodeModel({ ...symbolic, network: NETWORKS.constant }));
    await refused(
      ": the model is not one of the network that the file describes: parameters should",
    );
  });

  test("and the loaders of other models say that it is the one to use", async () => {
    const path = join(await emptyFolder(), "model.npz");
    await savePdeModel(path, symbolic);
    for (const [load, bare] of [
      [loadModel, "influence coefficients"],
      [loadNetwork, "localization network"],
    ] as const) {
      await expect(load(path)).rejects.toThrow(FormatError);
      await expect(load(path)).rejects.toThrow(
        `${path} holds a network for an evolution equation, and no ${bare}. Read it by io.loadPdeModel, and ` +
          `foretell by pdenet.rollout.`,
      );
    }
  });

  test("refuses damaged and missing files", async () => {
    const path = join(await emptyFolder(), "model.npz");
    const bytes = encodeModel(symbolic);
    for (const length of [0, 100, bytes.length - 1]) {
      await writeFile(path, bytes.subarray(0, length));
      await expect(loadPdeModel(path)).rejects.toThrow(FormatError);
    }
    await expect(loadPdeModel(`${path}.gone`)).rejects.toThrow(ValueError);
    await expect(loadPdeModel(`${path}.gone`)).rejects.toThrow("io.loadPdeModel: ");
  });
});

describe("savePdeModel", () => {
  test("refuses a right-hand side of one's own, and leaves the old file", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "model.npz");
    await savePdeModel(path, symbolic);
    const own = await modelOf(OWN);
    await expect(savePdeModel(path, own)).rejects.toThrow(ValueError);
    await expect(savePdeModel(path, own)).rejects.toThrow(
      "io.savePdeModel: network should be symbolic, linear or an equation's; a right-hand side of one's own",
    );
    const broken = { ...symbolic, names: [(): string => "u"] } as unknown as PdeModel;
    await expect(savePdeModel(path, broken)).rejects.toThrow("should be plain data");
    expect(await loadPdeModel(path)).toStrictEqual(symbolic);
    expect(await readdir(folder)).toEqual(["model.npz"]);
  });
});
