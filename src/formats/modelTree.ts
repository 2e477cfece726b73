/**
 * Plain data as a tree that JSON can hold, with the arrays beside it. What JSON does not know is an
 * object with the key "$":
 *
 *   { "$": "number", "value": "NaN" | "Infinity" | "-Infinity" | "-0" }      { "$": "undefined" }
 *   { "$": "ndarray" | "complex" | "typed", "array": its name, "type": "Float64Array" }
 *   { "$": "object", "entries": [[key, value], …] }, for an object that has a key "$" itself
 */
import {
  FormatError,
  isComplexArray,
  ndarrayOf,
  sameShape,
  sizeOf,
  ValueError,
} from "../core/index.js";
import type { ComplexArray, NdArray, NumericData } from "../core/index.js";
import { isBig } from "./dtype.js";
import type { BigData } from "./dtype.js";
import type { NpyArray, NpyInput } from "./npy.js";

/** A tree for JSON, and the arrays it refers to by name. */
export interface Tree {
  readonly tree: unknown;
  readonly arrays: ReadonlyMap<string, NpyInput>;
}

const MARK = "$";
const MAX_DEPTH = 100;
/** Numbers that JSON has no word for. */
const NUMBERS: ReadonlyMap<string, number> = new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

/** What typed arrays are called: the types that files know, by their names in JavaScript. */
const TYPES: ReadonlySet<string> = new Set([
  "Float64Array",
  "Float32Array",
  "Int32Array",
  "Uint32Array",
  "Int16Array",
  "Uint16Array",
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "BigInt64Array",
  "BigUint64Array",
]);

type TypedArray = NumericData | BigData;
type Path = readonly (string | number)[];

/**
 * The tree of plain data.
 * @throws ValueError for what is no plain data, naming its place
 */
export function writeTree(model: object, where: string): Tree {
  const arrays = new Map<string, NpyInput>();
  const repeats = new Map<string, number>();
  const ancestors = new Set<object>();

  const place = (array: NpyInput, kind: string, type: string, path: Path): object => {
    const readable = path.join(".").replace(/[^\w.-]/g, "_");
    const wanted = readable.slice(0, 100) || "model";
    let name = wanted;
    let count = repeats.get(wanted) ?? 1;
    while (arrays.has(name)) name = `${wanted}-${++count}`;
    repeats.set(wanted, count);
    arrays.set(name, array);
    return { [MARK]: kind, array: name, type };
  };

  const refuse = (path: Path, got: string, advice: string): ValueError =>
    new ValueError(
      `${where}: ${["model", ...path].join(".")} should be plain data (numbers, strings, lists, objects, ` +
        `arrays of numbers); got ${got}. ${advice}`,
    );

  const write = (value: unknown, path: Path): unknown => {
    if (value === undefined) return { [MARK]: "undefined" };
    if (typeof value === "number") return writeNumber(value);
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value !== "object") {
      throw refuse(path, `a ${typeof value}`, "Leave it out, or put numbers in its place.");
    }
    if (isTyped(value)) {
      const flat = { data: value, shape: [value.length] };
      return place(flat, "typed", value[Symbol.toStringTag], path);
    }
    if (isNdArray(value)) return place(value, "ndarray", value.data[Symbol.toStringTag], path);
    if (isWholeComplex(value)) return place(value, "complex", "Float64Array", path);
    if (!Array.isArray(value) && !isPlain(value)) {
      const name = value.constructor?.name || "nameless class";
      throw refuse(path, `an instance of ${name}`, "Keep its numbers in a plain object instead.");
    }
    if (ancestors.has(value)) {
      throw refuse(path, "an object that contains itself", "Refer to it by a name instead.");
    }
    if (path.length >= MAX_DEPTH) {
      throw refuse(path.slice(0, 3), `more than ${MAX_DEPTH} levels`, "Flatten it.");
    }
    ancestors.add(value);
    const tree = Array.isArray(value)
      ? Array.from(value, (item, i) => write(item, [...path, i]))
      : writeObject(value, path);
    ancestors.delete(value);
    return tree;
  };

  const writeObject = (value: object, path: Path): object => {
    const entries = Object.entries(value).map(
      ([key, part]) => [key, write(part, [...path, key])] as const,
    );
    if (Object.hasOwn(value, MARK)) return { [MARK]: "object", entries };
    return Object.fromEntries<unknown>(entries);
  };

  return { tree: write(model, []), arrays };
}

