import { expect, test } from "vitest";
import { solveElasticity, vonMises } from "../../../src/physics/index.js";
import { contrast, generalStrain, randomCell } from "./cells.js";

test("uniaxial stress, pure shear and pressure", () => {
  const of = (...σ: number[]): number =>
    vonMises({ data: Float64Array.from(σ), shape: [1, 6, 1, 1, 1] }).data[0];
  expect(of(-3, 0, 0, 0, 0, 0)).toBe(3);
  expect(of(0, 0, 0, 0, 2, 0)).toBeCloseTo(2 * Math.sqrt(3), 14);
  expect(of(5, 5, 5, 0, 0, 0)).toBe(0);
});

test("plane strain knows the stress across the plane: the cell in space agrees", async () => {
  const plane = randomCell([5, 4], 2, 1);
  const solid = {
    data: Int32Array.from({ length: 40 }, (_, at) => plane.data[Math.floor(at / 2)]),
    shape: [1, 5, 4, 2],
  };
  const [xx, yy, xy] = generalStrain(2);
  const options = { element: "q1", tolerance: 1e-12, vonMises: true } as const;
  const flat = await solveElasticity(plane, contrast(10), [xx, yy, xy], options);
  const thick = await solveElasticity(solid, contrast(10), [xx, yy, 0, 0, 0, xy], options);
  for (let x = 0; x < 20; x++) {
    expect(Math.abs(flat.vonMises.data[x] - thick.vonMises.data[2 * x])).toBeLessThan(1e-9);
  }
  const fields = {
    elasticModulus: { data: Float64Array.from(plane.data, (h) => [1, 10][h]), shape: plane.shape },
    poissonRatio: { data: new Float64Array(20).fill(0.3), shape: plane.shape },
  };
  const own = await solveElasticity(null, fields, [xx, yy, xy], options);
  for (let x = 0; x < 20; x++) {
    expect(Math.abs(own.vonMises.data[x] - flat.vonMises.data[x])).toBeLessThan(1e-9);
  }
});

test("plane stress has none across the plane", async () => {
  const m = randomCell([5, 4], 2, 2);
  const solution = await solveElasticity(m, contrast(10), [1, 0, 0.3], {
    plane: "stress",
    vonMises: true,
  });
  expect(solution.vonMises.data).toEqual(vonMises(solution.stress).data);
});

test("a stiffness of three components does not tell", async () => {
  const C = [
    [2, 1, 0],
    [1, 2, 0],
    [0, 0, 1],
  ];
  const m = randomCell([5, 4], 2, 3);
  await expect(
    solveElasticity(m, { stiffness: [C, C] }, [1, 0, 0], { vonMises: true }),
  ).rejects.toThrow(/vonMises needs σ_zz, which a stiffness of three components does not tell/);
});
