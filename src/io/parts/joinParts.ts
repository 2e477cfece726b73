/** Parts to one .npz file, with one of them in memory at a time. */
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { crc32, npzLayout } from "../../formats/index.js";
import type { NpzLayout } from "../../formats/index.js";
import { FACTS } from "./part.js";
import type { PartArray } from "./part.js";

/**
 * The plan of the file: the facts first, then the arrays.
 * @param like any part of the set
 * @throws ValueError for more than 4 GiB
 */
export function setLayout(
  facts: Uint8Array,
  like: readonly PartArray[],
  samples: number,
  where: string,
): NpzLayout {
  const arrays = like.map(({ name, descr, sampleShape }) => ({
    ...{ name, descr },
    shape: [samples, ...sampleShape],
  }));
  return npzLayout([{ name: FACTS, descr: "|u1", shape: [facts.length] }, ...arrays], where);
}

/** How a set with these facts begins: the first bytes of its file, the facts included. */
export function setBeginning(facts: Uint8Array, where: string): Uint8Array {
  const { entries, frame } = setLayout(facts, [], 0, where);
  const [{ offset, crc }] = entries;
  const [[, header]] = frame([crc32(facts, crc)]);
  const beginning = new Uint8Array(offset + facts.length);
  beginning.set(header);
  beginning.set(facts, offset);
  return beginning;
}

/** Writes the file of a set, and brings it onto the disk. */
export async function writeSet(
  path: string,
  layout: NpzLayout,
  facts: Uint8Array,
  parts: AsyncIterable<readonly PartArray[]>,
): Promise<void> {
  const handle = await open(path, "w");
  try {
    const crcs = layout.entries.map(({ crc }) => crc);
    const ends = layout.entries.map(({ offset }) => offset);
    const append = async (i: number, bytes: Uint8Array): Promise<void> => {
      await writeAt(handle, bytes, ends[i]);
      crcs[i] = crc32(bytes, crcs[i]);
      ends[i] += bytes.length;
    };
    await append(0, facts);
    for await (const part of parts) {
      for (let i = 0; i < part.length; i++) await append(i + 1, part[i].entries);
    }
    for (const [at, bytes] of layout.frame(crcs)) await writeAt(handle, bytes, at);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeAt(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
}
