/**
 * Compiles the AssemblyScript modules of the compute floor and writes them, as base64, to
 * `src/compute/wasm/binaries.ts`: one constant per module, so that a bundler drops what is unused.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { passesSource } from "./passes.js";

const MODULES = ["pointwise", "transform", "convolution", "convolutionTiles", "minimalFiltering"];

// Raw addresses only: no garbage collector, no static data, and a memory that the caller owns.
const OPTIONS = [
  ...["--runtime", "stub", "-O3", "--noAssert", "--use", "abort="],
  ...["--importMemory", "--noExportMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
  ...["--sharedMemory", "--enable", "threads", "--enable", "simd"],
];

const sources = new URL("../src/compute/wasm/assembly/", import.meta.url);
const constants = [];
for (const name of MODULES) {
  constants.push(`export const ${name} =\n  "${(await compile(name)).toString("base64")}";\n`);
}
writeFileSync(
  new URL("../binaries.ts", sources),
  `/** Written by .ci/wasm.js from the modules in assembly/. */\n${constants.join("")}`,
);

async function compile(name) {
  let binary;
  const { error, stderr } = await asc.main([`${name}.ts`, "-o", `${name}.wasm`, ...OPTIONS], {
    readFile: (file, base) => read(file, base),
    writeFile: (_file, contents) => (binary = Buffer.from(contents)),
    listFiles: () => [],
  });
  if (error) throw new Error(`${name}: ${error.message}\n${stderr.toString().slice(0, 4000)}`);
  return binary;
}

function read(file, base) {
  if (file === "passes.ts") return passesSource();
  try {
    const folder = base === "." ? fileURLToPath(sources) : `${base}/`;
    return readFileSync(new URL(file, `file://${folder}`), "utf8");
  } catch {
    return null; // asc asks for several names and takes the first that is there
  }
}
