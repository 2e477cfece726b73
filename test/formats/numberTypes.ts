type Write = (view: DataView, at: number, value: number, little: boolean) => void;

/** A number type, six values of it, and how they are written. */
export interface NumberType {
  readonly code: string;
  readonly size: number;
  readonly values: readonly number[];
  readonly write: Write;
  readonly result: string;
}

/** Half-precision numbers and their bits. */
const HALVES: ReadonlyMap<number, number> = new Map([
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [2 ** -24, 0x0001],
  [Infinity, 0x7c00],
  [0.5, 0x3800],
]);
const writeHalf: Write = (view, at, v, little) => view.setUint16(at, HALVES.get(v) ?? NaN, little);

/** v + i v/2 */
const writeComplex64: Write = (view, at, v, little) => {
  view.setFloat32(at, v, little);
  view.setFloat32(at + 4, v / 2, little);
};
const writeComplex128: Write = (view, at, v, little) => {
  view.setFloat64(at, v, little);
  view.setFloat64(at + 8, v / 2, little);
};

/** Values at the ends of every number type, the way their bytes are set, and the type they come back in. */
export const NUMBER_TYPES: readonly NumberType[] = [
  {
    code: "b1",
    size: 1,
    values: [0, 1, 1, 0, 1, 0],
    write: (view, at, v) => view.setUint8(at, v),
    result: "Uint8Array",
  },
  {
    code: "i1",
    size: 1,
    values: [-128, 127, 0, -1, 5, 77],
    write: (view, at, v) => view.setInt8(at, v),
    result: "Int8Array",
  },
  {
    code: "i2",
    size: 2,
    values: [-32768, 32767, 0, -1, 258, 77],
    write: (view, at, v, little) => view.setInt16(at, v, little),
    result: "Int16Array",
  },
  {
    code: "i4",
    size: 4,
    values: [-2147483648, 2147483647, 0, -1, 16909060, 77],
    write: (view, at, v, little) => view.setInt32(at, v, little),
    result: "Int32Array",
  },
  {
    code: "i8",
    size: 8,
    values: [-(2 ** 53) + 1, 2 ** 53 - 1, 0, -1, -(2 ** 32), 2 ** 40 + 3],
    write: (view, at, v, little) => view.setBigInt64(at, BigInt(v), little),
    result: "Float64Array",
  },
  {
    code: "u1",
    size: 1,
    values: [0, 255, 1, 128, 5, 77],
    write: (view, at, v) => view.setUint8(at, v),
    result: "Uint8Array",
  },
  {
    code: "u2",
    size: 2,
    values: [0, 65535, 1, 32768, 258, 77],
    write: (view, at, v, little) => view.setUint16(at, v, little),
    result: "Uint16Array",
  },
  {
    code: "u4",
    size: 4,
    values: [0, 4294967295, 1, 2147483648, 16909060, 77],
    write: (view, at, v, little) => view.setUint32(at, v, little),
    result: "Uint32Array",
  },
  {
    code: "u8",
    size: 8,
    values: [0, 2 ** 53 - 1, 1, 2 ** 32, 2 ** 32 - 1, 2 ** 40 + 3],
    write: (view, at, v, little) => view.setBigUint64(at, BigInt(v), little),
    result: "Float64Array",
  },
  {
    code: "f2",
    size: 2,
    values: [...HALVES.keys()],
    write: writeHalf,
    result: "Float32Array",
  },
  {
    code: "f4",
    size: 4,
    values: [1, -2.5, 2 ** -149, NaN, -Infinity, -0],
    write: (view, at, v, little) => view.setFloat32(at, v, little),
    result: "Float32Array",
  },
  {
    code: "f8",
    size: 8,
    values: [Math.PI, -1e308, 5e-324, NaN, -Infinity, -0],
    write: (view, at, v, little) => view.setFloat64(at, v, little),
    result: "Float64Array",
  },
  {
    code: "c8",
    size: 8,
    values: [1, -2.5, 2 ** -149, NaN, -Infinity, -0],
    write: writeComplex64,
    result: "complex",
  },
  {
    code: "c16",
    size: 16,
    values: [Math.PI, -1e308, 5e-300, NaN, -Infinity, -0],
    write: writeComplex128,
    result: "complex",
  },
];
