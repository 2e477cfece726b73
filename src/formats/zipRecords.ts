/**
 * The records of a zip archive around the data of its members, as they are written: without extra fields, in 32
 * bits. Their layout is told in zipDirectory.ts.
 */
import { joined } from "./joined.js";
import {
  CENTRAL_SIGNATURE,
  CENTRAL_SIZE,
  END_SIGNATURE,
  END_SIZE,
  LOCAL_SIGNATURE,
  LOCAL_SIZE,
  UTF8_FLAG,
} from "./zipDirectory.js";
import type { ZipMember } from "./zipDirectory.js";

/** What the records of a member say. */
export type WrittenMember = Omit<ZipMember, "dataOffset">;

/** Zip 2.0, on any system; members begin on 1 January 1980, whatever the day. */
const VERSION = 20;
const FIRST_DAY = 0x21;

/** What stands before the data of a member. */
export function localHeader(member: WrittenMember): Uint8Array {
  const name = new TextEncoder().encode(member.name);
  const header = record(LOCAL_SIZE, [[4, LOCAL_SIGNATURE], ...commonFields(member, name)]);
  return joined([header, name]);
}

/**
 * What the directory says of a member.
 * @param offset where its local header begins
 */
export function centralHeader(member: WrittenMember, offset: number): Uint8Array {
  const name = new TextEncoder().encode(member.name);
  const header = record(CENTRAL_SIZE, [
    [4, CENTRAL_SIGNATURE],
    [2, VERSION],
    ...commonFields(member, name),
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0],
    [4, offset],
  ]);
  return joined([header, name]);
}

/**
 * The end of an archive.
 * @param size bytes of its directory
 * @param start where the directory begins
 */
export function endRecord(members: number, size: number, start: number): Uint8Array {
  return record(END_SIZE, [
    [4, END_SIGNATURE],
    [2, 0],
    [2, 0],
    [2, members],
    [2, members],
    [4, size],
    [4, start],
    [2, 0],
  ]);
}

type Field = readonly [2 | 4, number];

function commonFields(
  { method, crc, compressedSize, size }: WrittenMember,
  name: Uint8Array,
): readonly Field[] {
  return [
    [2, VERSION],
    [2, UTF8_FLAG],
    [2, method],
    [2, 0],
    [2, FIRST_DAY],
    [4, crc],
    [4, compressedSize],
    [4, size],
    [2, name.length],
    [2, 0],
  ];
}

/** Little-endian numbers of 2 or 4 bytes. */
function record(size: number, fields: readonly Field[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(size));
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return new Uint8Array(view.buffer);
}
