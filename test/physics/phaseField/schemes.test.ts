/** What both equations and both schemes share: one energy, and steps that are what they are said to be. */
import { afterEach, describe, expect, test } from "vitest";
import { use } from "../../../src/compute/index.js";
import { ndarrayOf } from "../../../src/core/index.js";
import { allenCahn, cahnHilliard, freeEnergy } from "../../../src/physics/index.js";
import type { FlowOptions, PhaseField, PhaseFieldScheme } from "../../../src/physics/index.js";
import { rolled } from "../../mks/synthetic.js";
import { distance, fieldOf, GRIDS, multiplied, noise } from "./fields.js";

const SCHEMES: PhaseFieldScheme[] = ["semi-implicit", "exponential"];

interface Equation {
  readonly name: string;
  readonly make: (options: FlowOptions & { readonly scheme: PhaseFieldScheme }) => PhaseField;
  readonly gamma: number;
  /** Ĝ. */
  readonly mobility: (square: number) => number;
}

const EQUATIONS: Equation[] = [
  {
    name: "Cahn–Hilliard",
    make: (options) => cahnHilliard({ gamma: 0.7, mobility: 1.5, ...options }),
    gamma: 0.7,
    mobility: (square) => 1.5 * square,
  },
  {
    name: "Allen–Cahn",
    make: (options) => allenCahn({ epsilon: 0.8, mobility: 1.5, ...options }),
    gamma: 0.8 ** 2,
    mobility: () => 1.5,
  },
];

const cubes = (u: Float64Array): Float64Array => u.map((value) => value ** 3);

/** One step of the semi-implicit scheme, from its formula. */
function semiImplicit(u: Float64Array, grid: (typeof GRIDS)[0], dt: number, of: Equation) {
  const implicit = (square: number): number =>
    1 + dt * of.mobility(square) * (2 + of.gamma * square);
  const linear = multiplied(u, grid, (q) => (1 + 3 * dt * of.mobility(q)) / implicit(q));
  const cubic = multiplied(cubes(u), grid, (q) => (dt * of.mobility(q)) / implicit(q));
  return linear.map((value, x) => value - cubic[x]);
}

/** One step of the exponential scheme: u_t = −G (4 − γ∇²) u + G N(u), N = 5u − u³. */
function exponential(u: Float64Array, grid: (typeof GRIDS)[0], dt: number, of: Equation) {
  const rate = (q: number): number => of.mobility(q) * (4 + of.gamma * q);
  const one = (x: number): number => (x === 0 ? 1 : -Math.expm1(-x) / x);
  const two = (x: number): number => (x === 0 ? 1 / 2 : (1 - one(x)) / x);
  const N = (v: Float64Array): Float64Array => v.map((value) => 5 * value - value ** 3);
  const decayed = multiplied(u, grid, (q) => Math.exp(-dt * rate(q)));
  const pushed = multiplied(N(u), grid, (q) => dt * of.mobility(q) * one(dt * rate(q)));
  const p = decayed.map((value, x) => value + pushed[x]);
  const change = N(p).map((value, x) => value - N(u)[x]);
  const second = multiplied(change, grid, (q) => dt * of.mobility(q) * two(dt * rate(q)));
  return p.map((value, x) => value + second[x]);
}

