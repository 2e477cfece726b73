/**
 * Files are written whole or not at all: into a temporary file in the same folder, which takes the
 * final name once all its bytes are on the disk. A reader finds the old file or the new one.
 */
import { randomUUID } from "node:crypto";
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { absolutePath, checkRegular, fileError } from "./fileError.js";
import type { FilePath } from "./fileError.js";

/**
 * Writes a file, whole or not at all; a file that was there is replaced, and kept if writing fails.
 * @param content bytes, or text, which is written in UTF-8
 * @throws ValueError if the folder is missing, the path is none of a file, or the system refuses
 */
export async function saveFile(path: FilePath, content: Uint8Array | string): Promise<void> {
  await replaceFile(path, content, "io.saveFile");
}

/** What `saveFile` does, for callers that complain in their own name. */
export async function replaceFile(
  file: FilePath,
  content: Uint8Array | string,
  where: string,
): Promise<void> {
  const path = absolutePath(file);
  try {
    const target = await realpath(path).catch(() => path); // a link stays a link
    const mode = await modeOf(target, where);
    const temporary = join(dirname(target), `.${randomUUID()}.tmp`);
    try {
      await writeSynced(temporary, content, mode);
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(dirname(target));
  } catch (error) {
    throw fileError(error, path, where);
  }
}

/** The permissions of the file that is replaced, if there is one. */
async function modeOf(path: string, where: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return undefined;
  checkRegular(found, path, where);
  return found.mode & 0o7777;
}

async function writeSynced(
  path: string,
  content: Uint8Array | string,
  mode: number | undefined,
): Promise<void> {
  const handle = await open(path, "wx");
  try {
    if (mode !== undefined) await handle.chmod(mode);
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Brings the new name onto the disk too, on systems that let folders be synced. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
