/** What the layers of a network make of one sample. */
import { nn, type NdArray, type plot } from "kernelfield";

/**
 * The output of a layer for a sample [1, …], channel by channel.
 * @param depth number of the layer in the network
 */
export function activationMaps(
  model: nn.Model,
  layers: readonly nn.Layer[],
  depth: number,
  channels: readonly number[],
  sample: NdArray<Float32Array>,
): plot.Panel[] {
  const network = nn.sequential(layers.slice(0, depth + 1));
  const output = nn.predict({ ...model, network }, sample);
  return channels.map((channel) => ({
    title: `map ${depth}.${channel}`,
    field: output.pick(0, channel, null, null),
    group: `after layer ${depth}`,
  }));
}
