/** Where symbolic networks begin: at equations that are given or found. */
import { expect, test } from "vitest";
import { ShapeError, ValueError } from "../../../src/core/index.js";
import { physics } from "../../../src/index.js";
import {
  equation,
  fit,
  formatEquation,
  fromEquation,
  linear,
  pdeFind,
  symbolic,
} from "../../../src/pdenet/index.js";
import type { Equation, Factor, Term } from "../../../src/pdenet/index.js";

const SIZE = 64;
const spacing = (2 * Math.PI) / SIZE;
const dt = 0.05;

/** A λ–ω oscillator that diffuses along a line; cubes of its three waves have nine. */
async function oscillator() {
  const shape = [SIZE];
  const drawn = { samples: 6, components: 2, frequency: 3, normalize: true, shift: 0.5 };
  const start = physics.randomFourier(shape, drawn, 1);
  const kinetics = physics.lambdaOmega();
  const solver = physics.reactionDiffusion({ shape, diffusivity: 0.1, kinetics, dealias: 0.5 });
  return (await solver.solve(start, { interval: dt, steps: 12 })).u;
}

/** Heat along a line. */
const heat = async () =>
  (
    await physics
      .heat({ shape: [SIZE], diffusivity: 0.1 })
      .solve(physics.randomFourier([SIZE], { samples: 4, frequency: 3 }, 2), {
        interval: dt,
        steps: 6,
      })
  ).u;

const term = (
  coefficient: number,
  factors: readonly Factor[],
  derivative: Term["derivative"] = null,
): Term => ({ factors, derivative, coefficient, contribution: NaN, interval: null });
const along = (order: number, component = 0): Factor => ({ component, order: [order] });
const equationOf = (...terms: (readonly Term[])[]): Equation => ({
  ...{ names: ["u", "v"].slice(0, terms.length), axes: ["x"], terms },
  remainder: terms.map(() => 0),
});

/** Coefficients of a network by the text of their products. */
const read = (found: Equation): Map<string, number>[] =>
  found.terms.map(
    (own, c) =>
      new Map(
        own.map((one) => {
          const alone = { ...found, terms: found.terms.map((_, i) => (i === c ? [one] : [])) };
          const line = formatEquation(
            {
              ...alone,
              terms: alone.terms.map((all) => all.map((t) => ({ ...t, coefficient: 1 }))),
            },
            { digits: 1 },
          ).split("\n")[c];
          return [line.replace(/^.* = 1 ?/, ""), one.coefficient];
        }),
      ),
  );

test("a network that begins at an equation is that equation", async () => {
  const u = await heat();
  // 0.1 u_xx − ½ (u²)_x + 0.2 u³, of which the second is −u u_x
  const known = equationOf([
    term(0.1, [along(2)]),
    term(-0.5, [along(0), along(0)], [1]),
    term(0.2, [along(0), along(0), along(0)]),
  ]);
  const network = symbolic({ products: 3 });
  const { model } = await fit(u, dt, { spacing, network, start: known, schedule: [] });
  const [found] = read(equation(model, { degree: 3 }));
  // A handful of roundings: units and one multiplication for every product.
  const expected: [string, number][] = [
    ["u_xx", 0.1],
    ["u u_x", -1],
    ["u³", 0.2],
  ];
  for (const [key, value] of expected) {
    expect(Math.abs((found.get(key) ?? 0) - value)).toBeLessThan(1e-14);
    found.delete(key);
  }
  expect(Math.max(0, ...[...found.values()].map(Math.abs))).toBeLessThan(1e-14);
});

test("a direct start is cubic where squares leave much of the rate", async () => {
  const u = await oscillator();
  const { model } = await fit(u, dt, { spacing, network: symbolic(), schedule: [] });
  const [first, second] = read(equation(model, { degree: 3, threshold: 0.01, trajectories: u }));
  const truth = {
    ...{ u_xx: 0.1, u: 1, "u³": -1, "u v²": -1, "u² v": 1, "v³": 1 },
  };
  // Second differences of seven points err by (kh)⁶/560, 8e-4 for nine waves.
  for (const [key, value] of Object.entries(truth)) {
    expect(Math.abs((first.get(key) ?? 0) / value - 1), key).toBeLessThan(1e-3);
  }
  expect(first.size).toBe(6);
  expect(second.size).toBe(6);
});

