import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ValueError } from "../../src/core/index.js";
import { makeFolder } from "../../src/io/index.js";
import { emptyFolder } from "./files.js";

test("makes a folder and those around it, and leaves one that is there", async () => {
  const path = join(await emptyFolder(), "a", "b");
  await makeFolder(path);
  await writeFile(join(path, "kept"), "x");
  await makeFolder(path);
  expect(await readdir(path)).toEqual(["kept"]);
});

test("refuses the name of a file", async () => {
  const path = join(await emptyFolder(), "file");
  await writeFile(path, "x");
  await expect(makeFolder(path)).rejects.toThrow(ValueError);
  await expect(makeFolder(path)).rejects.toThrow(
    `io.makeFolder: ${path}: a file has this name. Choose another one (EEXIST).`,
  );
});
