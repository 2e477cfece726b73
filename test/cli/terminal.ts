/** A terminal that keeps what is written to it, and a folder for the files of a test. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../../src/cli/run.js";

/** How a call ended, and what it wrote. */
export interface Call {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a call as the program does. */
export async function call(
  args: readonly string[],
  { interactive = false, signal = new AbortController().signal, columns = 80 } = {},
): Promise<Call> {
  let [out, err] = ["", ""];
  const code = await run(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    interactive,
    columns,
    signal,
  });
  return { code, out, err };
}

/** A file of the reference data. */
export function data(name: string): string {
  return fileURLToPath(new URL(`../../data/${name}`, import.meta.url));
}

/** Calls `work` with paths in a folder that is removed afterwards. */
export async function inFolder<T>(
  work: (path: (name: string) => string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "kernelfield-cli-"));
  try {
    return await work((name) => join(folder, name));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
