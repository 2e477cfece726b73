import { describe, expect, test } from "vitest";
import {
  discretize,
  discretizeComplex,
  fourierBasis,
  legendreBasis,
  phaseBasis,
  primitiveBasis,
  waveNumber,
} from "../../src/states/index.js";
import type { Basis, Domain } from "../../src/states/index.js";
import { distance, randomPhases } from "../mks/synthetic.js";

const DOMAIN: Domain = [-0.4, 1.7];

/** The values of one state in a row of cells. */
function statesOf(values: readonly number[], basis: Basis): Float64Array[] {
  const { re, shape } = discretizeComplex([values], basis);
  return Array.from({ length: shape[1] }, (_, h) =>
    re.slice(h * values.length, (h + 1) * values.length),
  );
}

/** Points of a domain: its ends, its middle and a hundred and one steps. */
const points = ([low, high]: Domain): number[] =>
  Array.from({ length: 102 }, (_, i) => (i === 101 ? high : low + (i * (high - low)) / 101));

/** ∫ f over a domain by Gauss's three points on each of 400 panels; the error falls as h⁶. */
function integral([low, high]: Domain, f: (x: Float64Array) => Float64Array): number {
  const half = (high - low) / 800;
  const offsets = [-Math.sqrt(0.6), 0, Math.sqrt(0.6)];
  const weights = [5 / 9, 8 / 9, 5 / 9];
  const x = Float64Array.from({ length: 1200 }, (_, i) => {
    return low + half * (2 * Math.floor(i / 3) + 1 + offsets[i % 3]);
  });
  return f(x).reduce((sum, value, i) => sum + half * weights[i % 3] * value, 0);
}

describe("the phase basis", () => {
  test("is 1 where the phase is the state, else 0", () => {
    const m = discretize([[0, 2, 1, 2]], phaseBasis(3));
    expect(m.shape).toEqual([1, 3, 4]);
    expect([...m.data]).toEqual([1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1]);
  });

  test("gives the same for every number type that holds the phases", () => {
    const phases = randomPhases(2, [3, 4], 3, 1);
    const expected = discretize(phases, phaseBasis(3));
    for (const data of [
      Float64Array.from(phases.data),
      Float32Array.from(phases.data),
      Int32Array.from(phases.data),
    ]) {
      expect(discretize({ data, shape: phases.shape }, phaseBasis(3))).toEqual(expected);
    }
  });
});

describe("the primitive basis", () => {
  test("is hats, m_l = max(0, 1 − |m − μ_l|/Δ)", () => {
    for (const count of [2, 3, 7]) {
      const [low, high] = DOMAIN;
      const width = (high - low) / (count - 1);
      const values = points(DOMAIN);
      statesOf(values, primitiveBasis(count, DOMAIN)).forEach((state, l) => {
        const expected = values.map((m) => Math.max(0, 1 - Math.abs(m - low - l * width) / width));
        // The centre is rounded once, and divided by a width that may be a sixth of the domain.
        state.forEach((value, x) => expect(Math.abs(value - expected[x])).toBeLessThan(1e-14));
      });
    }
  });

  test("is 1 at its own centre and 0 at all others", () => {
    const [low, high] = [-1, 1];
    for (const count of [2, 3, 5, 9]) {
      const centres = Array.from(
        { length: count },
        (_, l) => low + (l * (high - low)) / (count - 1),
      );
      statesOf(centres, primitiveBasis(count, [low, high])).forEach((state, l) => {
        expect([...state]).toEqual(centres.map((_, x) => (x === l ? 1 : 0)));
      });
    }
  });

  test("interpolates: Σ_l f(μ_l) m_l is f where f is a straight line, and its chord elsewhere", () => {
    const [low, high] = DOMAIN;
    const values = points(DOMAIN);
    for (const count of [2, 3, 8]) {
      const width = (high - low) / (count - 1);
      const states = statesOf(values, primitiveBasis(count, DOMAIN));
      const interpolated = (f: (m: number) => number): number[] =>
        values.map((_, x) =>
          states.reduce((sum, state, l) => sum + f(low + l * width) * state[x], 0),
        );
      interpolated((m) => 3 - 5 * m).forEach((value, x) => {
        expect(value).toBeCloseTo(3 - 5 * values[x], 13);
      });
      // The chord of m² lies above it by up to a quarter of the squared width.
      interpolated((m) => m * m).forEach((value, x) => {
        const gap = value - values[x] ** 2;
        expect(gap).toBeGreaterThan(-1e-14);
        expect(gap).toBeLessThan(width ** 2 / 4 + 1e-14);
      });
    }
  });

  test("is the phase basis at whole numbers", () => {
    const m = randomPhases(2, [3, 4], 4, 2);
    expect(discretize(m, primitiveBasis(4, [0, 3])).data).toEqual(
      discretize(m, phaseBasis(4)).data,
    );
  });

  test("with clip takes values outside for the nearest end", () => {
    const clipped = discretize(
      [[-9, -0.4, 0.3, 1.7, 40]],
      primitiveBasis(4, DOMAIN, { clip: true }),
    );
    const inside = discretize([[-0.4, -0.4, 0.3, 1.7, 1.7]], primitiveBasis(4, DOMAIN));
    expect(clipped.data).toEqual(inside.data);
  });
});

