import { expect, test } from "vitest";
import { needBuild, node } from "../package/command.js";

/** Fits a stream and prints the peak of the process's memory, in bytes, after 10 and 100 batches. */
const PROGRAM = `
import { createRng, mks, ndarrayOf, states } from "kernelfield";

const rng = createRng(3);
const peaks = [];
const shape = [16, 51, 51];
const size = 16 * 51 * 51;
async function* batches() {
  for (let batch = 1; batch <= 100; batch++) {
    const m = ndarrayOf(Float64Array.from({ length: size }, () => rng.integer(2)), shape);
    const p = ndarrayOf(Float64Array.from({ length: size }, () => rng.uniform()), shape);
    yield { m, p };
    if (batch === 10 || batch === 100) peaks.push(1024 * process.resourceUsage().maxRSS);
    globalThis.gc();
  }
}
const model = await mks.fitBatches(batches(), states.phaseBasis(2));
console.log(JSON.stringify({ samples: model.diagnostics.samples, peaks }));
`;

test(
  "a stream of 100 batches needs no more memory than one of 10",
  { timeout: 60_000 },
  async () => {
    needBuild();
    const words = ["--input-type=module", "--eval", PROGRAM];
    const { code, output } = await node("--expose-gc", words);
    expect(code, output).toBe(0);
    const { samples, peaks } = JSON.parse(output) as { samples: number; peaks: [number, number] };
    expect(samples).toBe(1600);
    expect(peaks[1] - peaks[0]).toBeLessThan(10e6);
  },
);
