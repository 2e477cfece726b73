import { describe, expect, test } from "vitest";
import { sizeOf } from "../../src/core/index.js";
import {
  discretizeComplex,
  fourierBasis,
  isComplexBasis,
  legendreBasis,
  neighbourBasis,
  phaseBasis,
  primitiveBasis,
  redundancyOf,
  stateCount,
} from "../../src/states/index.js";
import type { Basis } from "../../src/states/index.js";
import { randomPhases } from "../mks/synthetic.js";

interface Case {
  readonly name: string;
  readonly basis: Basis;
  readonly kind: "partition" | "constant" | "none";
  readonly state: number;
}

const CASES: readonly Case[] = [
  { name: "phases", basis: phaseBasis(4), kind: "partition", state: 3 },
  { name: "one phase", basis: phaseBasis(1), kind: "partition", state: 0 },
  {
    name: "phases in another order",
    basis: phaseBasis(4, { states: [2, 3, 0, 1] }),
    kind: "partition",
    state: 3,
  },
  { name: "some phases", basis: phaseBasis(4, { states: [0, 2, 3] }), kind: "none", state: -1 },
  { name: "hats", basis: primitiveBasis(4, [0, 3.3]), kind: "partition", state: 3 },
  {
    name: "some hats",
    basis: primitiveBasis(4, [0, 3], { states: [1, 3] }),
    kind: "none",
    state: -1,
  },
  { name: "Legendre", basis: legendreBasis(4, [0, 3]), kind: "constant", state: 0 },
  {
    name: "Legendre, the constant last",
    basis: legendreBasis(4, [0, 3], { states: [3, 1, 0] }),
    kind: "constant",
    state: 2,
  },
  {
    name: "Legendre without the constant",
    basis: legendreBasis(4, [0, 3], { states: [1, 2] }),
    kind: "none",
    state: -1,
  },
  { name: "Fourier", basis: fourierBasis(5, [0, 5]), kind: "constant", state: 0 },
  {
    name: "Fourier, the constant in the middle",
    basis: fourierBasis(5, [0, 5], { states: [3, 0, 4] }),
    kind: "constant",
    state: 1,
  },
  {
    name: "Fourier without the constant",
    basis: fourierBasis(5, [0, 5], { states: [1, 2] }),
    kind: "none",
    state: -1,
  },
  {
    name: "neighbours of phases",
    basis: neighbourBasis(phaseBasis(4), 4),
    kind: "constant",
    state: 0,
  },
  {
    name: "neighbours of hats",
    basis: neighbourBasis(primitiveBasis(4, [0, 3]), 8),
    kind: "constant",
    state: 0,
  },
];

describe.each(CASES)("what is known of $name", ({ basis, kind, state }) => {
  const phases = basis.kind === "phase" ? basis.count : 4;
  // So many cells that every pair of neighbouring phases occurs.
  const { re, im, shape } = discretizeComplex(randomPhases(12, [5, 6], phases, 1), basis);
  const [samples, states, ...grid] = shape;
  const known = redundancyOf(basis);
  const planes = Array.from({ length: states }, (_, h) => planeOf(re, h));
  const imaginary = Array.from({ length: states }, (_, h) => planeOf(im, h));
  const spread = (values: Float64Array): number => Math.max(...values) - Math.min(...values);

  /** One state of all cells of all samples. */
  function planeOf(values: Float64Array, h: number): Float64Array {
    const size = sizeOf(grid);
    return Float64Array.from({ length: samples * size }, (_, i) => {
      return values[(Math.floor(i / size) * states + h) * size + (i % size)];
    });
  }

  test("names the relation, its state and the free ones", () => {
    const all = Array.from({ length: states }, (_, h) => h);
    expect(known.kind).toBe(kind);
    expect(known.state).toBe(state);
    expect(known.free).toEqual(all.filter((h) => h !== state));
    expect(stateCount(basis)).toBe(states);
    if (kind !== "constant") expect(known.value).toBe(0);
  });

  test("holds in every cell", () => {
    const sum = planes[0].map((_, i) => planes.reduce((total, plane) => total + plane[i], 0));
    if (kind === "partition") sum.forEach((value) => expect(value).toBeCloseTo(1, 14));
    if (kind !== "partition") expect(spread(sum)).toBeGreaterThan(0.1);
    if (kind !== "constant") return;
    expect(new Set(planes[state])).toEqual(new Set([known.value]));
    expect(Math.max(...imaginary[state].map(Math.abs))).toBe(0);
    expect(known.value).not.toBe(0);
  });

  test("is all there is: no free state is constant", () => {
    for (const h of known.free) {
      expect(spread(planes[h]) + spread(imaginary[h])).toBeGreaterThan(0.1);
    }
  });
});

test("only Fourier states are complex", () => {
  for (const { basis } of CASES) expect(isComplexBasis(basis)).toBe(basis.kind === "fourier");
});
