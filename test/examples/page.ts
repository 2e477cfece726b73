/** Pages of docs/methods, whose code blocks are one script. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

const FOLDER = join(root, "docs/methods");

/** The page of a name. */
export async function readPage(name: string): Promise<string> {
  needBuild();
  return readFile(join(FOLDER, `${name}.md`), "utf8");
}

/** The code or text blocks of a page. */
export function blocksOf(page: string, language: "ts" | "text"): string[] {
  return [...page.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].flatMap(([, of, block]) =>
    of === language ? [block] : [],
  );
}

/**
 * Checks the types of a page's code, runs it in the folder out/, and returns what it prints.
 * @param after more lines of the script
 */
export async function runPage(page: string, after = ""): Promise<string> {
  await mkdir(join(root, "out"), { recursive: true });
  const folder = await mkdtemp(join(root, "out/page-"));
  try {
    await writeFile(join(folder, "script.ts"), blocksOf(page, "ts").join("\n") + after);
    const compilerOptions = { noUnusedLocals: false }; // a page may end on what it computed
    const project = {
      extends: "../../tsconfig.json",
      include: ["script.ts"],
      exclude: [],
      compilerOptions,
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(project));
    expect(await tool("typescript/bin/tsc", ["-p", "."], folder)).toEqual({ code: 0, output: "" });
    const { code, output } = await tool("tsx/dist/cli.mjs", [join(folder, "script.ts")]);
    expect(code, output).toBe(0);
    return output;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Refuses a page whose pictures or links are not there. */
export async function checkLinks(page: string, least: number): Promise<void> {
  const targets = [...page.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target]) => target);
  expect(targets.length).toBeGreaterThanOrEqual(least);
  for (const target of targets) {
    await expect(readFile(join(FOLDER, target)), target).resolves.toBeDefined();
  }
}
