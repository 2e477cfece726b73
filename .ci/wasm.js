/**
 * Compiles the AssemblyScript modules of the compute floor and writes them, deflated and as base64, to
 * `src/compute/wasm/binaries.ts`: one constant per module, so that a bundler drops what is unused.
 *
 * Some modules are compiled several times, from the same words: for both precisions, where they
 * import `Real` from "./real", and with relaxed vector instructions, where they import what may be
 * fused from "./fused". Relaxed ones carry that in their name.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import asc from "assemblyscript/asc";
import { halvesSource } from "./halves.js";
import { passesSource } from "./passes.js";

const MODULES = [
  { name: "pointwise", file: "pointwise" },
  { name: "elements", file: "elements" },
  { name: "elementwise", file: "elementwise" },
  { name: "hermitianSystems", file: "hermitianSystems" },
  ...[false, true].flatMap((relaxed) => [
    { name: "transform64", file: "transform", real: "f64", relaxed },
    { name: "transform32", file: "transform", real: "f32", relaxed },
    { name: "convolution", file: "convolution", relaxed },
    { name: "convolutionTiles", file: "convolutionTiles", relaxed },
    { name: "minimalFiltering", file: "minimalFiltering", relaxed },
    { name: "products64", file: "products", real: "f64", relaxed },
    { name: "products32", file: "products", real: "f32", relaxed },
    { name: "symnet", file: "symnet", relaxed },
  ]),
];

// Raw addresses only: no garbage collector, no static data, and a memory that the caller owns.
const OPTIONS = [
  ...["--runtime", "stub", "-O3", "--noAssert", "--use", "abort="],
  ...["--importMemory", "--noExportMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
  ...["--sharedMemory", "--enable", "threads", "--enable", "simd"],
];

const sources = new URL("../src/compute/wasm/assembly/", import.meta.url);
const constants = [];
for (const module of MODULES) {
  const name = module.relaxed ? `${module.name}Relaxed` : module.name;
  constants.push(`export const ${name} =\n  "${textOf(await compile(module))}";\n`);
}
writeFileSync(
  new URL("../binaries.ts", sources),
  `/** Written by .ci/wasm.js from the modules in assembly/. */\n${constants.join("")}`,
);

/** Deflated, in base64: a third of the module. */
function textOf(binary) {
  return deflateRawSync(binary, { level: 9 }).toString("base64");
}

async function compile({ name, file, real, relaxed }) {
  const written = {
    "passes.ts": () => passesSource(real),
    "halves.ts": () => halvesSource(real),
    "real.ts": () => realSource(real),
    "fused.ts": () => fusedSource(relaxed),
  };
  const options = relaxed ? [...OPTIONS, "--enable", "relaxed-simd"] : OPTIONS;
  let binary;
  const { error, stderr } = await asc.main([`${file}.ts`, "-o", `${name}.wasm`, ...options], {
    readFile: (path, base) => written[path]?.() ?? read(path, base),
    writeFile: (_file, contents) => (binary = Buffer.from(contents)),
    listFiles: () => [],
  });
  if (error) throw new Error(`${name}: ${error.message}\n${stderr.toString().slice(-4000)}`);
  return binary;
}

/** The number type of a module, how many are in a vector, and vectors whose lanes lie a split apart. */
function realSource(real) {
  const lanes = real === "f64" ? [1] : [1, 2, 3];
  const loads = lanes.reduce(
    (vector, lane) => `v128.load_lane<Real>(at + ${lane} * split, ${vector}, ${lane})`,
    "v128.load_zero<Real>(at)",
  );
  const stores = [0, ...lanes].map(
    (lane) => `v128.store_lane<Real>(at + ${lane} * split, vector, ${lane});`,
  );
  return `
    export type Real = ${real};
    export const LANES: usize = ${lanes.length + 1};
    @inline export function loadApart(at: usize, split: usize): v128 { return ${loads}; }
    @inline export function storeApart(at: usize, split: usize, vector: v128): void {
      ${stores.join(" ")}
    }`;
}

/** c + a b and c − a b: with one rounding in relaxed modules where the processor can, else two. */
function fusedSource(relaxed) {
  const [plus, minus] = relaxed
    ? ["v128.relaxed_madd<T>(a, b, c)", "v128.relaxed_nmadd<T>(a, b, c)"]
    : ["v128.add<T>(c, v128.mul<T>(a, b))", "v128.sub<T>(c, v128.mul<T>(a, b))"];
  const operation = (name, body) =>
    `@inline export function ${name}<T>(a: v128, b: v128, c: v128): v128 { return ${body}; }`;
  return [operation("multiplyAdd", plus), operation("multiplySub", minus)].join("\n");
}

function read(file, base) {
  try {
    const folder = base === "." ? fileURLToPath(sources) : `${base}/`;
    const source = readFileSync(new URL(file, `file://${folder}`), "utf8");
    return source.replaceAll("// @inline\n", "@inline\n"); // prettier refuses decorators of functions
  } catch {
    return null; // asc asks for several names and takes the first that is there
  }
}
