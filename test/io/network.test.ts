import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  createModel,
  feedForward,
  fitLinear,
  fourier,
  linearLocalization,
  predict,
  predictLinear,
  recurrent,
  weightsOf,
} from "../../src/cnn/index.js";
import type { LinearModel, LocalizationModel, Problem } from "../../src/cnn/index.js";
import { FormatError, ndarrayOf, ValueError } from "../../src/core/index.js";
import { encodeModel } from "../../src/formats/index.js";
import { loadModel, loadNetwork, saveArrays, saveModel, saveNetwork } from "../../src/io/index.js";
import { fit } from "../../src/mks/index.js";
import { phaseBasis } from "../../src/states/index.js";
import { emptyFolder } from "./files.js";

const m = [
  [0, 1, 0, 0, 1],
  [1, 1, 0, 1, 0],
  [0, 0, 0, 1, 1],
];
const p = m.map((line) => line.map((v, x) => v + line[(x + 1) % 5] / 3));
const linear = async (): Promise<LinearModel> =>
  (await fitLinear(linearLocalization({ states: 2, shape: [5] }), m, p)).model;

const problem: Problem = {
  elasticModulus: [1, 10],
  poissonRatio: [0.3, 0.3],
  element: "q1bbar",
  macroStrain: [1, 0, 0],
};
const cells = ndarrayOf(
  Int32Array.from({ length: 60 }, (_, i) => ((i * i) % 7) % 2),
  [2, 6, 5],
);

describe("loadNetwork", () => {
  test("gives back the linear model that saveNetwork wrote, and the same predictions", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "network.npz");
    const model = await linear();
    await saveNetwork(path, model);
    const again = (await loadNetwork(path)) as LinearModel;
    expect(again).toStrictEqual(model);
    expect(predictLinear(again, m)).toStrictEqual(predictLinear(model, m));
    await saveNetwork(path, again);
    expect([...(await readFile(path))]).toEqual([...encodeModel(model)]);
    expect(await readdir(folder)).toEqual(["network.npz"]);
  });

  test.each([
    ["feed-forward", feedForward({ axes: 2, width: 3, kernelSize: 3 }), "float64"],
    ["recurrent", recurrent({ axes: 2, width: 3, passes: 2, kernelSize: 3 }), "float32"],
    ["Fourier", fourier({ grid: [6, 5], width: 3, blocks: 1 }), "float32"],
  ] as const)(
    "gives back a %s network with its problem and precision",
    async (_, net, precision) => {
      const path = join(await emptyFolder(), "network.npz");
      const model = createModel(net, problem, { seed: 3, precision });
      await saveNetwork(path, model);
      const again = (await loadNetwork(path)) as typeof model;
      expect(again).toStrictEqual(model);
      expect(predict(again, cells, problem)).toStrictEqual(predict(model, cells, problem));
    },
  );

  test("refuses other models, plain arrays and other versions, naming the file", async () => {
    const path = join(await emptyFolder(), "network.npz");
    const refused = async (sentence: string): Promise<void> => {
      await expect(loadNetwork(path)).rejects.toThrow(FormatError);
      await expect(loadNetwork(path)).rejects.toThrow(`io.loadNetwork: ${path}${sentence}`);
    };
    await saveModel(path, await fit(m, p, phaseBasis(2)));
    await refused(
      " holds influence coefficients, and no localization network. Read it by io.loadModel, and predict by mks.predict.",
    );
    await saveArrays(path, { m });
    await refused(": the archive has no model.json, so it is no saved model.");
    await writeFile(path, encodeModel({ ...(await linear()), kind: "other" }));
    await refused(
      ': expected a localization network of version 1; got "other" of version 1. Save it by io.saveNetwork.',
    );
    await writeFile(path, encodeModel({ ...(await linear()), version: 2 }));
    await refused(': expected a localization network of version 1; got "localizationNetwork" of');
  });

  test("and loadModel names it where influence coefficients are expected", async () => {
    const path = join(await emptyFolder(), "network.npz");
    await saveNetwork(path, await linear());
    await expect(loadModel(path)).rejects.toThrow(
      `io.loadModel: ${path} holds a localization network, and no influence coefficients. Read it by io.loadNetwork`,
    );
  });

  test("refuses damaged and missing files", async () => {
    const path = join(await emptyFolder(), "network.npz");
    const bytes = encodeModel(await linear());
    for (const length of [0, 100, bytes.length - 1]) {
      await writeFile(path, bytes.subarray(0, length));
      await expect(loadNetwork(path)).rejects.toThrow(FormatError);
    }
    await expect(loadNetwork(`${path}.gone`)).rejects.toThrow(ValueError);
    await expect(loadNetwork(`${path}.gone`)).rejects.toThrow("io.loadNetwork: ");
  });

  test("refuses weights that do not fit the network that the file describes", async () => {
    const path = join(await emptyFolder(), "network.npz");
    const model = await linear();
    const network = linearLocalization({ states: 2, shape: [7] });
    await writeFile(path, encodeModel({ ...model, network }));
    await expect(loadNetwork(path)).rejects.toThrow(FormatError);
    await expect(loadNetwork(path)).rejects.toThrow(
      `io.loadNetwork: ${path}: the weights are not those of the network that the file describes: ` +
        `nn.withWeights: "0.weight"`,
    );
    expect(weightsOf(model)["0.weight"]).toMatchObject({ shape: [1, 2, 5] });
  });

  test("a model that cannot be saved leaves the old file", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "network.npz");
    const model = await linear();
    await saveNetwork(path, model);
    const broken = { ...model, state: (): number => 1 } as unknown as LocalizationModel;
    await expect(saveNetwork(path, broken)).rejects.toThrow("model.state should be plain data");
    expect(await loadNetwork(path)).toStrictEqual(model);
    expect(await readdir(folder)).toEqual(["network.npz"]);
  });
});
