/**
 * How exact transforms are: the rounding error of Fourier transforms in single precision against those in
 * double precision, for lengths of every kind, on every backend that the host runs. Theory lets it grow
 * as √log₂n. Writes precision.png and precision.json to out/ (or the folder named).
 *
 *   tsx examples/scripts/precision.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { compute, createRng, fft, plot } from "kernelfield";
import { io } from "kernelfield/node";

/** Powers of two, small factors, primes. */
const LENGTHS = [
  ...[4, 8, 16, 21, 31, 51, 64, 101, 128, 202, 243, 256, 401, 512, 625, 1000, 1009],
  ...[1024, 2048, 2310, 4093, 4096, 10007, 16384, 65536],
];

/** Half a unit in the last place of single precision. */
const ROUNDING = 2 ** -24;

const folder = process.argv[2] ?? "out";
const errors = { portable: errorsOn("portable"), wasm: errorsOn("wasm") };
const bound = LENGTHS.map((n) => 2 * ROUNDING * Math.sqrt(Math.log2(n)));
const picture = plot.curves(
  [
    { label: "portable", x: LENGTHS, y: errors.portable, points: true },
    { label: "wasm", x: LENGTHS, y: errors.wasm, points: true },
    { label: "2 · 2⁻²⁴ √log₂n", x: LENGTHS, y: bound },
  ],
  {
    title: "Rounding of transforms in single precision",
    xLabel: "length n",
    yLabel: "relative L2 error",
    xScale: "log",
    yScale: "log",
  },
);

await mkdir(folder, { recursive: true });
await io.saveFile(join(folder, "precision.png"), await plot.toPng(picture));
const facts = { lengths: LENGTHS, errors, bound };
await io.saveFile(join(folder, "precision.json"), `${JSON.stringify(facts, null, 2)}\n`);
for (const [name, values] of Object.entries(errors)) {
  const worst = Math.max(...values.map((error, i) => error / bound[i]));
  console.log(`${name}: at most ${worst.toFixed(2)} of 2 · 2⁻²⁴ √log₂n`);
}

/** ‖X₃₂ − X₆₄‖ / ‖X₆₄‖ of a line of random numbers, for every length. */
function errorsOn(backend: compute.BackendName): number[] {
  compute.use({ backend });
  return LENGTHS.map((n) => {
    const rng = createRng(n);
    const u = { data: Float32Array.from({ length: n }, () => rng.uniform() - 0.5), shape: [n] };
    const single = fft.rfftn(u, 1, { precision: "float32" });
    const exact = fft.rfftn(u, 1);
    let [difference, size] = [0, 0];
    exact.re.forEach((re, k) => {
      const im = exact.im[k];
      difference += (single.re[k] - re) ** 2 + (single.im[k] - im) ** 2;
      size += re * re + im * im;
    });
    return Math.sqrt(difference / size);
  });
}
