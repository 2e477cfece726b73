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