test("phase and primitive states of a cell sum to one", () => {
  const values = points(DOMAIN);
  for (const basis of [primitiveBasis(2, DOMAIN), primitiveBasis(9, DOMAIN)]) {
    const states = statesOf(values, basis);
    values.forEach((_, x) => {
      const sum = states.reduce((total, state) => total + state[x], 0);
      expect(Math.abs(sum - 1)).toBeLessThan(1e-14);
    });
  }
  const phases = statesOf([0, 1, 2, 3, 2], phaseBasis(4));
  for (let x = 0; x < 5; x++) expect(phases.reduce((sum, state) => sum + state[x], 0)).toBe(1);
});

describe("the Legendre basis", () => {
  const SCALED = (m: number): number => (2 * m - DOMAIN[0] - DOMAIN[1]) / (DOMAIN[1] - DOMAIN[0]);

  test("is (l + ½) P_l(t), in closed form up to degree 5", () => {
    const closed: ((t: number) => number)[] = [
      () => 1,
      (t) => t,
      (t) => (3 * t ** 2 - 1) / 2,
      (t) => (5 * t ** 3 - 3 * t) / 2,
      (t) => (35 * t ** 4 - 30 * t ** 2 + 3) / 8,
      (t) => (63 * t ** 5 - 70 * t ** 3 + 15 * t) / 8,
    ];
    const values = points(DOMAIN);
    statesOf(values, legendreBasis(6, DOMAIN)).forEach((state, l) => {
      values.forEach((m, x) => expect(state[x]).toBeCloseTo((l + 0.5) * closed[l](SCALED(m)), 12));
    });
  });

  test("is ½ everywhere in state 0, and ±(l + ½) at the ends", () => {
    const states = statesOf([-1, 0.3, 1], legendreBasis(12));
    expect([...states[0]]).toEqual([0.5, 0.5, 0.5]);
    states.forEach((state, l) => {
      expect(state[0]).toBeCloseTo((l % 2 === 0 ? 1 : -1) * (l + 0.5), 12);
      expect(state[2]).toBeCloseTo(l + 0.5, 12);
    });
  });

  test("is orthogonal: ∫ m_l m_k dt = (l + ½) δ_lk", () => {
    const at = (x: Float64Array): Float64Array[] => statesOf([...x], legendreBasis(8));
    for (let l = 0; l < 8; l++) {
      for (let k = 0; k < 8; k++) {
        const inner = integral([-1, 1], (x) => {
          const states = at(x);
          return states[l].map((value, i) => value * states[k][i]);
        });
        // Degree 14 on panels of 1/200: the quadrature's own error is about 10⁻¹¹.
        expect(inner).toBeCloseTo(l === k ? l + 0.5 : 0, 9);
      }
    }
  });

  test("projects: Σ_l m_l(t) ∫ f P_l dt is f for every polynomial of lower degree", () => {
    const f = (t: number): number => 1 - 2 * t + 3 * t ** 3;
    const basis = legendreBasis(4);
    const coefficients = [0, 1, 2, 3].map((l) =>
      integral([-1, 1], (x) => {
        return statesOf([...x], basis)[l].map((value, i) => (f(x[i]) * value) / (l + 0.5));
      }),
    );
    const values = points([-1, 1]);
    const states = statesOf(values, basis);
    values.forEach((t, x) => {
      const sum = states.reduce((total, state, l) => total + coefficients[l] * state[x], 0);
      expect(sum).toBeCloseTo(f(t), 10);
    });
  });

  test("with extrapolate goes on outside", () => {
    const basis = legendreBasis(3, [0, 2], { extrapolate: true });
    // m = 5 is t = 4: 5/2 · (3 · 16 − 1)/2 = 58.75.
    expect([...discretize([[5]], basis).data]).toEqual([0.5, 6, 58.75]);
  });
});