test("noise that is most of what squares leave does not hide a cube", async () => {
  const solver = physics.semilinear({
    ...{ shape: [SIZE], timeStep: dt / 4, fields: { v: [0] }, outputs: [{}] },
    linear: ([k]) => ({ re: -0.05 * k * k, im: -k }),
    nonlinear: ([R], { v }) => v.forEach((value, x) => (R[x] = -0.5 * value ** 3)),
  });
  const drawn = { samples: 12, frequency: 3, normalize: true };
  const film = await solver.solve(physics.randomFourier([SIZE], drawn, 3), {
    interval: dt,
    steps: 16,
  });
  const { u } = physics.observe(film.u, { noise: 0.003 }, 4);
  const { model } = await fit(u, dt, { spacing, network: symbolic(), schedule: [] });
  const [found] = read(equation(model, { degree: 3, threshold: 0.02, trajectories: u }));
  expect([...found.keys()].sort()).toEqual(["u_x", "u_xx", "u³"]);
  // u is at most one: noise of 0.003 in 12·16·64 rates of Δt 0.05 leaves 0.003 √2/0.05/√12288 = 0.0008 of a rate of
  // 0.5, and what noise does to u_xx as much as ten times that.
  expect(Math.abs((found.get("u³") ?? 0) / -0.5 - 1)).toBeLessThan(0.05);
});

test("where squares suffice, cubes are not looked for", async () => {
  const u = await heat();
  const { model } = await fit(u, dt, { spacing, network: symbolic({ products: 2 }), schedule: [] });
  const [found] = read(equation(model, { degree: 4, threshold: 0.001, trajectories: u }));
  expect([...found.keys()]).toEqual(["u_xx"]);
});

test("an equation that the network cannot be is refused", async () => {
  const u = await heat();
  const begun = (start: Equation, network = symbolic({ products: 1 })) =>
    fit(u, dt, { spacing, network, start, schedule: [] });
  await expect(begun(equationOf([term(1, [along(0)])], [term(1, [along(0, 1)])]))).rejects.toThrow(
    ShapeError,
  );
  await expect(begun(equationOf([term(1, [along(0)])], []))).rejects.toThrow(
    "pdenet.fit: start should be an equation of 1 components on 1 axes; got one of 2 on 1.",
  );
  await expect(begun(equationOf([term(1, [along(3)])]))).rejects.toThrow(
    /derivatives up to order 2; got \[3\] of field 0\. Ask for a higher maxOrder\.$/,
  );
  await expect(begun(equationOf([term(1, [along(0, 1)])]))).rejects.toThrow(ValueError);
  const cube = equationOf([term(1, [along(0), along(0), along(0)])]);
  await expect(begun(cube)).rejects.toThrow(
    "pdenet.fit: start should need at most the network's 1 products; the equation of u needs 2. Take " +
      "symbolic({ products: 2 }).",
  );
  await expect(
    fit(u, dt, { spacing, network: linear(), start: cube, schedule: [] }),
  ).rejects.toThrow(
    /should be an equation for a symbolic network only; got a network of kind "linear"/,
  );
});

test("the equation of a regression is a network's start, whichever its form", async () => {
  const u = await oscillator();
  const terms = { kind: "conservative", degree: 3 } as const;
  const { equation: found } = pdeFind(u, dt, { spacing, form: "weak", terms, resamples: 0 });
  const begun = await fit(u, dt, { spacing, network: symbolic(), start: found, schedule: [] });
  const known = await fit(u, dt, { spacing, network: fromEquation(found), schedule: [] });
  const [a, b] = [read(equation(begun.model)), read(equation(known.model))];
  b.forEach((own, c) => {
    for (const [key, value] of own) {
      expect(Math.abs((a[c].get(key) ?? 0) - value), key).toBeLessThan(1e-12);
    }
  });
});
