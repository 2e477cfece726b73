/**
 * Number types as safetensors files call them, `F32`: what is read is a NumPy type (dtype.ts) but
 * for bfloat16; what is written has to hold every entry.
 */
import { FormatError, ValueError } from "../core/index.js";
import type { NumericData } from "../core/index.js";
import { fromBfloat16 } from "./bfloat16.js";
import { dtypeOf, isBig } from "./dtype.js";
import type { BigData, Dtype } from "./dtype.js";

/** A number type that is written. */
export type TensorType =
  "U64" | "I64" | "F64" | "F32" | "U32" | "I32" | "U16" | "I16" | "I8" | "U8" | "BOOL";

/** In the order in which tensors stand in a file: large entries first, so that all are aligned. */
const READ: Readonly<Record<string, string>> = {
  U64: "<u8",
  I64: "<i8",
  F64: "<f8",
  F32: "<f4",
  U32: "<u4",
  I32: "<i4",
  BF16: "BF16",
  F16: "<f2",
  U16: "<u2",
  I16: "<i2",
  I8: "|i1",
  U8: "|u1",
  BOOL: "|b1",
};

const BF16: Dtype = {
  descr: "BF16",
  itemSize: 2,
  wordSize: 2,
  bigEndian: false,
  decode: (bytes) => fromBfloat16(new Uint16Array(bytes)),
};

/** Whether a type holds a number, and numbers as entries of that type. */
interface Writer {
  readonly holds: (value: number) => boolean;
  readonly from: (values: NumericData) => NumericData | BigData;
}

const WRITTEN: Readonly<Record<TensorType, Writer>> = {
  U64: {
    holds: (v) => Number.isSafeInteger(v) && v >= 0,
    from: (values) => BigUint64Array.from(values, BigInt),
  },
  I64: { holds: Number.isSafeInteger, from: (values) => BigInt64Array.from(values, BigInt) },
  F64: { holds: () => true, from: (values) => Float64Array.from(values) },
  F32: {
    holds: (v) => Number.isFinite(v) === Number.isFinite(Math.fround(v)),
    from: (values) => Float32Array.from(values),
  },
  U32: { holds: (v) => v >>> 0 === v, from: (values) => Uint32Array.from(values) },
  I32: { holds: (v) => (v | 0) === v, from: (values) => Int32Array.from(values) },
  U16: { holds: (v) => (v & 0xffff) === v, from: (values) => Uint16Array.from(values) },
  I16: { holds: (v) => (v << 16) >> 16 === v, from: (values) => Int16Array.from(values) },
  I8: { holds: (v) => (v << 24) >> 24 === v, from: (values) => Int8Array.from(values) },
  U8: { holds: (v) => (v & 0xff) === v, from: (values) => Uint8Array.from(values) },
  BOOL: { holds: (v) => v === 0 || v === 1, from: (values) => Uint8Array.from(values) },
};

const ORDER = Object.keys(READ);

/** The types that are written. */
export const TENSOR_TYPES = Object.keys(WRITTEN) as TensorType[];

/** How two types are ordered in a file: negative where `a` comes first. */
export function compareTypes(a: TensorType, b: TensorType): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}

/**
 * The number type of that name, for reading.
 * @throws FormatError for types that JavaScript has no numbers for
 */
export function tensorDtype(name: string, where: string): Dtype {
  if (name === BF16.descr) return BF16;
  if (Object.hasOwn(READ, name)) return dtypeOf(READ[name], where);
  throw new FormatError(
    `${where}: dtype should be one of ${ORDER.join(", ")}; got ${JSON.stringify(name.slice(0, 20))}. ` +
      `Convert the tensor first, as tensor.float().`,
  );
}

/** The type that holds data as they are. */
export function typeOfData(data: NumericData | BigData): TensorType {
  const name = data[Symbol.toStringTag];
  const kind = name.startsWith("Float") ? "F" : name.includes("Uint") ? "U" : "I";
  return `${kind}${8 * data.BYTES_PER_ELEMENT}` as TensorType;
}

/**
 * The entries in a type; only Float32 may round them.
 * @throws ValueError for an entry that the type does not hold
 */
export function toTensorType(
  data: NumericData | BigData,
  type: TensorType,
  where: string,
): NumericData | BigData {
  if (typeOfData(data) === type) return data;
  const { holds, from }: Writer = WRITTEN[type];
  // Beyond ±2⁵³ neighbouring integers become one number, of which none is a safe one.
  const values = isBig(data) ? Float64Array.from(data, Number) : data;
  const wrong = values.findIndex((v) => !holds(v) || (isBig(data) && !Number.isSafeInteger(v)));
  if (wrong < 0) return from(values);
  throw new ValueError(
    `${where} should hold numbers that ${type} holds; got ${data[wrong]} at entry ${wrong}. ` +
      `Choose another dtype, or round the numbers first.`,
  );
}
