/** The numbers recorded from other programs; see fixtures/pdenet/README.md. */
import { readFileSync } from "node:fs";
import { ndarrayOf, toFloat64 } from "../../src/core/index.js";
import type { NdArray, Strided } from "../../src/core/index.js";
import { readNpy } from "../../src/formats/index.js";

/** A recorded array of real numbers. */
export function recorded(id: string): NdArray {
  const array = readNpy(readFileSync(urlOf(`${id}.npy`)), { name: id });
  const { data, shape } = toFloat64(array as Strided, id);
  return ndarrayOf(data, shape);
}

/** Recorded numbers in a tree of lists and names. */
export function recordedTree(id: string): unknown {
  return JSON.parse(readFileSync(urlOf(`${id}.json`), "utf8"));
}

function urlOf(file: string): URL {
  return new URL(`../fixtures/pdenet/${file}`, import.meta.url);
}
