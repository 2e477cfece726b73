/**
 * VGG-16, the production network of the course: its table, and one image through it in single
 * precision, with random weights. Needs 1 GB.
 *
 *   tsx examples/scripts/vgg16.ts
 */
import { createRng, ndarrayOf, nn } from "kernelfield";

const SHAPE = [3, 224, 224];
const network = nn.vgg16();
console.log(nn.formatSummary(nn.summary(network, SHAPE)));

let last = performance.now();
const model = nn.createModel(network, { precision: "float32" });
report("drawing the weights");

const rng = createRng(1);
const pixels = Float32Array.from({ length: 3 * 224 * 224 }, () => rng.normal());
const image = ndarrayOf(pixels, [1, ...SHAPE]);
last = performance.now();
const scores = nn.predict(model, image);
report("one image");
const [found] = nn.classify(model, image);
report("the same again");
console.log(`class ${found} has the largest of ${scores.size} scores`);

/** Prints the time since the last report, and the most memory used so far. */
function report(what: string): void {
  const seconds = (performance.now() - last) / 1000;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(`${what}: ${seconds.toFixed(1)} s, at most ${megabytes.toFixed(0)} MB so far`);
  last = performance.now();
}
