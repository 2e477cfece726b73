/** The folder where parts wait until all are there: part-00000.npz, …, and facts.json, what they are made of. */
import { mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ValueError } from "../../core/index.js";
import { checkpointFile } from "../checkpointFile.js";
import { replaceFile, syncFolder } from "../saveFile.js";
import { differences } from "./facts.js";
import type { Facts } from "./facts.js";

/** A folder of parts. */
export interface PartsFolder {
  readonly path: string;
  /** Where part number `index` is, or goes. */
  readonly partOf: (index: number) => string;
  /** Where the set is written until it is whole. */
  readonly joined: string;
}

/** Everything that is ever written into the folder. */
const OWN = /^(part-\d+\.npz|facts\.json|joined\.tmp|\..*\.tmp)$/;

/** The folder beside a set: data/set.parts of data/set.npz. */
export function partsFolder(target: string): PartsFolder {
  const path = join(dirname(target), `${basename(target, ".npz")}.parts`);
  return {
    path,
    partOf: (index) => join(path, `part-${String(index).padStart(5, "0")}.npz`),
    joined: join(path, "joined.tmp"),
  };
}

/**
 * Makes the folder, or goes on with one that has the same facts.
 * @param text the facts as they are written
 * @throws ValueError if it holds parts of other facts
 */
export async function openFolder(
  { path }: PartsFolder,
  text: string,
  where: string,
): Promise<void> {
  await mkdir(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  });
  const names = await readdir(path);
  const file = join(path, "facts.json");
  if (!names.some(isPart)) {
    await replaceFile(file, text, where);
    return;
  }
  const found = await checkpointFile(file).load();
  const there = found && parsed(found);
  if (!there) throw unknown(path, where);
  const differ = differences(there, JSON.parse(text) as Facts);
  if (differ.length > 0) {
    throw new ValueError(
      `${where}: ${path} should hold parts of the same recipe; ${differ.join(", ")}. Repeat the call that ` +
        `began it, remove the folder, or choose another target.`,
    );
  }
  const left = names.filter((name) => name.endsWith(".tmp"));
  await Promise.all(left.map((name) => rm(join(path, name), { force: true })));
}

/** Whether a part is there already. */
export async function isBegun({ path }: PartsFolder): Promise<boolean> {
  return (await readdir(path).catch(() => [])).some(isPart);
}

/** Gives the joined file its name. */
export async function takeName({ joined }: PartsFolder, target: string): Promise<void> {
  await rename(joined, target);
  await syncFolder(dirname(target));
}

/** Removes what was written into the folder, and the folder if nothing else is in it. */
export async function removeFolder({ path }: PartsFolder): Promise<void> {
  const names = await readdir(path).catch(() => []);
  // The facts go last: parts without them would be refused.
  const own = names.filter((name) => OWN.test(name) && name !== "facts.json");
  for (const name of [...own, "facts.json"]) await rm(join(path, name), { force: true });
  await rmdir(path).catch(() => undefined);
}

function isPart(name: string): boolean {
  return /^part-\d+\.npz$/.test(name);
}

function parsed(bytes: Uint8Array): Facts | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Facts;
  } catch {
    return undefined;
  }
}

function unknown(path: string, where: string): ValueError {
  return new ValueError(
    `${where}: ${path} should tell in facts.json what its parts are made of; it does not. Remove the folder, or ` +
      `choose another target.`,
  );
}
