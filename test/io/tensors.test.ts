import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { FormatError, ndarrayOf, ValueError } from "../../src/core/index.js";
import { writeSafetensors } from "../../src/formats/index.js";
import { openTensors, saveTensors } from "../../src/io/index.js";
import { emptyFolder } from "./files.js";

const tensors = {
  "0.weight": ndarrayOf(Float32Array.of(1, 2, 3, 4), [2, 2]),
  "0.bias": ndarrayOf(Float32Array.of(5, 6), [2]),
};

describe("openTensors", () => {
  test("gives back what saveTensors wrote", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "weights.safetensors");
    await saveTensors(path, tensors, { metadata: { format: "pt" } });
    const read = await openTensors(path);
    expect({ ...read.tensors }).toStrictEqual(tensors);
    expect({ ...read.metadata }).toEqual({ format: "pt" });
    expect(await readdir(folder)).toEqual(["weights.safetensors"]);
  });

  test("opens a file of PyTorch, and saveTensors writes it byte for byte", async () => {
    const state = new URL("../fixtures/safetensors/state-dict.safetensors", import.meta.url);
    const path = join(await emptyFolder(), "weights.safetensors");
    const { tensors, metadata } = await openTensors(state);
    const dtype = { "1.num_batches_tracked": "I64" } as const;
    await saveTensors(path, tensors, { metadata, dtype });
    expect([...(await readFile(path))]).toEqual([...(await readFile(fileURLToPath(state)))]);
  });

  test("refuses damaged and missing files, naming them", async () => {
    const path = join(await emptyFolder(), "weights.safetensors");
    await expect(openTensors(path)).rejects.toThrow(ValueError);
    await expect(openTensors(path)).rejects.toThrow(
      `io.openTensors: ${path}: there is no such file or folder.`,
    );
    await writeFile(path, writeSafetensors(tensors).subarray(0, -1));
    await expect(openTensors(path)).rejects.toThrow(FormatError);
    await expect(openTensors(path)).rejects.toThrow(`io.openTensors: ${path}: tensor "0.weight"`);
  });
});

test("saveTensors refuses in its own name, and keeps the old file", async () => {
  const folder = await emptyFolder();
  const path = join(folder, "weights.safetensors");
  await saveTensors(path, tensors);
  await expect(saveTensors(path, { a: [[1], [2, 3]] })).rejects.toThrow(
    'io.saveTensors: tensor "a" is a ragged list',
  );
  expect({ ...(await openTensors(path)).tensors }).toStrictEqual(tensors);
  await expect(saveTensors(join(folder, "no", "w"), tensors)).rejects.toThrow("io.saveTensors: ");
  expect(await readdir(folder)).toEqual(["weights.safetensors"]);
});
