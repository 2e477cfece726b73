/** What README.md tells a new user to type, typed. */
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { needBuild, node, root, tool } from "../package/command.js";

let folder = "";
let readme = "";

beforeAll(async () => {
  needBuild();
  readme = await readFile(join(root, "README.md"), "utf8");
  // Inside the project, so that its own name resolves; beside data, as the README stands.
  await mkdir(join(root, "out"), { recursive: true });
  folder = await mkdtemp(join(root, "out/readme-"));
  await symlink(join(root, "data"), join(folder, "data"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the README", () => {
  test("shows scripts that have types and run", { timeout: 60_000 }, async () => {
    const [script, solver, network, localization, movie] = blocks("ts");
    expect(script).toContain("mks.fit");
    expect(solver).toContain("physics.solveElasticity");
    expect(network).toContain("nn.train");
    expect(localization).toContain("studies.refine");
    expect(movie).toContain("pdenet.fit");
    const scripts = {
      ...{ "script.ts": script, "solver.ts": solver, "network.ts": network },
      "localization.ts": localization,
      "movie.ts": movie,
    };
    const names = Object.keys(scripts);
    for (const [name, text] of Object.entries(scripts)) await writeFile(join(folder, name), text);
    const project = {
      extends: "../../tsconfig.json",
      include: names,
      exclude: [],
      compilerOptions: { noUnusedLocals: false }, // a script may end on what it computed
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(project));
    const types = await tool("typescript/bin/tsc", ["-p", "."], folder);
    expect(types).toEqual({ code: 0, output: "" });
    for (const name of names) {
      const run = await tool("tsx/dist/cli.mjs", [name], folder);
      const said =
        name === "movie.ts" ? /^u_t = −(0\.99|1\.00)\d* u u_x \+ 0\.(099|100)\d* u_xx$/ : /^$/;
      expect(run, name).toEqual({ code: 0, output: expect.stringMatching(said) as string });
    }
    expect(await readdir(folder)).toEqual(
      expect.arrayContaining(["model.npz", "spirals.safetensors"]),
    );
  });

  test("shows command lines that run, one after another", { timeout: 60_000 }, async () => {
    const lines = blocks("sh").flatMap((block) => block.match(/^npx kernelfield .*$/gm) ?? []);
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines) {
      const [, , ...words] = line.split(/\s+/);
      const { code, output } = await node(join(root, "dist/cli.js"), words, folder);
      expect(code, `${line}\n${output}`).toBe(0);
    }
    expect(await readdir(folder)).toEqual(
      expect.arrayContaining(["model.npz", "strain.npy", "report.html"]),
    );
  });

  test("lists every example once", async () => {
    const [, section] = readme.split("## Examples");
    const rows = section.split("## ")[0].match(/^\| `.*?` \|/gm) ?? [];
    const listed = rows.flatMap((row) => [...row.matchAll(/`([\w-]+)`/g)].map(([, name]) => name));
    const files = await readdir(join(root, "examples/scripts"));
    const scripts = files.flatMap((file) => (file.endsWith(".ts") ? [file.slice(0, -3)] : []));
    expect(listed.sort()).toEqual(scripts.sort());
  });

  test("links only to what is there", async () => {
    const targets = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target);
    const local = targets.filter((target) => !target.startsWith("http"));
    expect(local.length).toBeGreaterThan(4);
    for (const target of local) {
      await expect(readFile(join(root, target)), target).resolves.toBeDefined();
    }
  });
});

/** The code blocks in a language. */
function blocks(language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm");
  return [...readme.matchAll(fence)].map(([, block]) => block);
}
