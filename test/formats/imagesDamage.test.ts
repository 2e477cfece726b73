/** Images that were damaged on their way: read, or refused by a sentence, and never anything else. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormatError } from "../../src/core/index.js";
import { decodeImage, decodePng, decodePnm, decodeTiff } from "../../src/formats/index.js";
import { flipped } from "./handmade.js";

const folder = new URL("../fixtures/images/", import.meta.url);
const files = readdirSync(folder).filter((name) => /\.(png|pgm|ppm|tif)$/.test(name));
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));
const small = files.filter((name) => bytesOf(name).length < 450);

function attempt(damaged: Uint8Array): boolean {
  try {
    // Claims beyond what the files hold are refused before memory is taken; others stay below this.
    decodeImage(damaged, { maxBytes: 1e7 });
    return true;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return false;
  }
}

describe("a damaged image", () => {
  test.each(small)("%s, with any byte changed, is read or refused by a sentence", (name) => {
    const bytes = bytesOf(name);
    for (let at = 0; at < bytes.length; at++) {
      for (const mask of [1 << (at % 8), 255]) {
        const read = attempt(flipped(bytes, at, mask));
        if (name.endsWith(".png")) expect(read, `byte ${at}`).toBe(false); // every byte is checked
      }
    }
  });

  test("with several bytes changed is read or refused by a sentence", () => {
    const change = fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.integer({ min: 1, max: 255 })); // prettier-ignore
    const changes = fc.array(change, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...files), changes, (name, drawn) => {
        const bytes = bytesOf(name);
        attempt(drawn.reduce((out, [share, mask]) => flipped(out, Math.floor(share * bytes.length), mask), bytes)); // prettier-ignore
      }),
      { seed: 12, numRuns: 1000 },
    );
  });

  test("cut short anywhere is refused, unless only what no pixel needs is gone", () => {
    for (const name of [
      "grey-8.png",
      "rgb.ppm",
      "grey-1000.pgm",
      "u8-lzw.tif",
      "rgba-planes.tif",
    ]) {
      const bytes = bytesOf(name);
      for (let size = 0; size < bytes.length; size++) {
        const read = attempt(bytes.subarray(0, size));
        if (!name.endsWith(".tif")) expect(read, `${name}, ${size} bytes`).toBe(false);
      }
    }
  });

  test("of noise is refused, whatever it says it is", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
        for (const decode of [decodePng, decodePnm, decodeTiff]) {
          expect(() => decode(noise)).toThrow(FormatError);
        }
      }),
      { seed: 5 },
    );
  });
});
