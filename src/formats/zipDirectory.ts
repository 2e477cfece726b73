/**
 * The directory of a zip archive, which stands at its end:
 *
 *   (local header, name, extra, data [, descriptor])…  (central header, name, extra, comment)…  end record
 *
 * Everything is said twice, before the data and in the directory. Both have to agree, and members
 * have to follow each other without gap from the first byte to the directory: so nothing overlaps, nothing hides,
 * and a damaged byte is noticed. PKWARE, APPNOTE.TXT 6.3.10.
 */
import { FormatError } from "../core/index.js";
import { DEFLATE_LIMIT } from "./inflate.js";

/** A member of an archive; sizes and position lie within the archive. */
export interface ZipMember {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  /** Bytes in the archive. */
  readonly compressedSize: number;
  /** Bytes that come out. */
  readonly size: number;
  /** Where its data begin. */
  readonly dataOffset: number;
}

export const LOCAL_SIGNATURE = 0x04034b50;
export const CENTRAL_SIGNATURE = 0x02014b50;
export const END_SIGNATURE = 0x06054b50;
export const LOCAL_SIZE = 30;
export const CENTRAL_SIZE = 46;
export const END_SIZE = 22;
export const STORED = 0;
export const DEFLATED = 8;
/** The flag of names in UTF-8. */
export const UTF8_FLAG = 0x800;
/** A 32-bit number that stands for one in the zip64 extra field. */
export const IN_EXTRA = 0xffffffff;

const ENCRYPTED_FLAGS = 0x2041;
/** Checksum and sizes follow the data, because the writer could not go back. */
const DESCRIPTOR_FLAG = 8;
const DESCRIPTOR_SIGNATURE = 0x08074b50;
const ZIP64_EXTRA = 1;

/**
 * The members of an archive, in the order of their data.
 * @param where who complains, for the message
 * @throws FormatError for what is no archive, damaged, encrypted, split, larger than 4 GiB,
 * compressed in a way that is not known here, or claims more than can come out of it
 */
export function readDirectory(archive: Uint8Array, where: string): ZipMember[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const { count, start, end } = readEnd(view, where);
  const headers: Header[] = [];
  let position = start;
  for (let i = 0; i < count; i++) {
    const header = readCentral(view, position, end, where);
    headers.push(header);
    position = header.end;
  }
  if (position !== end) throw damaged(where, "its directory is not as long as it says");
  const names = new Set(headers.map(({ name }) => name));
  if (names.size < count) throw damaged(where, "two members have the same name");
  headers.sort((a, b) => a.offset - b.offset);
  let free = 0;
  const members = headers.map((header, i) => {
    if (header.offset !== free) throw damaged(where, "members overlap, or bytes lie between them");
    const { member, end: after } = readMember(view, header, start, where);
    free = after ?? headers[i + 1]?.offset ?? start;
    if (after === undefined) checkDescriptor(view, member, free, where);
    return member;
  });
  if (free !== start) throw damaged(where, "bytes lie between its last member and its directory");
  return members;
}

/** An archive that contradicts itself. */
export function damaged(where: string, what: string): FormatError {
  return new FormatError(
    `${where}: the archive is damaged: ${what}. Copy it again, or write it again with numpy.savez.`,
  );
}

interface Header extends Omit<ZipMember, "dataOffset"> {
  readonly flags: number;
  /** Version needed, flags, method, time and date: as they stand, for comparison. */
  readonly common: readonly number[];
  readonly offset: number;
  readonly end: number;
}

function readEnd(view: DataView, where: string): { count: number; start: number; end: number } {
  const end = view.byteLength - END_SIZE;
  if (end < 0 || view.getUint32(end, true) !== END_SIGNATURE) {
    throw new FormatError(
      `${where}: the bytes do not end with the directory of a zip archive. ` +
        `The file was cut short, has something behind it, or is no .npz file: copy or write it again.`,
    );
  }
  const [disk, firstDisk, here, count] = [4, 6, 8, 10].map((at) => view.getUint16(end + at, true));
  const [size, start] = [12, 16].map((at) => view.getUint32(end + at, true));
  if (count === 0xffff || size === IN_EXTRA || start === IN_EXTRA) {
    throw new FormatError(
      `${where}: the archive has more than 65534 members or 4 GiB, which is not read. ` +
        `Save large arrays one by one, with numpy.save.`,
    );
  }
  const comment = view.getUint16(end + 20, true);
  const whole = disk === 0 && firstDisk === 0 && here === count && comment === 0;
  if (!whole || start + size !== end)
    throw damaged(where, "its end record does not fit its length");
  return { count, start, end };
}

function readCentral(view: DataView, at: number, limit: number, where: string): Header {
  if (at + CENTRAL_SIZE > limit || view.getUint32(at, true) !== CENTRAL_SIGNATURE) {
    throw damaged(where, "its directory has fewer members than it says");
  }
  const [nameLength, extraLength, commentLength, disk] = [28, 30, 32, 34].map((field) =>
    view.getUint16(at + field, true),
  );
  const nameEnd = at + CENTRAL_SIZE + nameLength;
  const end = nameEnd + extraLength + commentLength;
  if (end > limit || disk !== 0) throw damaged(where, "a header of its directory is too long");
  const common = [6, 8, 10, 12, 14].map((field) => view.getUint16(at + field, true));
  const [, flags, method] = common;
  const name = readName(view, at + CENTRAL_SIZE, nameLength, flags, where);
  const crc = view.getUint32(at + 16, true);
  const fields = [24, 20, 42].map((field) => view.getUint32(at + field, true));
  const wide = readExtra(view, nameEnd, extraLength, fields, where);
  const [size, compressedSize, offset] = wide;
  return { name, flags, method, common, crc, size, compressedSize, offset, end };
}

