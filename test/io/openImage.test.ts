import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { FormatError, ValueError } from "../../src/core/index.js";
import { decodeImage } from "../../src/formats/index.js";
import { openImage } from "../../src/io/index.js";

const folder = new URL("../fixtures/images/", import.meta.url);

test.each(["grey-8.png", "rgb.ppm", "stack-big-endian.tif"])("openImage reads %s", async (name) => {
  const file = new URL(name, folder);
  const expected = decodeImage(await readFile(file));
  expect(await openImage(file)).toEqual(expected);
  expect(await openImage(fileURLToPath(file))).toEqual(expected);
});

test("openImage names the file that it refuses", async () => {
  const readme = new URL("README.md", folder);
  await expect(openImage(readme)).rejects.toThrow(FormatError);
  await expect(openImage(readme)).rejects.toThrow(
    `io.openImage: ${fileURLToPath(readme)}: the image should be PNG, PGM, PPM or TIFF`,
  );
  await expect(openImage(new URL("none.png", folder))).rejects.toThrow(ValueError);
  await expect(openImage(new URL("grey-8.png", folder), { maxBytes: 100 })).rejects.toThrow(
    "grey-8.png: the pixels of the image take 143 bytes, more than 100. If you trust it, allow more with maxBytes.",
  );
});