describe("the Fourier basis", () => {
  const values = points(DOMAIN);
  const period = DOMAIN[1] - DOMAIN[0];
  const { re, im, shape } = discretizeComplex([values], fourierBasis(5, DOMAIN));
  const row = (plane: Float64Array, h: number): Float64Array =>
    plane.slice(h * values.length, (h + 1) * values.length);

  test("is exp(2πi j (m − lo)/(hi − lo)) for j = 0, 1, −1, 2, −2", () => {
    expect(shape).toEqual([1, 5, 102]);
    [0, 1, -1, 2, -2].forEach((j, h) => {
      values.forEach((m, x) => {
        const angle = (2 * Math.PI * j * (m - DOMAIN[0])) / period;
        expect(row(re, h)[x]).toBeCloseTo(Math.cos(angle), 14);
        expect(row(im, h)[x]).toBeCloseTo(Math.sin(angle), 14);
      });
    });
  });

  test("has modulus 1, and opposite waves are conjugate, bit by bit", () => {
    re.forEach((value, i) => expect(Math.hypot(value, im[i])).toBeCloseTo(1, 15));
    for (const h of [1, 3]) {
      expect(row(re, h + 1)).toEqual(row(re, h));
      expect(row(im, h + 1)).toEqual(row(im, h).map((value) => -value));
    }
  });

  test("is periodic: values outside the domain are values inside", () => {
    const moved = discretizeComplex([values.map((m) => m - 3 * period)], fourierBasis(5, DOMAIN));
    // Angles up to 6 · 2π: sixteen digits of forty.
    expect(distance(moved.re, re)).toBeLessThan(3e-14);
    expect(distance(moved.im, im)).toBeLessThan(3e-14);
  });

  test("is orthogonal over equal steps of the domain: Σ_x m_j conj m_k = N δ_jk", () => {
    const [steps, count] = [12, 7];
    const cells = Array.from({ length: steps }, (_, x) => DOMAIN[0] + (x * period) / steps);
    const waves = discretizeComplex([cells], fourierBasis(count, DOMAIN));
    for (let j = 0; j < count; j++) {
      for (let k = 0; k < count; k++) {
        let [sumRe, sumIm] = [0, 0];
        for (let x = 0; x < steps; x++) {
          const [a, b] = [j * steps + x, k * steps + x];
          sumRe += waves.re[a] * waves.re[b] + waves.im[a] * waves.im[b];
          sumIm += waves.im[a] * waves.re[b] - waves.re[a] * waves.im[b];
        }
        expect(sumRe).toBeCloseTo(j === k ? steps : 0, 12);
        expect(sumIm).toBeCloseTo(0, 12);
        if (j !== k) expect(waveNumber(j)).not.toBe(waveNumber(k));
      }
    }
  });
});