/** The member of a header, and where it ends; undefined if a descriptor of unknown length follows. */
function readMember(
  view: DataView,
  header: Header,
  limit: number,
  where: string,
): { member: ZipMember; end: number | undefined } {
  const { name, method, common, flags, crc, size, compressedSize, offset } = header;
  const inside = offset + LOCAL_SIZE <= limit;
  if (!inside || view.getUint32(offset, true) !== LOCAL_SIGNATURE) {
    throw damaged(where, `"${name}" does not begin where the directory says`);
  }
  checkReadable(header, where);
  const [nameLength, extraLength] = [26, 28].map((field) => view.getUint16(offset + field, true));
  const nameStart = offset + LOCAL_SIZE;
  const dataOffset = nameStart + nameLength + extraLength;
  if (dataOffset + compressedSize > limit) {
    throw damaged(where, `"${name}" claims more bytes than the archive has`);
  }
  const streamed = (flags & DESCRIPTOR_FLAG) !== 0;
  const fields = [22, 18].map((field) => view.getUint32(offset + field, true));
  const sizes = readExtra(view, nameStart + nameLength, extraLength, fields, where);
  const said = [view.getUint32(offset + 14, true), ...sizes];
  const known = [crc, size, compressedSize];
  const agree =
    common.every((field, i) => view.getUint16(offset + 4 + 2 * i, true) === field) &&
    readName(view, nameStart, nameLength, flags, where) === name &&
    said.every((value, i) => value === known[i] || (streamed && value === 0));
  if (!agree) throw damaged(where, `"${name}" is described in two ways`);
  const member = { name, method, crc, size, compressedSize, dataOffset };
  return { member, end: streamed ? undefined : dataOffset + compressedSize };
}

function checkReadable({ name, flags, method, size, compressedSize }: Header, where: string): void {
  if (flags & ENCRYPTED_FLAGS) {
    throw new FormatError(
      `${where}: "${name}" is encrypted. Write the archive without a password.`,
    );
  }
  if (method !== STORED && method !== DEFLATED) {
    throw new FormatError(
      `${where}: "${name}" should be stored or deflated; it is compressed by method ${method}. ` +
        `Write the archive with numpy.savez or numpy.savez_compressed.`,
    );
  }
  const most = method === STORED ? compressedSize : DEFLATE_LIMIT * compressedSize;
  if (size > most || (method === STORED && size !== compressedSize)) {
    throw new FormatError(
      `${where}: "${name}" claims ${size} bytes, but ${compressedSize} bytes in the archive ` +
        `cannot hold them. The archive is damaged or a zip bomb.`,
    );
  }
}

/** The sizes again, after the data: with or without a signature, in 4 or 8 bytes each. */
function checkDescriptor(view: DataView, member: ZipMember, end: number, where: string): void {
  const start = member.dataOffset + member.compressedSize;
  const length = end - start;
  const signed = length === 16 || length === 24;
  const wide = length === 20 || length === 24;
  const at = signed ? start + 4 : start;
  const agree =
    (signed || wide || length === 12) &&
    (!signed || view.getUint32(start, true) === DESCRIPTOR_SIGNATURE) &&
    view.getUint32(at, true) === member.crc &&
    [member.compressedSize, member.size].every((size, i) =>
      wide
        ? view.getBigUint64(at + 4 + 8 * i, true) === BigInt(size)
        : view.getUint32(at + 4 + 4 * i, true) === size,
    );
  if (!agree) throw damaged(where, `"${member.name}" is described in two ways`);
}

function readName(
  view: DataView,
  start: number,
  length: number,
  flags: number,
  where: string,
): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + start, length);
  if ((flags & UTF8_FLAG) === 0 && bytes.some((byte) => byte >= 128)) {
    throw damaged(where, "the name of a member is neither ASCII nor said to be UTF-8");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw damaged(where, "the name of a member is no UTF-8 text");
  }
}

/** The fields, those that are 0xffffffff taken in order from the zip64 extra field. */
function readExtra(
  view: DataView,
  start: number,
  length: number,
  fields: readonly number[],
  where: string,
): number[] {
  const end = start + length;
  let at = start;
  let wide: number[] = [];
  while (at < end) {
    const next = at + 4 <= end ? at + 4 + view.getUint16(at + 2, true) : Infinity;
    if (next > end) throw damaged(where, "an extra field is too long");
    if (view.getUint16(at, true) === ZIP64_EXTRA) {
      wide = Array.from({ length: (next - at - 4) >> 3 }, (_, i) =>
        Number(view.getBigUint64(at + 4 + 8 * i, true)),
      );
    }
    at = next;
  }
  return fields.map((field) => (field === IN_EXTRA ? (wide.shift() ?? IN_EXTRA) : field));
}
