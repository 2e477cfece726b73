/**
 * Models as bytes: a .npz archive whose member `model.json` tells the form and whose other members
 * are the arrays, which NumPy can read on its own.
 *
 *   { "format": "kernelfield", "version": 1, "model": … }
 *
 * The tree is JSON as it stands; what JSON does not know is an object with the key "$" (modelTree.ts).
 */
import { FormatError, ValueError } from "../core/index.js";
import { readTree, writeTree } from "./modelTree.js";
import { encodeNpy, readNpy } from "./npy.js";
import type { ReadArchiveOptions } from "./npz.js";
import { DEFAULT_MAX_BYTES, readZip, writeZip } from "./zip.js";
import type { ZipContents } from "./zip.js";

const FORMAT = "kernelfield";
const VERSION = 1;
const HEADER = "model.json";
const SUFFIX = ".npy";

/**
 * The bytes of a model: any plain data of numbers, strings, truth values, null, undefined, lists, objects,
 * typed arrays, ndarrays and complex arrays. All numbers survive, NaN, ±∞ and −0 too. The same
 * model gives the same bytes.
 * @throws ValueError naming the part that is no plain data (a function, a class instance, a big
 * integer, a cycle), or more than 100 levels deep
 */
export function encodeModel(model: object): Uint8Array {
  const where = "formats.encodeModel";
  if (model === null || typeof model !== "object") {
    throw new ValueError(`${where}: model should be an object; got ${String(model)}.`);
  }
  const { tree, arrays } = writeTree(model, where);
  const header = JSON.stringify({ format: FORMAT, version: VERSION, model: tree });
  const members = new Map<string, Uint8Array>([[HEADER, new TextEncoder().encode(header)]]);
  for (const [name, array] of arrays) {
    members.set(name + SUFFIX, encodeNpy(array, {}, `${where}: model.${name}`));
  }
  return writeZip(members, false, where);
}

/**
 * The model in bytes that `encodeModel` wrote: arrays in their number types, row-major. What kind of
 * model it is, is for whoever knows the kind to check (`states.checkLocalization`).
 * @throws FormatError if the bytes are no model, damaged, or of another version
 */
export function decodeModel(bytes: Uint8Array, options: ReadArchiveOptions = {}): unknown {
  const { name: where = "formats.decodeModel", maxBytes = DEFAULT_MAX_BYTES } = options;
  const members = readZip(bytes, maxBytes, where);
  const tree = readHeader(members, where);
  const unused = new Set([...members.keys()].filter((name) => name !== HEADER));
  const model = readTree(tree, where, (name) => {
    const read = members.get(name + SUFFIX);
    if (!read || !unused.delete(name + SUFFIX)) {
      throw new FormatError(
        `${where}: ${HEADER} refers to an array "${name}" which is not there, or refers to it twice. ` +
          `The file is damaged: save the model again.`,
      );
    }
    return readNpy(read(), { name: `${where}: "${name}${SUFFIX}"` });
  });
  if (unused.size === 0) return model;
  throw new FormatError(
    `${where}: the members ${[...unused].join(", ")} belong to no part of the model. ` +
      `The file was changed: save the model again.`,
  );
}

function readHeader(members: ZipContents, where: string): unknown {
  const read = members.get(HEADER);
  if (!read) {
    throw new FormatError(
      `${where}: the archive has no ${HEADER}, so it is no saved model. ` +
        `Read arrays with formats.readNpz or io.openArrays.`,
    );
  }
  const { format, version, model } = parse(read(), where);
  if (format !== FORMAT) {
    throw new FormatError(
      `${where}: the format of the model should be "${FORMAT}"; got ${JSON.stringify(format)}. ` +
        `Another program wrote it.`,
    );
  }
  if (version !== VERSION) {
    throw new FormatError(
      `${where}: the version of the model file should be ${VERSION}, the only one known here; ` +
        `got ${JSON.stringify(version)}. Read it with the kernelfield that wrote it, or save the model again.`,
    );
  }
  return model;
}

function parse(bytes: Uint8Array, where: string): Record<string, unknown> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    throw new FormatError(`${where}: ${HEADER} is no JSON text. Save the model again.`);
  }
}
