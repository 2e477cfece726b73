import { expect, test } from "vitest";
import { ShapeError, ValueError } from "../../../src/core/index.js";
import { coefficientFields, linear, totalCoefficients } from "../../../src/pdenet/index.js";
import { emptyModel, stepOnce, withDrawn } from "./movingFields.js";

const mesh = { kind: "lagrange", cells: 2, degree: 2, periodic: true } as const;

test("coefficients at the nodes are what the nodes hold", () => {
  const model = withDrawn(
    emptyModel(linear({ size: 5, coefficients: mesh }), [8, 12]),
    { fields: 1 },
    1,
  );
  const { orders, fields } = coefficientFields(model, { grid: [4, 4] });
  expect(orders.map((o) => o.join(""))).toEqual(["00", "01", "10", "02", "11", "20"]);
  expect(fields.shape).toEqual([6, 4, 4]);
  fields.data.forEach((value, i) => {
    expect(value).toBeCloseTo(model.parameters.fields.data[i], 14);
  });
});

test("fields are on the points of the data unless asked otherwise, and may begin elsewhere", () => {
  const network = linear({ size: 5, coefficients: { kind: "trigonometric", frequency: 1 } });
  const model = emptyModel(network, [10]);
  expect(coefficientFields(model).fields.shape).toEqual([3, 10]);
  model.parameters.fields.data.set([0, 0, 1]); // sin 2πx of order 0
  const { fields } = coefficientFields(model, { grid: [3], spacing: 0.125, origin: 0.125 });
  [0.125, 0.25, 0.375].forEach((x, i) => {
    expect(fields.data[i]).toBeCloseTo(Math.sin(2 * Math.PI * x), 14);
  });
});

test("a source leaves the order 0 out", () => {
  const source = { cells: 1, degree: 1, from: 0, to: 1 };
  const model = emptyModel(linear({ size: 5, source, coefficients: { kind: "constant" } }), [10]);
  expect(coefficientFields(model).orders).toEqual([[1], [2]]);
});

test("start filters and no carrier add nothing up to their order", () => {
  const model = withDrawn(emptyModel(linear({ size: 5 }), [9, 9]), { fields: 1 }, 2);
  const plain = coefficientFields(model);
  const total = totalCoefficients(model);
  expect(total.orders).toEqual(plain.orders);
  total.fields.data.forEach((value, i) => expect(value).toBe(plain.fields.data[i]));
});

test("free moments and the carrier add to higher derivatives by their powers of h", () => {
  const network = linear({ size: 3, maxOrder: 2, coefficients: { kind: "constant" }, carrier: 1 });
  const model = emptyModel(network, [10]);
  const [h, dt] = [0.1, model.interval];
  model.parameters.fields.data.set([2, 3, 5]);
  // Free: m₀[1], m₀[2]; m₁[2]; none. Of D₀: m[1], m[2].
  model.parameters.moments.data.set([0.1, 0.2, 0.3]);
  model.parameters.carrier.data.set([0.01, 0.02]);
  const { orders, fields } = totalCoefficients(model);
  expect(orders).toEqual([[0], [1], [2]]);
  const first = 3 + 2 * 0.1 * h + (0.01 * h) / dt;
  const second = 5 + 2 * 0.2 * h ** 2 + 3 * 0.3 * h + (0.02 * h ** 2) / dt;
  [2, first, second].forEach((value, k) => expect(fields.data[10 * k]).toBeCloseTo(value, 13));
  const longer = totalCoefficients(model, { dt: 2 * dt }).fields;
  expect(longer.data[10]).toBeCloseTo(3 + 2 * 0.1 * h + (0.01 * h) / (2 * dt), 13);
});

test("they are the polynomial that a step of Euler adds to a polynomial", () => {
  const network = linear({ size: 5, border: "zero", stepper: "euler", carrier: 1, coefficients: { kind: "constant" } }); // prettier-ignore
  const model = withDrawn(emptyModel(network, [9]), { fields: 1, moments: 0.1, carrier: 0.01 }, 3);
  const h = 1 / 9;
  const [a, b, c] = [0.3, -2, 4];
  const start = Float64Array.from({ length: 9 }, (_, j) => a + b * j * h + c * (j * h) ** 2);
  const { fields } = totalCoefficients(model);
  const [c0, c1, c2] = [fields.data[0], fields.data[9], fields.data[18]];
  const x = 4 * h; // in the middle, where no filter sees the border
  const value = a + b * x + c * x * x;
  const expected = value + model.interval * (c0 * value + c1 * (b + 2 * c * x) + c2 * 2 * c);
  expect(stepOnce(model, start, [9])[4]).toBeCloseTo(expected, 12);
});

test("orders beyond the network's show what its filters add there", () => {
  const model = withDrawn(emptyModel(linear({ size: 5 }), [9]), { fields: 1, moments: 0.1 }, 4);
  const { orders, fields } = totalCoefficients(model, { maxOrder: 5 });
  expect(orders.length).toBe(6);
  expect(fields.data.slice(27, 36).every((value) => value !== 0)).toBe(true); // ∂³
  expect(fields.data.slice(45).every((value) => value === 0)).toBe(true); // ∂⁵, beyond five points
});

test("grids of another dimension, and a time that is none, are refused", () => {
  const model = emptyModel(linear({ size: 5, carrier: 1 }), [9, 9]);
  expect(() => coefficientFields(model, { grid: [9] })).toThrow(ShapeError);
  expect(() => coefficientFields(model, { spacing: [1] })).toThrow(ShapeError);
  expect(() => coefficientFields(model, { spacing: 0 })).toThrow(ValueError);
  expect(() => coefficientFields(model, { origin: [0, 0, 0] })).toThrow(ShapeError);
  expect(() => totalCoefficients(model, { dt: 0 })).toThrow(ValueError);
  expect(() => totalCoefficients(model, { maxOrder: -1 })).toThrow(ValueError);
});
