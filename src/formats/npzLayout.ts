/**
 * A .npz file of stored arrays, planned before its entries are there: where each array goes, and what stands around
 * them. So an archive can be written to disk piece by piece, of which memory never holds more than one:
 *
 *   (zip header, .npy header, entries)…  (entry of the directory)…  end record
 */
import { ValueError } from "../core/index.js";
import { crc32 } from "./crc32.js";
import { joined } from "./joined.js";
import { dtypeOf } from "./dtype.js";
import { formatNpyHeader, sizeInBytes } from "./npyHeader.js";
import { IN_EXTRA, STORED } from "./zipDirectory.js";
import { centralHeader, endRecord, localHeader } from "./zipRecords.js";

/** An array to come. */
export interface PlannedArray {
  readonly name: string;
  /** Its number type as NumPy writes it: "<f8", "|u1". */
  readonly descr: string;
  readonly shape: readonly number[];
}

/** Where an array goes. */
export interface PlannedEntries {
  /** Where its entries begin. */
  readonly offset: number;
  /** How many bytes they take, row-major and little-endian. */
  readonly size: number;
  /** CRC-32 of what stands before them in the member; that of the entries continues it. */
  readonly crc: number;
}

/** A planned archive. */
export interface NpzLayout {
  readonly entries: readonly PlannedEntries[];
  /**
   * All other bytes of the file and where they go, once the checksums are known.
   * @param crcs those of `entries`, continued over the entries
   */
  readonly frame: (crcs: readonly number[]) => readonly (readonly [number, Uint8Array])[];
}

/**
 * The plan of a .npz file with these arrays, stored, in this order.
 * @throws ValueError for more than 4 GiB, or number types that are none
 */
export function npzLayout(arrays: readonly PlannedArray[], where = "formats.npzLayout"): NpzLayout {
  let end = 0;
  const members = arrays.map(({ name, descr, shape }) => {
    const header = formatNpyHeader(descr, shape);
    const entries = sizeInBytes(shape, dtypeOf(descr, where).itemSize, where);
    const size = header.length + entries;
    const member = { name: `${name}.npy`, method: STORED, crc: 0, compressedSize: size, size };
    const at = end;
    const offset = at + localHeader(member).length + header.length;
    end = offset + entries;
    if (end >= IN_EXTRA) {
      throw new ValueError(
        `${where}: an archive should be below 4 GiB; "${name}" makes it larger. Make several files of fewer ` +
          `samples.`,
      );
    }
    return { member, at, header, place: { offset, size: entries, crc: crc32(header) } };
  });
  return {
    entries: members.map(({ place }) => place),
    frame(crcs) {
      const known = members.map(({ member }, i) => ({ ...member, crc: crcs[i] }));
      const directory = joined(known.map((member, i) => centralHeader(member, members[i].at)));
      const last = endRecord(members.length, directory.length, end);
      return [
        ...members.map(
          ({ at, header }, i) => [at, joined([localHeader(known[i]), header])] as const,
        ),
        [end, joined([directory, last])],
      ];
    },
  };
}
