/** Files made byte by byte, from the descriptions of their formats and without the code under test. */
import { crc32, deflateRawSync } from "node:zlib";

/** A .npy file with this dictionary in its header. */
export function npyBytes(
  dictionary: string,
  entries: Uint8Array,
  version: 1 | 2 | 3 = 1,
): Uint8Array {
  const text = Buffer.from(`${dictionary}\n`, version === 3 ? "utf8" : "latin1");
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(text.length);
  else length.writeUInt32LE(text.length);
  const magic = Buffer.from([0x93, ...Buffer.from("NUMPY"), version, 0]);
  return new Uint8Array(Buffer.concat([magic, length, text, entries]));
}

/** A header's dictionary as NumPy words it. */
export function dictionaryOf(descr: string, shape: string, fortran = false): string {
  return `{'descr': '${descr}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': ${shape}, }`;
}

/** What stands in the two headers of a zip member; whatever is left out is as it should be. */
export interface HandmadeMember {
  readonly name: string;
  readonly content: Uint8Array;
  readonly deflated?: boolean;
  readonly flags?: number;
  readonly method?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly compressedSize?: number;
  /** The data as they stand in the archive. */
  readonly data?: Uint8Array;
  readonly localName?: string;
  readonly localSize?: number;
  readonly localExtra?: Uint8Array;
  readonly centralExtra?: Uint8Array;
  /** What follows the data. */
  readonly descriptor?: Uint8Array;
  /** Where the directory says that the member begins. */
  readonly offset?: number;
}

/** A zip archive of these members. */
export function zipBytes(
  members: readonly HandmadeMember[],
  end: { count?: number; start?: number; comment?: string } = {},
): Uint8Array {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let position = 0;
  for (const member of members) {
    const { content, deflated = false, flags = 0, method = deflated ? 8 : 0 } = member;
    const name = Buffer.from(member.name);
    const localName = Buffer.from(member.localName ?? member.name);
    const data = member.data ?? (deflated ? deflateRawSync(content) : content);
    const { crc = crc32(content), size = content.length, compressedSize = data.length } = member;
    const { localExtra = new Uint8Array(0), centralExtra = new Uint8Array(0) } = member;
    const sizes = (own: number): string => `${u32(crc)}${u32(compressedSize)}${u32(own)}`;
    const common = `${u16(20)}${u16(flags)}${u16(method)}${u16(0)}${u16(0x21)}`;
    const local = Buffer.concat([
      Buffer.from(`504b0304${common}${sizes(member.localSize ?? size)}`, "hex"),
      Buffer.from(`${u16(localName.length)}${u16(localExtra.length)}`, "hex"),
      localName,
      localExtra,
      data,
      member.descriptor ?? new Uint8Array(0),
    ]);
    const central = Buffer.concat([
      Buffer.from(`504b0102${u16(20)}${common}${sizes(size)}`, "hex"),
      Buffer.from(`${u16(name.length)}${u16(centralExtra.length)}${u16(0)}${u16(0)}`, "hex"),
      Buffer.from(`${u16(0)}${u32(0)}${u32(member.offset ?? position)}`, "hex"),
      name,
      centralExtra,
    ]);
    pieces.push(local);
    directory.push(central);
    position += local.length;
  }
  const length = directory.reduce((sum, piece) => sum + piece.length, 0);
  const { count = members.length, start = position, comment = "" } = end;
  const record = `504b0506${u16(0)}${u16(0)}${u16(count)}${u16(count)}${u32(length)}${u32(start)}`;
  const tail = Buffer.from(`${record}${u16(comment.length)}`, "hex");
  return new Uint8Array(Buffer.concat([...pieces, ...directory, tail, Buffer.from(comment)]));
}

/** Little-endian numbers, in hexadecimal digits. */
export function u16(value: number): string {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes.toString("hex");
}

/** As `u16`, in four bytes. */
export function u32(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes.toString("hex");
}

/** As `u16`, in eight bytes. */
export function u64(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes.toString("hex");
}

/** The bytes with one of them changed by an exclusive or. */
export function flipped(bytes: Uint8Array, position: number, mask: number): Uint8Array {
  const out = Uint8Array.from(bytes);
  out[position] ^= mask;
  return out;
}

/** A safetensors file with this header, an object or text as it stands, and no padding. */
export function safetensorsBytes(
  header: unknown,
  data: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  return new Uint8Array(Buffer.concat([Buffer.from(u64(text.length), "hex"), text, data]));
}

/** A chunk of a PNG file, with its checksum unless another is given. */
export function pngChunk(type: string, data: Uint8Array, crc?: number): Buffer {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length);
  out.write(type, 4, "latin1");
  out.set(data, 8);
  out.writeUInt32BE(crc ?? crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}

/** A PNG file of these chunks. */
export function pngBytes(...chunks: readonly Buffer[]): Uint8Array {
  return new Uint8Array(Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), ...chunks]));
}

/** The header chunk of a PNG file: compression, filter and interlace are the last three. */
export function pngHeader(
  width: number,
  height: number,
  bits: number,
  colour: number,
  ...rest: readonly number[]
): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data.set([bits, colour, ...rest], 8);
  return pngChunk("IHDR", data);
}

/** A little-endian TIFF file with these pages, each a list of [tag, type, values], and data from byte 8 on. */
export function tiffBytes(
  pages: readonly (readonly (readonly [tag: number, type: number, values: readonly number[]])[])[],
  data: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const pieces: Buffer[] = [
    Buffer.from(`49492a00${u32(8 + data.length)}`, "hex"),
    Buffer.from(data),
  ];
  let at = 8 + data.length;
  pages.forEach((fields, page) => {
    const far: Buffer[] = [];
    let free = at + 2 + 12 * fields.length + 4;
    const entries = fields.map(([tag, type, values]) => {
      const digits = values.map((value) => (type === 3 ? u16(value) : u32(value))).join("");
      const near = digits.length <= 8;
      const place = near ? digits.padEnd(8, "0") : u32(free);
      if (!near) {
        far.push(Buffer.from(digits, "hex"));
        free += digits.length / 2;
      }
      return `${u16(tag)}${u16(type)}${u32(values.length)}${place}`;
    });
    const next = page + 1 < pages.length ? free : 0;
    pieces.push(Buffer.from(`${u16(fields.length)}${entries.join("")}${u32(next)}`, "hex"), ...far);
    at = free;
  });
  return new Uint8Array(Buffer.concat(pieces));
}
