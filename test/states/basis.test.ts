import { describe, expect, test } from "vitest";
import { ValueError } from "../../src/core/index.js";
import {
  fourierBasis,
  legendreBasis,
  phaseBasis,
  primitiveBasis,
  waveNumber,
} from "../../src/states/index.js";
import type { Domain } from "../../src/states/index.js";

describe("a basis is plain data", () => {
  test("with all its states and a domain of its own by default", () => {
    expect(phaseBasis(3)).toEqual({ kind: "phase", count: 3, states: [0, 1, 2] });
    expect(primitiveBasis(2)).toEqual({
      kind: "primitive",
      count: 2,
      states: [0, 1],
      domain: [0, 1],
      clip: false,
    });
    expect(legendreBasis(2)).toEqual({
      kind: "legendre",
      count: 2,
      states: [0, 1],
      domain: [-1, 1],
      extrapolate: false,
    });
    expect(fourierBasis(3)).toEqual({
      kind: "fourier",
      count: 3,
      states: [0, 1, 2],
      domain: [0, 2 * Math.PI],
    });
  });

  test("that keeps what was asked for, as its own copy", () => {
    const states = [2, 0];
    const domain: [number, number] = [-2, 5];
    const made = [
      phaseBasis(4, { states }),
      primitiveBasis(4, domain, { states, clip: true }),
      legendreBasis(4, domain, { states, extrapolate: true }),
      fourierBasis(4, domain, { states }),
    ];
    states[0] = 3;
    domain[0] = 0;
    for (const basis of made) {
      expect(basis.count).toBe(4);
      expect(basis.states).toEqual([2, 0]);
      if (basis.kind !== "phase") expect(basis.domain).toEqual([-2, 5]);
      if (basis.kind === "primitive") expect(basis.clip).toBe(true);
      if (basis.kind === "legendre") expect(basis.extrapolate).toBe(true);
      expect(JSON.parse(JSON.stringify(basis))).toEqual(basis);
    }
  });
});

test("wave numbers go 0, 1, −1, 2, −2, …", () => {
  expect([0, 1, 2, 3, 4, 5, 6].map((state) => waveNumber(state) + 0)).toEqual([
    0, 1, -1, 2, -2, 3, -3,
  ]);
});

describe("bases refuse", () => {
  const BASES: [string, number, (count: number, domain?: Domain, states?: number[]) => unknown][] =
    [
      ["phaseBasis", 1, (count, _, states) => phaseBasis(count, states && { states })],
      ["primitiveBasis", 2, (count, d, states) => primitiveBasis(count, d, states && { states })],
      ["legendreBasis", 1, (count, d, states) => legendreBasis(count, d, states && { states })],
      ["fourierBasis", 1, (count, d, states) => fourierBasis(count, d, states && { states })],
    ];

  test.each(BASES)("counts that are none: %s", (name, least, make) => {
    expect(() => make(least)).not.toThrow();
    for (const count of [least - 1, -1, 2.5, NaN]) {
      expect(() => make(count)).toThrow(
        new ValueError(`states.${name}: count should be an integer ≥ ${least}; got ${count}.`),
      );
    }
  });

  test.each(BASES)("states that are unknown, doubled or none: %s", (name, _, make) => {
    for (const states of [[3], [-1], [0.5], [0, 1, 0], []]) {
      expect(() => make(3, [0, 1], states)).toThrow(
        new ValueError(
          `states.${name}: states should list different indices between 0 and 2; ` +
            `got [${states.join(", ")}].`,
        ),
      );
    }
  });

  test.each(BASES.slice(1))("domains without length or end: %s", (name, _, make) => {
    const domains: Domain[] = [
      [1, 1],
      [2, 1],
      [NaN, 1],
      [0, Infinity],
      [-Infinity, 0],
    ];
    for (const [low, high] of domains) {
      expect(() => make(3, [low, high])).toThrow(
        new ValueError(
          `states.${name}: domain should be [low, high] with low < high; got [${low}, ${high}].`,
        ),
      );
    }
  });
});
