/**
 * Writes `dist/licenses.txt`: the licences of the packages whose code the bundler copied into the
 * build, found in the bundler's own list of inputs, which is removed afterwards.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const dist = new URL("dist/", root);

const bundled = new Set();
for (const name of readdirSync(dist).filter((file) => /^metafile-.*\.json$/.test(file))) {
  const { inputs } = JSON.parse(readFileSync(new URL(name, dist), "utf8"));
  for (const input of Object.keys(inputs)) {
    const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
    if (folder) bundled.add(folder);
  }
  rmSync(new URL(name, dist));
}

const notices = [...bundled].sort().map((folder) => {
  const { name, version, license } = JSON.parse(
    readFileSync(new URL(`${folder}/package.json`, root), "utf8"),
  );
  const paper = readdirSync(new URL(folder, root)).find((file) => /^licen[cs]e/i.test(file));
  if (!paper) throw new Error(`${name} is bundled, but its package holds no licence to pass on.`);
  const text = readFileSync(new URL(`${folder}/${paper}`, root), "utf8").trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
});
if (notices.length > 0) {
  const heading = "kernelfield includes code of these packages.\n";
  writeFileSync(
    new URL("licenses.txt", dist),
    [heading, ...notices].join(`\n${"-".repeat(72)}\n\n`),
  );
}
