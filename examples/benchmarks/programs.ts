/** The programs that take part, each started by its own means, with the name it is listed under. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Choice } from "./choose.js";
import { beside, findPython, startPeer } from "./peer.js";
import type { PeerOptions, Program } from "./peer.js";

/** A program that runs. */
export interface Started {
  /** Its name with its version. */
  readonly label: string;
  readonly peer: Program;
}

/** What turns relaxed instructions on in a Node that has them, but not by itself: 20 and 21. */
const RELAXED_FLAG = "--experimental-wasm-relaxed-simd";

/**
 * kernelfield, in the Node that runs this; with relaxed instructions in the Node that KERNELFIELD_NODE
 * names, if this one has none, or in this one with the flag that turns them on. A sentence if none can.
 */
export async function startOurs(
  worker: string,
  { threads, relaxed }: Choice,
): Promise<Started | string> {
  const other = process.env.KERNELFIELD_NODE;
  const programs: (readonly [string, ...string[]])[] = [[process.execPath]];
  if (relaxed && other !== undefined) programs.push([other]);
  if (relaxed && hasRelaxedFlag()) programs.push([process.execPath, RELAXED_FLAG]);
  let reason = "";
  for (const [program, ...flags] of programs) {
    const words = [...flags, "--import", "tsx", beside(worker)];
    const peer = startPeer(program, words, { keepsMemory: true });
    const { refused, node } = await peer.ask({ ask: "choose", threads, relaxed });
    if (refused === undefined) {
      const how = [
        ...(relaxed ? ["relaxed"] : []),
        ...(threads > 1 ? [`${threads} threads`] : []),
        `Node ${String(node)}`,
      ];
      return { label: `kernelfield (${how.join(", ")})`, peer };
    }
    peer.end();
    reason = String(refused);
  }
  const advice = relaxed ? " KERNELFIELD_NODE can name another Node." : "";
  return `kernelfield ${relaxed ? "relaxed" : `on ${threads} threads`} is left out: ${reason}${advice}`;
}

function hasRelaxedFlag(): boolean {
  const { status } = spawnSync(process.execPath, [RELAXED_FLAG, "--version"], { stdio: "ignore" });
  return status === 0;
}

/** A program in Python, or a sentence that says which modules it lacks. */
export async function startPython(
  modules: readonly string[],
  file: string,
  { threads = 1, keepsMemory = true }: PeerOptions = {},
): Promise<Started | string> {
  const python = findPython(modules);
  if (python === undefined) {
    return (
      `${file} is left out: no python3 with ${modules.join(" and ")} was found. Install ` +
      `${modules.map((name) => `python3-${name}`).join(" ")}, or name one in KERNELFIELD_PYTHON.`
    );
  }
  return named(startPeer(python, [beside(file)], { threads, keepsMemory }));
}

/** A program beside the packages from npm, or a sentence that says how to get these. */
export async function startFromNpm(name: string): Promise<Started | string> {
  if (!existsSync(beside("npm/node_modules"))) {
    return `${name} is left out. This brings it: npm ci --prefix examples/benchmarks/npm`;
  }
  return named(startPeer(process.execPath, ["--import", "tsx", beside(`npm/${name}.ts`)]));
}

/** A program under the name it gives itself. */
export async function named(peer: Program): Promise<Started> {
  const { name } = await peer.ask({ ask: "versions" });
  return { label: String(name), peer };
}
