/** Random small networks, as arbitraries of fast-check. */
import fc from "fast-check";
import * as nn from "../../src/nn/index.js";

/** A network with the shape of a sample that it takes. */
export interface RandomNetwork {
  readonly network: nn.Sequential;
  readonly shape: readonly number[];
}

/** What may follow on a sample of some shape, for a number to choose details by. */
type Growth = (shape: readonly number[], detail: number) => readonly nn.Layer[];

const CONVOLUTIONS = [nn.conv1d, nn.conv2d, nn.conv3d];

/** Keep the shape of a sample, so that they may stand in a residual layer. */
const STEADY: readonly Growth[] = [
  (_shape, detail) => [
    [nn.tanh(), nn.relu(), nn.leakyRelu(), nn.elu(), nn.gelu(), nn.sigmoid()][detail % 6],
  ],
  (_shape, detail) => [[nn.softplus(), nn.swish(), nn.softmax()][detail % 3]],
  ([channels]) => [nn.batchNorm({ channels })],
  (shape, detail) => [nn.layerNorm(shape.slice(detail % shape.length))],
  ([channels]) => [nn.groupNorm(1, channels)],
  ([channels]) => [nn.prelu(channels)],
  (_shape, detail) => [nn.dropout(0.1 + 0.1 * (detail % 5))],
];

const GROWTHS: readonly Growth[] = [
  ...STEADY,
  (shape, detail) => {
    const outputs = 1 + (detail % 4);
    const weightNorm = detail % 3 === 0;
    if (shape.length === 1) return [nn.dense({ inputs: shape[0], outputs, weightNorm })];
    const [inputs, ...grid] = shape;
    const window = grid.map((n) => Math.min(n, 1 + (detail % 3)));
    const padding = (["periodic", "zero", "valid"] as const)[detail % 3];
    return [CONVOLUTIONS[grid.length - 1]({ inputs, outputs, window, padding, weightNorm })];
  },
  ([, ...grid], detail) =>
    grid.length === 0 || Math.min(...grid) < 2
      ? []
      : [detail % 2 === 0 ? nn.maxPool({ window: 2 }) : nn.averagePool({ window: 2 })],
  ([channels]) => (channels % 2 === 0 ? [nn.maxout(2)] : []),
  (shape, detail) => (shape.length > 1 && detail % 2 === 0 ? [nn.flatten()] : []),
  (shape, detail) => [
    nn.residual([...STEADY[detail % 7](shape, detail), ...STEADY[detail % 5](shape, detail + 1)]),
  ],
];

/** Networks of a few layers on vectors, lines, planes and in space. */
export const randomNetworks: fc.Arbitrary<RandomNetwork> = fc
  .record({
    shape: fc.constantFrom([3], [2, 5], [2, 4, 3], [1, 2, 3, 2]),
    steps: fc.array(fc.tuple(fc.nat(GROWTHS.length - 1), fc.nat(60)), {
      minLength: 2,
      maxLength: 6,
    }),
  })
  .map(({ shape, steps }) => {
    const layers: nn.Layer[] = [];
    for (const [growth, detail] of steps) {
      const output = nn.summary(nn.sequential(layers), shape).rows.at(-1)?.outputShape ?? shape;
      layers.push(...GROWTHS[growth](output, detail));
    }
    return { network: nn.sequential(layers), shape };
  });
