import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { needBuild, node, npm, root, tool } from "./command.js";

const MINUTE = 60_000;
/** The compiler that notebooks and other older tools carry. */
const OLD_COMPILER = `${root}test/package/old-typescript/node_modules/typescript/bin/tsc`;

const fine = { code: 0, output: "" };

let folder = "";
let tarball = "";

beforeAll(async () => {
  needBuild();
  folder = await mkdtemp(join(tmpdir(), "kernelfield-"));
  const packed = await npm(["pack", "--pack-destination", folder]);
  const name = (await readdir(folder)).find((file) => file.endsWith(".tgz"));
  if (name === undefined) throw new Error(packed.output);
  tarball = join(folder, name);
}, MINUTE);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the package", () => {
  test("holds the build and its papers, and nothing else", async () => {
    const { output } = await npm(["pack", "--dry-run", "--json", "--loglevel", "error"]);
    const listing = JSON.parse(output) as readonly [{ files: readonly { path: string }[] }];
    const files = listing[0].files.map(({ path }) => path);
    const known =
      /^((package\.json|README\.md|LICENSE|CHANGELOG\.md)|dist\/((index|node)\.(js|cjs|d\.ts|d\.cts)|cli\.js|licenses\.txt|[\w-]+-\w{8}\.(js|cjs|d\.ts|d\.cts)))$/;
    expect(files.filter((path) => !known.test(path))).toEqual([]);
    for (const path of ["README.md", "LICENSE", "CHANGELOG.md", "dist/index.cjs", "dist/cli.js"]) {
      expect(files).toContain(path);
    }
  });

  test("has no fault that publint sees", async () => {
    const { buffer, byteOffset, byteLength } = await readFile(tarball);
    const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
    const { messages } = await publint({ strict: true, pack: { tarball: bytes } });
    expect(messages).toEqual([]);
  });

  test(
    "has no fault that attw sees, under any way of resolving modules",
    { timeout: MINUTE },
    async () => {
      const words = [tarball, "--no-emoji", "--format", "ascii"];
      const { code, output } = await tool("@arethetypeswrong/cli/dist/index.js", words);
      expect(output).toContain("No problems found");
      expect(code).toBe(0);
    },
  );

  test("passes on the licences of the code it includes", async () => {
    const bundle = (await readdir(join(root, "dist"))).filter((file) => /\.c?js$/.test(file));
    const texts = await Promise.all(
      bundle.map((file) => readFile(join(root, "dist", file), "utf8")),
    );
    const licenses = await readFile(join(root, "dist/licenses.txt"), "utf8").catch(() => "");
    const included = texts.flatMap((text) =>
      [...text.matchAll(/^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(([, name]) => name),
    );
    for (const name of new Set(included)) expect(licenses).toContain(`\n${name} `);
  });

  test("writes its types so that older compilers read them", async () => {
    const names = (await readdir(join(root, "dist"))).filter((file) => /\.d\.c?ts$/.test(file));
    for (const name of names) {
      const text = await readFile(join(root, "dist", name), "utf8");
      // An older compiler takes the type parameter of a typed array for an error, and the type for any.
      expect(text.match(/\b(Float|Int|Uint|BigInt|BigUint)\d+(Clamped)?Array<.*/g)).toBeNull();
    }
  });
});

