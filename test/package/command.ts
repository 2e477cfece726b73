/** Programs run as a person would run them, with what they say and how they end. */
import { execFile, type ExecFileException } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of the project. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** How a program ended, and everything it wrote. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** How `node file …words` ends. */
export function node(file: string, words: readonly string[], cwd = root): Promise<Outcome> {
  return run(process.execPath, [file, ...words], cwd, false);
}

/** How `npm …words` ends; words must not need quoting. */
export function npm(words: readonly string[], cwd = root): Promise<Outcome> {
  return run("npm", words, cwd, true);
}

/** How a tool of the project ends, given the path of its program below `node_modules`. */
export function tool(program: string, words: readonly string[], cwd = root): Promise<Outcome> {
  return node(`${root}node_modules/${program}`, words, cwd);
}

/** Refuses to look at a package that has not been built. */
export function needBuild(): void {
  if (!existsSync(`${root}dist/index.js`)) throw new Error("Run npm run build first.");
}

function run(
  program: string,
  words: readonly string[],
  cwd: string,
  shell: boolean,
): Promise<Outcome> {
  // What this run of npm and of vitest tells its own programs would mislead another one.
  const own = /^(npm_(config_local_prefix|package_.*|lifecycle_.*|command)|VITEST.*|NODE_ENV)$/;
  const inherited = Object.entries(process.env).filter(([name]) => !own.test(name));
  const env = { ...Object.fromEntries(inherited), NO_COLOR: "1" };
  return new Promise((resolve) => {
    execFile(
      program,
      [...words],
      { cwd, shell, env, maxBuffer: 2 ** 26 },
      (error: ExecFileException | null, out: string, err: string) => {
        const code = error ? (typeof error.code === "number" ? error.code : 1) : 0;
        resolve({ code, output: `${out}${err}`.trim() });
      },
    );
  });
}
