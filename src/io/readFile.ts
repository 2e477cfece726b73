/** Reading files, whole or in part, of any size. */
import { open, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { FormatError } from "../core/index.js";
import { absolutePath, checkRegular, fileError } from "./fileError.js";
import type { FilePath } from "./fileError.js";

/** A file that is open. */
export interface OpenFile {
  /** Its absolute path. */
  readonly path: string;
  /** Who opened it, and its path: how messages about its contents begin. */
  readonly where: string;
  readonly size: number;
  /** The bytes from `position` on. */
  readonly read: (position: number, length: number) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
}

/** Systems read 2 GiB in one call at most. */
const PIECE = 1 << 30;

/**
 * The open file.
 * @param where the function that opens it, for messages
 * @throws ValueError if there is no such file, or it must not be read
 */
export async function openFile(file: FilePath, where: string): Promise<OpenFile> {
  const path = absolutePath(file);
  let handle: FileHandle | undefined;
  try {
    // Asked before opening: a pipe would make `open` wait for a writer.
    const found = await stat(path);
    checkRegular(found, path, where);
    const opened = await open(path, "r");
    handle = opened;
    return {
      path,
      where: `${where}: ${path}`,
      size: found.size,
      read: (position, length) => readAt(opened, position, length, path, where),
      close: () => opened.close(),
    };
  } catch (error) {
    await handle?.close();
    throw fileError(error, path, where);
  }
}

/** What comes of using a file, which is closed afterwards in any case. */
export async function withFile<T>(
  file: FilePath,
  where: string,
  use: (file: OpenFile) => Promise<T>,
): Promise<T> {
  const opened = await openFile(file, where);
  try {
    return await use(opened);
  } finally {
    await opened.close();
  }
}

async function readAt(
  handle: FileHandle,
  position: number,
  length: number,
  path: string,
  where: string,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  try {
    while (done < length) {
      const most = Math.min(PIECE, length - done);
      const { bytesRead } = await handle.read(bytes, done, most, position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
  } catch (error) {
    throw fileError(error, path, where);
  }
  if (done === length) return bytes;
  throw new FormatError(
    `${where}: ${path}: the file should have at least ${position + length} bytes; it ends after ` +
      `${position + done}. It was cut short: copy or write it again.`,
  );
}
