/** Where long training keeps its state, to go on after an interruption. */
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { absolutePath, fileError } from "./fileError.js";
import type { FilePath } from "./fileError.js";
import { withFile } from "./readFile.js";
import { replaceFile } from "./saveFile.js";

/** A file for one checkpoint at a time. */
export interface CheckpointFile {
  /**
   * Puts these bytes in place of those before, on the disk once the promise is kept; whoever stops
   * the program in between finds the old ones or the new ones, whole.
   * @throws ValueError if the system refuses
   */
  readonly save: (bytes: Uint8Array) => Promise<void>;
  /**
   * The bytes that were saved last, or undefined if there is no file yet.
   * @throws ValueError if there is no folder for it either, or the system refuses
   */
  readonly load: () => Promise<Uint8Array | undefined>;
}

const WHERE = "io.checkpointFile";

/**
 * A file for checkpoints. Whether its bytes are a checkpoint, and not damaged, is seen by whoever decodes
 * them; `formats.decodeModel` checks a sum of every part.
 * @param path a path, or a `file:` URL; the folder has to be there
 */
export function checkpointFile(path: FilePath): CheckpointFile {
  return {
    save: (bytes) => replaceFile(path, bytes, WHERE),
    load: async () => {
      if (await isMissing(absolutePath(path))) return undefined;
      return withFile(path, WHERE, (file) => file.read(0, file.size));
    },
  };
}

/** Whether the folder is there and the file is not. */
async function isMissing(path: string): Promise<boolean> {
  try {
    await stat(path);
    return false;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const folder = await stat(dirname(path)).catch(() => undefined);
    if (code === "ENOENT" && folder) return true;
    throw fileError(error, path, WHERE);
  }
}
