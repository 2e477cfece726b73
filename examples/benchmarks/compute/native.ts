/** Small programs in C, compiled when they are needed. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { beside } from "../peer.js";
import type { Machine } from "./roofline.js";

/** The program of a source in this folder; undefined without a compiler or a library it needs. */
export function compileC(
  name: string,
  folder: string,
  options: readonly string[],
): string | undefined {
  const program = join(folder, name);
  try {
    const words = [beside(`compute/${name}.c`), "-O3", "-o", program, ...options];
    execFileSync(process.env.CC ?? "cc", words, { stdio: "ignore" });
    return program;
  } catch {
    return undefined;
  }
}

/** What the machine gives native code; undefined without a compiler. */
export function measureNative(folder: string): Machine | undefined {
  const program = compileC("machine", folder, ["-march=native", "-ffast-math"]);
  if (program === undefined) return undefined;
  return JSON.parse(execFileSync(program, { encoding: "utf8" })) as Machine;
}
