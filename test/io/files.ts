/** A folder of its own for every test, removed afterwards. */
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** The absolute path of a new, empty folder. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), "kernelfield-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}
