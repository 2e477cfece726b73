/** Class numbers as targets. */
import { ValueError } from "../../core/index.js";
import type { Layer } from "../layers/rules.js";
import { ruleOf } from "../layers/rules.js";
import type { Samples } from "./batches.js";

/**
 * Refuses class numbers that the network has no output for; targets of another shape are probabilities.
 * @throws ValueError naming the first
 */
export function checkLabels(network: Layer, { x, y }: Samples, where: string): void {
  if (y.shape.length !== 1) return;
  const [classes] = ruleOf(network).outputShape(network, x.shape.slice(1), "");
  for (let i = 0; i < y.data.length; i++) {
    const label = y.data[i];
    if (Number.isInteger(label) && label >= 0 && label < classes) continue;
    throw new ValueError(
      `${where}: labels should be class numbers from 0 to ${classes - 1}, as many as the network's outputs; got ` +
        `${label} at index ${i}.`,
    );
  }
}
