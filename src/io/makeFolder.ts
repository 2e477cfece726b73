/** Folders for what a program writes. */
import { mkdir } from "node:fs/promises";
import { absolutePath, fileError } from "./fileError.js";
import type { FilePath } from "./fileError.js";

/**
 * Makes a folder, and those that it is in; one that is there stays as it is.
 * @throws ValueError if a file has its name, or the system refuses
 */
export async function makeFolder(path: FilePath): Promise<void> {
  const folder = absolutePath(path);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw fileError(error, folder, "io.makeFolder");
  }
}
