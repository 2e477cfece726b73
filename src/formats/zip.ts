/** Zip archives as NumPy writes them: members stored or deflated, each with its CRC-32. */
import { deflateSync } from "fflate";
import { FormatError, ValueError } from "../core/index.js";
import { crc32 } from "./crc32.js";
import { inflate } from "./inflate.js";
import { joined } from "./joined.js";
import { damaged, DEFLATED, IN_EXTRA, LOCAL_SIZE, readDirectory, STORED } from "./zipDirectory.js";
import type { ZipMember } from "./zipDirectory.js";
import { centralHeader, endRecord, localHeader } from "./zipRecords.js";

/** Names and what gives their bytes. */
export type ZipContents = ReadonlyMap<string, () => Uint8Array>;

/** The bytes that an archive may inflate to, all members together, unless said otherwise. */
export const DEFAULT_MAX_BYTES = 2 ** 32;

/**
 * The members of an archive. Their bytes are read, and checked against their CRC-32, when asked for.
 * @param maxBytes most bytes that all members together may have
 * @param where who complains, for the message
 * @throws FormatError
 */
export function readZip(archive: Uint8Array, maxBytes: number, where: string): ZipContents {
  const members = readDirectory(archive, where);
  const total = members.reduce((sum, { size }) => sum + size, 0);
  if (total > maxBytes) {
    throw new FormatError(
      `${where}: the members of the archive have ${total} bytes together, more than ${maxBytes}. ` +
        `If you trust it, allow more with maxBytes.`,
    );
  }
  return new Map(
    members.map((member) => [member.name, () => extract(archive, member, where)] as const),
  );
}

function extract(archive: Uint8Array, member: ZipMember, where: string): Uint8Array {
  const { name, method, crc, size, dataOffset, compressedSize } = member;
  const compressed = archive.subarray(dataOffset, dataOffset + compressedSize);
  const bytes = method === STORED ? compressed : inflate(compressed, size);
  if (!bytes) throw damaged(where, `"${name}" does not inflate to the ${size} bytes it claims`);
  if (crc32(bytes) !== crc) throw damaged(where, `"${name}" does not have its checksum`);
  return bytes;
}

/**
 * An archive of these members: the same bytes at every call.
 * @param compress deflate the members; else they are stored
 * @param where who complains, for the message
 * @throws ValueError for more than 65534 members or 4 GiB, or names above 65535 bytes
 */
export function writeZip(
  members: ReadonlyMap<string, Uint8Array>,
  compress: boolean,
  where: string,
): Uint8Array {
  const pieces: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, bytes] of members) {
    const data = compress ? deflateSync(bytes) : bytes;
    const member = {
      name,
      method: compress ? DEFLATED : STORED,
      crc: crc32(bytes),
      compressedSize: data.length,
      size: bytes.length,
    };
    const local = localHeader(member);
    pieces.push(local, data);
    directory.push(centralHeader(member, offset));
    offset += local.length + data.length;
    if (offset >= IN_EXTRA || bytes.length >= IN_EXTRA || local.length > LOCAL_SIZE + 0xffff) {
      throw new ValueError(
        `${where}: an archive should be below 4 GiB, and names below 64 KiB; "${name.slice(0, 40)}" ` +
          `makes it larger. Save large arrays one by one, with io.saveArray.`,
      );
    }
  }
  if (members.size >= 0xffff) {
    throw new ValueError(
      `${where}: an archive should have at most 65534 members; got ${members.size}. Stack arrays first.`,
    );
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  return joined([...pieces, ...directory, endRecord(members.size, size, offset)]);
}