describe("a fresh project", () => {
  const source = `
    const a: string[] = [...Object.keys(kernelfield), ...Object.keys(node)];
    type IsAny<T> = 0 extends 1 & T ? true : false;
    const predict: IsAny<typeof kernelfield.mks.predict> = false;
    const response: IsAny<ReturnType<typeof kernelfield.mks.predict>> = false;
    const data: IsAny<ReturnType<typeof kernelfield.mks.predict>["data"]> = false;
    const io: IsAny<typeof node.io> = false;
    console.log(a.length, predict, response, data, io);
  `;
  const imports = `
    import * as kernelfield from "kernelfield";
    import * as node from "kernelfield/node";
  `;

  beforeAll(async () => {
    await write(
      "package.json",
      `{ "name": "fresh", "private": true, "tsup": { "noExternal": ["kernelfield"] } }`,
    );
    const words = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
    const { code, output } = await npm([...words, "--omit=peer", tarball], folder);
    expect(code, output).toBe(0);
    await write("fresh.mts", imports + source);
    await write("fresh.cts", imports + source);
  }, 3 * MINUTE);

  test("imports and requires the same names", async () => {
    const report =
      "console.log(JSON.stringify([kernelfield, node].map((k) => Object.keys(k).sort())));";
    const load = `
      const kernelfield = require("kernelfield");
      const node = require("kernelfield/node");
    `;
    await write("report.mjs", imports + report);
    await write("report.cjs", load + report);
    const imported = await node("report.mjs", [], folder);
    const required = await node("report.cjs", [], folder);
    expect(imported.output).toMatch(/^\[\[".*"\],\[".*"\]\]$/);
    expect(imported.code).toBe(0);
    expect(required).toEqual(imported);
  });

  test("is bundled for a browser, and computes there", { timeout: MINUTE }, async () => {
    await write(
      "browser.mjs",
      `import { fft } from "kernelfield"; answer = fft.rfftn([[1, 2, 3], [4, 5, 6]], 2).re[0];`,
    );
    const words = ["browser.mjs", "--format", "iife", "--platform", "browser", "--silent"];
    expect(await tool("tsup/dist/cli-default.js", [...words], folder)).toEqual(fine);
    const code = await readFile(join(folder, "dist/browser.global.js"), "utf8");
    // What every browser and worker has besides the language; nothing of Node.
    const { setTimeout, performance, atob } = globalThis;
    const { TextDecoder, TextEncoder, URL, AbortController } = globalThis;
    const web = { setTimeout, performance, atob, TextDecoder, TextEncoder, URL, AbortController };
    const page: Record<string, unknown> = { ...web, answer: undefined };
    runInNewContext(code, page);
    expect(page.answer).toBe(21);
  });

  test("finds the command line", async () => {
    const { code, output } = await node("node_modules/kernelfield/dist/cli.js", ["--help"], folder);
    expect(output).toContain("kernelfield");
    expect(code).toBe(0);
    expect(await readdir(join(folder, "node_modules/.bin"))).toContain("kernelfield");
  });

  test("reads the types as ECMAScript and as CommonJS", { timeout: MINUTE }, async () => {
    const reading = await project("nodenext", "nodenext", ["fresh.mts", "fresh.cts"]);
    expect(await tool("typescript/bin/tsc", ["-p", reading], folder)).toEqual(fine);
  });

  test("reads the types through a bundler", { timeout: MINUTE }, async () => {
    const reading = await project("esnext", "bundler", ["fresh.mts"]);
    expect(await tool("typescript/bin/tsc", ["-p", reading], folder)).toEqual(fine);
  });

  test("reads the types with an old compiler and resolution", { timeout: MINUTE }, async () => {
    await write("fresh.ts", imports + source);
    const reading = await project("commonjs", "node10", ["fresh.ts"]);
    expect(await node(OLD_COMPILER, ["-p", reading], folder)).toEqual(fine);
  });

  /** The strictest reading: declarations are checked too, and no types of Node are there. */
  async function project(
    module: string,
    moduleResolution: string,
    files: readonly string[],
  ): Promise<string> {
    const lib = ["es2022", "dom"];
    const compilerOptions = { module, moduleResolution, target: "es2022", lib, types: [] };
    const options = { ...compilerOptions, strict: true, noEmit: true };
    const name = `${moduleResolution}.json`;
    await write(name, JSON.stringify({ compilerOptions: options, files }));
    return name;
  }
});

function write(name: string, text: string): Promise<void> {
  return writeFile(join(folder, name), text);
}
