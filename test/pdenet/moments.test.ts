import { expect, test } from "vitest";
import { ndarrayOf } from "../../src/core/index.js";
import { fit, linear, moments, symbolic } from "../../src/pdenet/index.js";
import { momentsFromFilter } from "../../src/stencil/index.js";
import { distance, drawnModel, smoothFields } from "./drawnModels.js";

const network = symbolic({ size: [5, 7], accuracy: 2, products: 1 });

test("moments are those of the filters in units of the grid, the fixed ones as they were fixed", () => {
  const model = drawnModel(network, { spacing: [0.5, 0.3], away: 0.02 });
  const { filters, carrier } = moments(model);
  expect(carrier).toBeNull();
  expect(filters.map(({ order }) => order.join(""))).toEqual(["00", "01", "10", "02", "11", "20"]);
  for (const { order, filter, moments: m, free } of filters) {
    expect(distance(momentsFromFilter(filter).data, m.data)).toBeLessThan(1e-12);
    m.data.forEach((value, i) => {
      if (free.data[i] === 1) return;
      const at = [Math.floor(i / 7), i % 7];
      expect(value).toBe(at.join() === order.join() ? 1 : 0);
    });
  }
  const count = filters.reduce((sum, { free }) => sum + free.data.reduce((a, b) => a + b, 0), 0);
  expect(count).toBe(model.parameters.moments.size);
});

test("a filter with its first moments is read as the derivative that it is for, in physical units", () => {
  const model = { ...drawnModel(network, { spacing: [0.5, 0.3] }), axes: ["r", "z"] };
  const { filters } = moments(model);
  const sentences = filters.slice(1).map(({ reading }) => reading.sentence);
  ["∂/∂z", "∂/∂r", "∂²/∂z²", "∂²/∂r∂z", "∂²/∂r²"].forEach((name, i) => {
    expect(sentences[i]).toContain(name);
  });
  // A derivative of one, not of 1/h: coefficients are in physical units.
  filters.forEach(({ order, reading }) => {
    const [first] = reading.operator;
    expect(first.order).toEqual(order);
    expect(Math.abs(first.coefficient - 1)).toBeLessThan(1e-12);
  });
});

test("the carrier of a linear network is an average, read like the others", async () => {
  const options = { size: 5, carrier: 1, coefficients: { kind: "constant" } } as const;
  const movie = ndarrayOf(smoothFields([9], { samples: 2 }).data, [1, 2, 1, 9]);
  const { model } = await fit(movie, 0.1, { network: linear(options), schedule: [] });
  const { carrier, filters } = moments(model);
  expect(filters.length).toBe(3);
  expect(carrier?.order).toEqual([0]);
  expect(Array.from(carrier?.free.data ?? [])).toEqual([0, 1, 1, 1, 1]);
  expect(Array.from(carrier?.moments.data ?? [])).toEqual([1, 0, 0, 0, 0]);
});