for (const equation of EQUATIONS) {
  const { name, make, gamma, mobility } = equation;
  for (const scheme of SCHEMES) {
    describe(`${name}, ${scheme}`, () => {
      afterEach(() => use({}));

      test("one step is its formula, on every grid", () => {
        for (const grid of GRIDS) {
          for (const timeStep of [1e-3, 0.1, 10]) {
            const phi = noise([1, ...grid.shape], 0.9, 3);
            const stepped = make({ ...grid, timeStep, scheme }).step(phi);
            const definition = scheme === "exponential" ? exponential : semiImplicit;
            const expected = definition(phi.data, grid, timeStep, equation);
            expect(stepped.shape).toEqual(phi.shape);
            // ϕ₂ from ϕ₁ loses ε/x = 1e-16/4e-3 here, times the small factor before it.
            expect(distance(stepped.data, expected)).toBeLessThan(2e-14);
          }
        }
      });

      test("the energy never rises, whatever the time step", async () => {
        const grid = { shape: [24, 20], spacing: [0.5, 0.6] };
        for (const timeStep of [1e-3, 1e-2, 0.1, 1, 10, 1e3, 1e6]) {
          const plan = make({ ...grid, timeStep, scheme });
          for (const amplitude of [0.05, 0.9, 1.2]) {
            const phi = noise([1, ...grid.shape], amplitude, 5);
            const { energy, trajectory } = await plan.rollout(phi, 150, { every: 1 });
            // The theorem's condition, |φ| ≤ √(5/3), is met.
            expect(
              distance(
                trajectory.data,
                trajectory.data.map(() => 0),
              ),
            ).toBeLessThan(1.29);
            const [first] = energy.data;
            for (let t = 1; t < energy.data.length; t++) {
              // Rounding of sums over 480 cells.
              expect(energy.data[t] - energy.data[t - 1]).toBeLessThan(1e-14 * first);
            }
            expect(energy.data[150]).toBeLessThan(0.999 * first);
          }
        }
      });

      test("the energy on the way is that of the fields, even where steps are so long that waves grow fast", async () => {
        for (const grid of [
          { shape: [48], spacing: [0.5] },
          { shape: [24, 20], spacing: [0.5, 0.6] },
          { shape: [21, 15], spacing: [0.5, 0.6] },
          { shape: [8, 9, 10], spacing: 0.6 },
        ]) {
          const plan = make({ ...grid, timeStep: 10, scheme });
          const { trajectory, energy } = await plan.rollout(noise([1, ...grid.shape], 0.5, 2), 400);
          const end = ndarrayOf(trajectory.data.slice(trajectory.data.length / 2), [
            1,
            ...grid.shape,
          ]);
          const { data } = freeEnergy(end, { gamma, spacing: grid.spacing });
          expect(Math.abs(energy.data[1] - data[0])).toBeLessThan(1e-12 * energy.data[0]);
        }
      });

      test("the phases ±1 and φ = 0 are fixed points", async () => {
        const phi = ndarrayOf(new Float64Array(3 * 35), [3, 5, 7]);
        phi.data.fill(-1, 0, 35).fill(1, 70);
        const { trajectory } = await make({ shape: [5, 7], timeStep: 0.1, scheme }).rollout(
          phi,
          100,
        );
        const ends = [0, 1, 2].flatMap((s) => [
          ...trajectory.data.subarray(70 * s + 35, 70 * s + 70),
        ]);
        // Each step rounds a few times.
        expect(distance(ends, phi.data)).toBeLessThan(1e-14);
      });

      test("a flat interface tanh(x/√(2γ)) stands still", async () => {
        const [n, dx] = [320, 0.2]; // at 16 and 48: half-way, 1 − |φ| is 4 e^{−2·16/1.2} = 1e-11
        const width = Math.sqrt(2 * gamma);
        const profile = fieldOf(
          [n],
          [dx],
          ([x]) => Math.tanh((x - 16) / width) - Math.tanh((x - 48) / width) - 1,
        );
        const plan = make({ shape: [n], spacing: dx, timeStep: 0.01, scheme });
        const { trajectory } = await plan.rollout(profile, 200);
        // Waves beyond the grid are left out: e^{−π²·0.8/(√2·0.2)} = 8e-13, beside the seam above.
        expect(distance(trajectory.data.subarray(n), profile.data)).toBeLessThan(1e-10);
      });

      test("φ → −φ commutes with time", async () => {
        const plan = make({ shape: [9, 8], timeStep: 0.05, scheme });
        const phi = noise([2, 9, 8], 0.7, 4, 0.1);
        const minus = ndarrayOf(
          phi.data.map((value) => -value),
          phi.shape,
        );
        const there = await plan.rollout(phi, 50);
        const mirrored = await plan.rollout(minus, 50);
        expect(mirrored.trajectory.data.map((value) => -value)).toEqual(there.trajectory.data);
      });

      test("shifts commute with time", () => {
        const plan = make({ shape: [9, 8], timeStep: 0.05, scheme });
        const phi = noise([1, 9, 8], 0.9, 4);
        const shifted = plan.step(rolled(phi, [2, 3]));
        expect(distance(shifted.data, rolled(plan.step(phi), [2, 3]).data)).toBeLessThan(
          1e-15 * 10,
        );
      });

      test("fields constant along an axis stay so, and are those of one axis less", async () => {
        const line = noise([1, 12], 0.5, 6);
        const options = { timeStep: 0.02, scheme };
        const run = async (
          shape: number[],
          at: (x: readonly number[]) => number,
        ): Promise<Float64Array> => {
          const start = fieldOf(shape, [1, 1, 1], at);
          return (await make({ shape, ...options }).rollout(start, 40)).trajectory.data.subarray(
            start.data.length,
          );
        };
        const one = await run([12], ([x]) => line.data[x]);
        const along = await run([12, 5], ([x]) => line.data[x]);
        const across = await run([4, 12], ([, y]) => line.data[y]);
        const third = await run([3, 12, 2], ([, y]) => line.data[y]);
        // 40 steps of rounding, 1e-16 each, and e^{σt} ≤ e^{1.2}.
        expect(
          distance(
            along,
            [...one].flatMap((value) => Array<number>(5).fill(value)),
          ),
        ).toBeLessThan(1e-13);
        expect(
          distance(
            across,
            Array.from({ length: 48 }, (_, i) => one[i % 12]),
          ),
        ).toBeLessThan(1e-13);
        expect(
          distance(
            third,
            Array.from({ length: 72 }, (_, i) => one[(i >> 1) % 12]),
          ),
        ).toBeLessThan(1e-13);
      });

      test(`the error falls as Δt to the power ${scheme === "exponential" ? 2 : 1}`, async () => {
        const start = fieldOf(
          [32],
          [0.5],
          ([x]) => 0.5 * Math.cos((2 * Math.PI * x) / 16) + 0.2 * Math.sin((4 * Math.PI * x) / 16),
        );
        const end = async (steps: number, way: PhaseFieldScheme): Promise<Float64Array> =>
          (
            await make({ shape: [32], spacing: 0.5, timeStep: 0.5 / steps, scheme: way }).rollout(
              start,
              steps,
            )
          ).trajectory.data.subarray(32);
        const exact = await end(2048, "exponential");
        const errors = await Promise.all(
          [128, 256].map(async (steps) => distance(await end(steps, scheme), exact)),
        );
        const order = Math.log2(errors[0] / errors[1]);
        expect(Math.abs(order - (scheme === "exponential" ? 2 : 1))).toBeLessThan(0.1);
      });

      test("is the same on every backend, but for rounding", async () => {
        const phi = noise([3, 9, 10], 0.8, 9);
        const plan = make({ shape: [9, 10], timeStep: 0.01, scheme });
        use({ backend: "portable" });
        const portable = await plan.rollout(phi, 50);
        use({});
        const { trajectory } = await plan.rollout(phi, 50);
        expect(distance(trajectory.data, portable.trajectory.data)).toBeLessThan(1e-13);
      });

      test("a small wave about 0 grows by the factor of the linear scheme, but for its square", () => {
        const [n, dx, timeStep] = [32, 0.25, 0.05];
        for (const wave of [1, 2, 5]) {
          const k = (2 * Math.PI * wave) / (n * dx);
          const G = mobility(k * k);
          const L = 4 + gamma * k * k;
          const x = timeStep * G * L;
          const [one, two] = [-Math.expm1(-x) / x, (x + Math.expm1(-x)) / x ** 2];
          const p = Math.exp(-x) + 5 * timeStep * G * one;
          const factor =
            scheme === "exponential"
              ? p + 5 * timeStep * G * two * (p - 1)
              : (1 + 3 * timeStep * G) / (1 + timeStep * G * (2 + gamma * k * k));
          for (const amplitude of [1e-4, 1e-3]) {
            const start = fieldOf([n], [dx], ([at]) => amplitude * Math.cos(k * at));
            const grown = make({ shape: [n], spacing: dx, timeStep, scheme }).step(start);
            const share =
              distance(
                grown.data,
                start.data.map((value) => factor * value),
              ) / amplitude;
            expect(share).toBeLessThan(2 * amplitude ** 2 + 1e-12);
          }
        }
      });
    });
  }
}
