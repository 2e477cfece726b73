import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { FormatError, ValueError } from "../../src/core/index.js";
import { decodeModel, encodeModel } from "../../src/formats/index.js";
import { checkpointFile } from "../../src/io/index.js";
import { emptyFolder } from "./files.js";

describe("checkpointFile", () => {
  test("loads nothing before the first save, then what was saved last", async () => {
    const folder = await emptyFolder();
    const file = checkpointFile(join(folder, "run.checkpoint"));
    expect(await file.load()).toBeUndefined();
    for (const epoch of [1, 2]) {
      await file.save(encodeModel({ epoch, weights: Float32Array.of(epoch / 3) }));
      const bytes = await checkpointFile(pathToFileURL(join(folder, "run.checkpoint"))).load();
      expect(decodeModel(bytes ?? new Uint8Array(0))).toStrictEqual({
        epoch,
        weights: Float32Array.of(epoch / 3),
      });
    }
    expect(await readdir(folder)).toEqual(["run.checkpoint"]);
  });

  test("of a killed program holds one of its checkpoints, whole", async () => {
    const path = join(await emptyFolder(), "run.checkpoint");
    const program = `
      import { encodeModel } from ${JSON.stringify(source("formats/index.ts"))};
      import { checkpointFile } from ${JSON.stringify(source("io/checkpointFile.ts"))};
      const file = checkpointFile(${JSON.stringify(path)});
      for (let epoch = 0; ; epoch++) {
        await file.save(encodeModel({ epoch, weights: new Float64Array(1 << 18).fill(epoch) }));
        process.stdout.write(".");
      }`;
    const run = ["--import", "tsx", "--input-type=module", "--eval", program];
    const child = spawn(process.execPath, run, { stdio: ["ignore", "pipe", "inherit"] });
    const exit = once(child, "exit");
    await once(child.stdout, "data"); // the first checkpoint is there
    await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGKILL");
    await exit;
    const bytes = await checkpointFile(path).load();
    const { epoch, weights } = decodeModel(bytes ?? new Uint8Array(0)) as {
      epoch: number;
      weights: Float64Array;
    };
    expect(weights).toEqual(new Float64Array(1 << 18).fill(epoch));
  });

  test("whose bytes were damaged is noticed when they are decoded", async () => {
    const path = join(await emptyFolder(), "run.checkpoint");
    const bytes = encodeModel({ weights: Float64Array.of(1, 2) });
    bytes[bytes.indexOf(0xf0)] ^= 1; // in the 1, 3ff0…
    await writeFile(path, bytes);
    const loaded = (await checkpointFile(path).load()) ?? new Uint8Array(0);
    expect(() => decodeModel(loaded)).toThrow(FormatError);
  });

  test("refuses a folder, and a path without one, at the first load", async () => {
    const folder = await emptyFolder();
    await mkdir(join(folder, "run"));
    await writeFile(join(folder, "file"), "");
    const load = (path: string): Promise<unknown> => checkpointFile(join(folder, path)).load();
    await expect(load("run")).rejects.toThrow(ValueError);
    await expect(load("run")).rejects.toThrow(
      `io.checkpointFile: ${join(folder, "run")}: this is a folder. Give the path of a file.`,
    );
    await expect(load("no/run.checkpoint")).rejects.toThrow("there is no such file or folder");
    await expect(load("file/run.checkpoint")).rejects.toThrow("a part of the path is a file");
    const file = checkpointFile(join(folder, "no", "run.checkpoint"));
    await expect(file.save(Uint8Array.of(1))).rejects.toThrow("io.checkpointFile: ");
  });
});

function source(path: string): string {
  return new URL(`../../src/${path}`, import.meta.url).href;
}
