/**
 * A small convolutional network that tells checkerboards, grains and fibres apart, in single precision,
 * and what its layers see. Writes classes.png (unseen cells with the class found), classes-maps.png,
 * classes-loss.png and classes.json to out/ (or the folder named).
 *
 *   tsx examples/scripts/microstructureClasses.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ndarrayOf, nn, plot } from "kernelfield";
import { io } from "kernelfield/node";
import { activationMaps } from "./networks/activationMaps.js";
import { lossCurves } from "./networks/lossCurves.js";
import { CLASSES, drawCells } from "./networks/cells.js";

const folder = process.argv[2] ?? "out";
const [seen, unseen] = [drawCells(900, 1), drawCells(300, 2)];
const layers = [
  ...[nn.conv2d({ inputs: 1, outputs: 8, window: 5 }), nn.relu(), nn.maxPool({ window: 2 })],
  ...[nn.conv2d({ inputs: 8, outputs: 16, window: 3 }), nn.relu(), nn.maxPool({ window: 2 })],
  ...[nn.conv2d({ inputs: 16, outputs: 16, window: 3 }), nn.relu(), nn.averagePool({ window: 8 })],
  ...[nn.flatten(), nn.dense({ inputs: 16, outputs: CLASSES.length })],
];
const network = nn.sequential(layers);
const start = nn.createModel(network, { precision: "float32", seed: 1 });
const { last: model, history } = await nn.train(start, seen, {
  ...{ loss: "crossEntropy", optimizer: nn.adam({ learningRate: 0.004 }), epochs: 20 },
  ...{ batchSize: 20, schedule: nn.oneCycle(), validation: unseen },
});
const right = nn.accuracy(model, unseen.x, unseen.y);
console.log(`${(100 * right).toFixed(1)} % of 300 unseen cells`);

const found = nn.classify(model, unseen.x);
const cells = Array.from({ length: 12 }, (_, s) => ({
  title: CLASSES[found[s]],
  field: unseen.x.pick(s, 0, null, null),
  ...{ colours: "phases" as const, group: "phases" },
}));
const maps = [0, 1, 2].flatMap((s): plot.Panel[] => {
  const cell = ndarrayOf(unseen.x.data.slice(s * 1024, (s + 1) * 1024), [1, 1, 32, 32]);
  const after = (depth: number, channels: readonly number[]): plot.Panel[] =>
    activationMaps(model, layers, depth, channels, cell);
  return [cells[s], ...after(1, [2, 4]), ...after(4, [1, 2, 6])];
});
const curve = lossCurves(history, ["900 cells trained with", "300 unseen cells"]);
await mkdir(folder, { recursive: true });
const pictures = {
  classes: plot.fields(cells, { columns: 6, size: 100 }),
  "classes-maps": plot.fields(maps, { columns: 6, size: 100 }),
  "classes-loss": curve,
};
for (const [name, picture] of Object.entries(pictures)) {
  await io.saveFile(join(folder, `${name}.png`), await plot.toPng(picture));
}
const facts = `${JSON.stringify({ right, history }, null, 2)}\n`;
await io.saveFile(join(folder, "classes.json"), facts);
