/**
 * How fast a quasi-Newton method converges: Rosenbrock's function in 2, 10 and 100 unknowns from
 * (−1.2, 1, −1.2, 1, …), by L-BFGS and BFGS. Writes minimize.png and minimize.json to out/ (or the folder
 * named).
 *
 *   tsx examples/scripts/minimize.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { nn, plot } from "kernelfield";
import { io } from "kernelfield/node";

const folder = process.argv[2] ?? "out";
const runs = [];
for (const method of ["lbfgs", "bfgs"] as const) {
  for (const n of [2, 10, 100]) {
    const start = Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1));
    runs.push({ method, n, ...(await nn.minimize(rosenbrock, start, { method })) });
  }
}
const picture = plot.curves(
  runs.map(({ method, n, history }) => ({
    label: `${method}, ${n} unknowns`,
    x: history.map(({ evaluations }) => evaluations),
    y: history.map(({ gradientNorm }) => gradientNorm),
  })),
  {
    title: "Rosenbrock's function",
    xLabel: "evaluations",
    yLabel: "largest component of the gradient",
    xScale: "log",
    yScale: "log",
  },
);

await mkdir(folder, { recursive: true });
await io.saveFile(join(folder, "minimize.png"), await plot.toPng(picture));
const facts = runs.map(({ method, n, evaluations, iterations, value, gradientNorm, stop }) => {
  console.log(
    `${method}, ${n} unknowns: ${evaluations} evaluations, f = ${value.toExponential(1)}`,
  );
  return { method, n, evaluations, iterations, value, gradientNorm, stop };
});
await io.saveFile(join(folder, "minimize.json"), `${JSON.stringify(facts, null, 2)}\n`);

/** Σ 100 (x[i + 1] − x[i]²)² + (1 − x[i])². */
function rosenbrock(x: Float64Array): nn.Evaluation {
  const gradient = new Float64Array(x.length);
  let value = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const [bend, rest] = [x[i + 1] - x[i] ** 2, 1 - x[i]];
    value += 100 * bend ** 2 + rest ** 2;
    gradient[i] -= 400 * x[i] * bend + 2 * rest;
    gradient[i + 1] += 200 * bend;
  }
  return { value, gradient };
}
