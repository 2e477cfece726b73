import { describe, expect, test } from "vitest";
import { ndarrayOf, sizeOf } from "../../src/core/index.js";
import {
  createSampler,
  discretize,
  discretizeComplex,
  fourierBasis,
  isComplexBasis,
  legendreBasis,
  neighbourBasis,
  phaseBasis,
  primitiveBasis,
} from "../../src/states/index.js";
import type { Basis } from "../../src/states/index.js";
import { randomField, randomPhases } from "../mks/synthetic.js";

describe("whatever the basis", () => {
  const BASES: [string, (states?: number[]) => Basis][] = [
    ["phase", (states) => phaseBasis(5, states && { states })],
    ["primitive", (states) => primitiveBasis(5, [0, 4], states && { states })],
    ["Legendre", (states) => legendreBasis(5, [0, 4], states && { states })],
    ["Fourier", (states) => fourierBasis(5, [0, 4], states && { states })],
  ];

  test.each(BASES)("a subset of states is that subset, degree and norm included: %s", (_, make) => {
    const m = randomPhases(2, [3, 4], 5, 3);
    const all = discretizeComplex(m, make());
    const some = discretizeComplex(m, make([3, 0, 4]));
    expect(some.shape).toEqual([2, 3, 3, 4]);
    for (let s = 0; s < 2; s++) {
      [3, 0, 4].forEach((state, h) => {
        const [from, to] = [(s * 5 + state) * 12, (s * 3 + h) * 12];
        expect(some.re.slice(to, to + 12)).toEqual(all.re.slice(from, from + 12));
        expect(some.im.slice(to, to + 12)).toEqual(all.im.slice(from, from + 12));
      });
    }
  });

  test.each(BASES)(
    "states stand between samples and space, of one to three axes: %s",
    (_, make) => {
      for (const grid of [[6], [2, 3], [1, 3, 2]]) {
        const m = randomPhases(4, grid, 5, 4);
        const all = discretizeComplex(m, make());
        expect(all.shape).toEqual([4, 5, ...grid]);
        for (let s = 0; s < 4; s++) {
          const one = { data: m.data.slice(s * 6, (s + 1) * 6), shape: [1, ...grid] };
          const alone = discretizeComplex(one, make());
          expect(alone.re).toEqual(all.re.slice(s * 30, (s + 1) * 30));
          expect(alone.im).toEqual(all.im.slice(s * 30, (s + 1) * 30));
        }
      }
    },
  );

  test.each(BASES.slice(0, 3))("a real basis has no imaginary part: %s", (_, make) => {
    const m = randomPhases(2, [3, 4], 5, 5);
    const { re, im, shape } = discretizeComplex(m, make());
    expect(discretize(m, make())).toEqual(ndarrayOf(re, shape));
    expect(im).toEqual(new Float64Array(sizeOf(shape)));
  });

  test.each(BASES)(
    "strided views are read in their order, and nothing is written: %s",
    (_, make) => {
      const field = randomField([2, 3, 4], 6, [0, 4]);
      const whole = ndarrayOf(field.data.map(Math.round), field.shape);
      const copy = whole.data.slice();
      const turned = whole.transpose(0, 2, 1);
      const dense = new Float64Array(24).map((_v, i) =>
        turned.get(Math.floor(i / 12), Math.floor(i / 3) % 4, i % 3),
      );
      expect(discretizeComplex(turned, make())).toEqual(
        discretizeComplex({ data: dense, shape: [2, 4, 3] }, make()),
      );
      expect(whole.data).toEqual(copy);
    },
  );

  test.each(BASES)("an empty set of samples has no states: %s", (_, make) => {
    expect(discretizeComplex({ data: [], shape: [0, 3] }, make()).shape).toEqual([0, 5, 3]);
  });
});

describe("the sampler", () => {
  const BASES: [string, Basis][] = [
    ["phase", phaseBasis(4)],
    ["primitive", primitiveBasis(4, [0, 3])],
    ["Legendre", legendreBasis(4, [0, 3])],
    ["Fourier", fourierBasis(4, [0, 5])],
    ["neighbours", neighbourBasis(phaseBasis(4), 8)],
  ];

  test.each(BASES)(
    "writes the chosen states where it is told to, and nothing else: %s",
    (_, basis) => {
      const grid = [3, 4];
      const m = randomPhases(3, grid, 4, 7);
      const { re, im, shape } = discretizeComplex(m, basis);
      const chosen = [3, 0];
      const into = [0, 1].map(() => new Float64Array(5 + 24 + 3).fill(NaN));
      createSampler(basis, grid, chosen)(m.data, 12, into[0], into[1], 5);
      [re, im].forEach((plane, part) => {
        const expected = chosen.flatMap((h) => {
          const start = (shape[1] + h) * 12; // sample 1
          return [...plane.subarray(start, start + 12)];
        });
        const written = part === 0 || isComplexBasis(basis) ? expected : expected.map(() => NaN);
        expect([...into[part]]).toEqual([...Array<number>(5).fill(NaN), ...written, NaN, NaN, NaN]);
      });
    },
  );

  test.each(BASES)("remembers nothing of the sample before: %s", (_, basis) => {
    const m = randomPhases(2, [3, 4], 4, 8);
    const sample = createSampler(basis, [3, 4], [1, 2]);
    const [first, again, im] = [0, 1, 2].map(() => new Float64Array(24));
    sample(m.data, 0, first, im, 0);
    sample(m.data, 12, new Float64Array(24), im, 0);
    sample(m.data, 0, again, im, 0);
    expect(again).toEqual(first);
  });
});
