import fc from "fast-check";
import { expect, test } from "vitest";
import { gradCheck, type Variable } from "../../src/autodiff/index.js";
import { createRng, normals } from "../../src/core/index.js";
import * as nn from "../../src/nn/index.js";
import { drawModel } from "./layers/layerCases.js";
import { randomNetworks } from "./randomNetworks.js";

const SAMPLES = 4;

test("the loss of any small network has the derivatives of its values", () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(
      ...[randomNetworks, fc.nat(1000), fc.boolean()],
      fc.constantFrom<nn.Loss>("squaredError", "halfSquaredError", "huber"),
      ({ network, shape }, seed, training, loss) => {
        const rng = createRng(seed);
        const { parameters, state } = drawModel(network, rng);
        const { rows } = nn.summary(network, shape);
        rows.forEach(({ title }) => kinds.add(title.replace(/[-\d ].*/, "")));
        const x = normals(rng, [SAMPLES, ...shape]);
        const target = normals(rng, [SAMPLES, ...(rows.at(-1)?.outputShape ?? [])]);
        const lossOf = (given: {
          x: Variable;
          parameters: nn.ParameterTree<Variable>;
        }): Variable => {
          const options = { training, rng: createRng(seed) };
          const { y } = nn.forward(network, given.parameters, state, given.x, options);
          return nn.lossOf(loss)(y, target);
        };
        const given = { x, parameters } as never;
        const { error } = gradCheck(lossOf, given, { entries: 1, directions: 5, seed });
        // At this seed no kink lies between the two ends of a difference, which are 1e-5 apart.
        expect(error).toBeLessThan(1e-6);
      },
    ),
    { seed: 4, numRuns: 200 },
  );
  expect(kinds.size).toBe(1 + 12 + 9); // the input, all kinds of layers and all activations came up
});
