/**
 * Four classifiers of points in the plane, each as small as its data allow: two clouds of points, the
 * exclusive or, a disc in a ring, two spirals. Writes spirals.png, spirals-loss.png and spirals.json to out/
 * (or the folder named).
 *
 *   tsx examples/scripts/spirals.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createRng, nn, plot } from "kernelfield";
import { io } from "kernelfield/node";
import { decisionMap } from "./networks/decisionMap.js";
import { lossCurves } from "./networks/lossCurves.js";

const TASKS = {
  gaussian: { sizes: [2, 2], noise: 0.5, epochs: 20 },
  xor: { sizes: [2, 8, 2], noise: 0.2, epochs: 60 },
  circle: { sizes: [2, 8, 2], noise: 0.2, epochs: 60 },
  spiral: { sizes: [2, 32, 32, 2], noise: 0.2, epochs: 200 },
};

const folder = process.argv[2] ?? "out";
const rng = createRng(4);
const panels: plot.Panel[] = [];
const facts: Record<string, number> = {};
let history: readonly nn.EpochRecord[] = [];
for (const [name, { sizes, noise, epochs }] of Object.entries(TASKS)) {
  const draw = (samples: number): nn.PlaygroundData =>
    nn.playgroundData(name as nn.PlaygroundShape, rng, { samples, noise });
  const [seen, unseen] = [draw(400), draw(2000)];
  const data = { x: seen.x, y: seen.labels };
  const found = await nn.train(nn.mlp(sizes), data, {
    ...{ loss: "crossEntropy", optimizer: nn.adam({ learningRate: 0.01 }), epochs, batchSize: 20 },
    ...{ schedule: nn.cosineDecay(), validation: { x: unseen.x, y: unseen.labels } },
  });
  const right = nn.accuracy(found.last, unseen.x, unseen.labels);
  facts[name] = right;
  console.log(`${name}, ${sizes.join("-")}: ${(100 * right).toFixed(1)} % of unseen points`);
  const title = `${sizes.join("-")}: ${(100 * right).toFixed(1)} %`;
  panels.push(
    decisionMap(title, found.last, seen, (y, i) => 1 / (1 + Math.exp(y[2 * i] - y[2 * i + 1]))),
  );
  history = found.history;
}
const curve = lossCurves(history, ["400 points trained with", "2000 unseen points"]);
await mkdir(folder, { recursive: true });
const maps = plot.fields(panels, { columns: 4, size: 130 });
await io.saveFile(join(folder, "spirals.png"), await plot.toPng(maps));
await io.saveFile(join(folder, "spirals-loss.png"), await plot.toPng(curve));
await io.saveFile(join(folder, "spirals.json"), `${JSON.stringify(facts, null, 2)}\n`);
