import { describe, expect, test } from "vitest";
import { augmentationOf } from "../../src/cnn/augmentation.js";
import { cellsOf } from "../../src/cnn/cells.js";
import {
  recurrent,
  symmetries,
  symmetriesOf,
  turnCells,
  turnStrain,
  turnStrains,
} from "../../src/cnn/index.js";
import { createRng } from "../../src/core/index.js";
import { solveElasticity } from "../../src/physics/index.js";
import { contrast, distance, generalStrain, randomCell } from "../physics/elasticity/cells.js";

const solve = (m: Parameters<typeof solveElasticity>[0], E: number[], tolerance = 1e-11) =>
  solveElasticity(m, contrast(10), E, { element: "q1bbar", tolerance });

test("there are 8 in the plane and 48 in space, and the first changes nothing", () => {
  expect([2, 3].map((axes) => symmetries(axes).length)).toEqual([8, 48]);
  const cell = randomCell([3, 4, 5], 2, 1);
  const [identity] = symmetries(3);
  expect(turnCells(identity, cell).data).toEqual(cell.data);
  const different = new Set(symmetries(3).map((symmetry) => turnCells(symmetry, cell).data.join()));
  // Turned cells on permuted grids may coincide only by chance; with 60 random voxels they do not.
  expect(different.size).toBe(48);
});

describe.each([[[5, 4]], [[3, 4, 5]]])("on %o", (grid) => {
  test("every symmetry of a cell and its load is one of the solver's strains", async () => {
    const cell = randomCell(grid, 2, 2);
    const E = generalStrain(grid.length);
    const { strain } = await solve(cell, E);
    const all = symmetries(grid.length);
    for (const symmetry of grid.length === 2 ? all : all.filter((_, i) => i % 5 === 0)) {
      const turned = await solve(turnCells(symmetry, cell), turnStrain(symmetry, E));
      expect(distance(turned.strain, turnStrains(symmetry, strain))).toBeLessThan(1e-9);
    }
  });
});

test("a quarter turn turns the sign of a shear", () => {
  const quarter = { permutation: [1, 0], mirrored: [true, false] };
  expect(turnStrain(quarter, [1, 2, 3])).toEqual([2, 1, -3]);
  expect(
    turnStrain({ permutation: [2, 0, 1], mirrored: [false, false, true] }, [1, 2, 3, 4, 5, 6]),
  ).toEqual([3, 1, 2, -6, -4, 5]);
});

test("stretching along x is kept by mirrors, and in space by the exchange of y and z", () => {
  expect(symmetriesOf([[1, 0, 0]])).toHaveLength(4);
  expect(symmetriesOf([[1, 0, 0, 0, 0, 0]])).toHaveLength(16);
  expect(
    symmetriesOf([
      [1, 0, 0],
      [0, 1, 0],
    ]),
  ).toHaveLength(8);
  expect(symmetriesOf([[0, 0, 1]])).toHaveLength(4);
});

test.each([[[5, 4]], [[3, 4, 4]]])(
  "augmented batches on %o are the solver's strains",
  async (grid) => {
    const axes = grid.length as 2 | 3;
    const E = [1, ...new Array<number>(axes === 2 ? 2 : 5).fill(0)];
    const m = {
      data: Int32Array.from([3, 4, 5].flatMap((s) => [...randomCell(grid, 2, s).data])),
      shape: [3, ...grid],
    };
    const { strain } = await solve(m, E);
    const network = recurrent({ axes, kernelSize: 3 });
    const cells = cellsOf(network, m, strain, "float64", "test");
    const augment = augmentationOf(network, cells);
    const rng = createRng(6);
    const seen = new Set<string>();
    for (let round = 0; round < 8; round++) {
      const { x, y } = augment(cells, rng);
      const size = strain.size / (3 * network.components);
      const phases = Int32Array.from(
        { length: 3 * size },
        (_, i) => x.data[Math.floor(i / size) * (size + network.components) + (i % size)],
      );
      seen.add(phases.join());
      const found = await solve({ data: phases, shape: m.shape }, E);
      expect(distance(found.strain, Float64Array.from(y.data))).toBeLessThan(1e-9);
    }
    expect(seen.size).toBe(8);
  },
);

test("what is no cell of the symmetry's axes is refused", () => {
  const [identity] = symmetries(2);
  expect(() => symmetries(4)).toThrow("cnn.symmetries: axes");
  expect(() => turnCells(identity, randomCell([3, 4, 5], 2, 1))).toThrow(
    "cnn.turnCells: a symmetry of 2 axes acts on cells of as many",
  );
  expect(() => turnStrains(identity, { data: new Float64Array(12), shape: [1, 2, 3, 2] })).toThrow(
    "cnn.turnStrains: strains should have 3 components on axis 1; got [1, 2, 3, 2]",
  );
});