/**
 * The data of a tree.
 * @param array the array of a name
 * @throws FormatError for a tree that `writeTree` does not make
 */
export function readTree(tree: unknown, where: string, array: (name: string) => NpyArray): unknown {
  const refuse = (): FormatError =>
    new FormatError(
      `${where}: the description of the model has a part that no version 1 model has. ` +
        `The file is damaged or was changed: save the model again.`,
    );

  const read = (node: unknown, depth: number): unknown => {
    if (typeof node !== "object" || node === null) return node;
    if (depth > MAX_DEPTH) throw refuse();
    if (Array.isArray(node)) return node.map((item) => read(item, depth + 1));
    const object = node as Record<string, unknown>;
    if (!Object.hasOwn(object, MARK)) {
      const entries = Object.entries(object).map(([key, part]) => [key, read(part, depth + 1)]);
      return Object.fromEntries(entries);
    }
    return readMarked(object, depth);
  };

  const readMarked = (node: Record<string, unknown>, depth: number): unknown => {
    const { [MARK]: kind, array: name, type, value, entries } = node;
    if (kind === "undefined") return undefined;
    if (kind === "number" && NUMBERS.has(value as string)) return NUMBERS.get(value as string);
    if (kind === "object" && Array.isArray(entries) && entries.every(isEntry)) {
      return Object.fromEntries(entries.map(([key, part]) => [key, read(part, depth + 1)]));
    }
    if (typeof name !== "string" || typeof type !== "string") throw refuse();
    const stored = array(name);
    if ("re" in stored) {
      if (kind !== "complex") throw refuse();
      return stored;
    }
    const data = restore(stored.data, type);
    if (!data) throw refuse();
    if (kind === "typed" && sameShape(stored.shape, [data.length])) return data;
    if (kind !== "ndarray" || isBig(data)) throw refuse();
    return ndarrayOf(data, stored.shape);
  };

  return read(tree, 0);
}

function writeNumber(value: number): unknown {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return { [MARK]: "number", value: Object.is(value, -0) ? "-0" : String(value) };
}

function isEntry(entry: unknown): entry is [string, unknown] {
  return Array.isArray(entry) && entry.length === 2 && typeof entry[0] === "string";
}

function isTyped(value: object): value is TypedArray {
  return ArrayBuffer.isView(value) && TYPES.has((value as TypedArray)[Symbol.toStringTag]);
}

function isNdArray(value: object): value is NdArray<NumericData> {
  const { data, stride, get } = value as Partial<NdArray<NumericData>>;
  return data !== undefined && isTyped(data) && Array.isArray(stride) && typeof get === "function";
}

/** A complex array and nothing else; with other keys beside, it is an object with two typed arrays. */
function isWholeComplex(value: object): value is ComplexArray {
  if (!isComplexArray(value) || Object.keys(value).length !== 3) return false;
  const size = sizeOf(value.shape);
  return value.re.length === size && value.im.length === size;
}

/** Without a prototype, or with one that has none: that of object literals, of any realm. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Data in the type they had; .npy files know no clamped bytes, and small 64-bit integers come as numbers. */
function restore(data: TypedArray, type: string): TypedArray | undefined {
  if (data[Symbol.toStringTag] === type) return data;
  if (data instanceof Uint8Array && type === "Uint8ClampedArray")
    return Uint8ClampedArray.from(data);
  if (!(data instanceof Float64Array) || !data.every(Number.isSafeInteger)) return undefined;
  if (type === "BigInt64Array") return BigInt64Array.from(data, BigInt);
  return type === "BigUint64Array" ? BigUint64Array.from(data, BigInt) : undefined;
}
