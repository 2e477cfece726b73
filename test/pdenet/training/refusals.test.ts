import { describe, expect, test } from "vitest";
import { multiply } from "../../../src/autodiff/index.js";
import { ndarrayOf, ShapeError, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import {
  fit,
  fromEquation,
  linear,
  ownRate,
  pdeFind,
  refine,
  symbolic,
} from "../../../src/pdenet/index.js";
import type { FitOptions, TimeSteps } from "../../../src/pdenet/index.js";
import { changed, decayingMovies } from "../movies.js";

const U = decayingMovies(3, 12); // [3, 5, 2, 12]
const DT = 0.05;
const NETWORK = symbolic({ size: 5, products: 1 });

const attempt = (options: FitOptions, u: NdArray = U, dt: TimeSteps = DT): Promise<unknown> =>
  fit(u, dt, { spacing: 0.5, network: NETWORK, schedule: [1], maxIterations: 1, ...options });

describe("a fit is refused", () => {
  test.each<[string, FitOptions, string]>([
    ["start", { start: "cold" as never }, 'start should be one of "direct", "random"; got "cold".'],
    ["maxIterations", { maxIterations: 0 }, "maxIterations should be an integer ≥ 1; got 0."],
    [
      "relativeDecrease",
      { relativeDecrease: 2 },
      "relativeDecrease should be a finite number between 0 and 1",
    ],
    ["learningRate", { learningRate: 0 }, "learningRate should be a finite number"],
    ["windows", { windows: 0.5 }, "windows should be an integer ≥ 1; got 0.5."],
    ["sparsity", { sparsity: -1 }, "sparsity should be a finite number ≥ 0; got -1."],
    [
      "momentSparsity",
      { momentSparsity: NaN },
      "momentSparsity should be a finite number ≥ 0; got NaN.",
    ],
    ["noise", { noise: -0.1 }, "noise should be a finite number ≥ 0; got -0.1."],
    [
      "validation",
      { validation: -0.1 },
      "validation should be a finite number between 0 and 1; got -0.1.",
    ],
    ["steps", { schedule: [0] }, "schedule[0].steps should be an integer ≥ 1; got 0."],
    [
      "a stage's optimizer",
      { schedule: [1, { steps: 1, optimizer: "sgd" as never }] },
      "schedule[1].optimizer should be one of",
    ],
    ["optimizer", { optimizer: "sgd" as never }, "schedule[0].optimizer should be one of"],
    [
      "a stage's sparsity",
      { schedule: [{ steps: 1, sparsity: -1 }] },
      "schedule[0].sparsity should be",
    ],
    [
      "a stage's momentSparsity",
      { schedule: [{ steps: 1, momentSparsity: -1 }] },
      "schedule[0].momentSparsity should",
    ],
    [
      "a stage's iterations",
      { schedule: [{ steps: 1, maxIterations: 0 }] },
      "schedule[0].maxIterations should",
    ],
  ])("for %s out of range", async (_, options, message) => {
    await expect(attempt(options)).rejects.toThrow(ValueError);
    await expect(attempt(options)).rejects.toThrow(`pdenet.fit: ${message}`);
  });

  test("for a stage longer than all movies, with what to do", async () => {
    await expect(attempt({ schedule: [2, 5] })).rejects.toThrow(ValueError);
    await expect(attempt({ schedule: [2, 5] })).rejects.toThrow(
      "pdenet.fit: schedule[1] should roll out at most as many steps as a movie has after its first observed frame, 4; " +
        "got 5. A stage of N steps needs N + 1 frames: give longer movies or a shorter schedule.",
    );
  });

  test("for a stage from nowhere to an observed frame", async () => {
    const size = 5 * 2 * 12;
    const ends = changed(U, (value, i) => {
      const frame = Math.floor((i % size) / 24);
      return frame === 0 || frame === 3 ? value : NaN;
    });
    const run = attempt({ schedule: [2], missing: "skip" }, ends);
    await expect(run).rejects.toThrow(
      "pdenet.fit: schedule[0] should roll out from an observed frame to others; no movie has one that was observed " +
        "within 2 steps of another and is long enough. Take other steps, at least 3.",
    );
    await expect(attempt({ schedule: [3, 4], missing: "skip" }, ends)).resolves.toBeDefined();
  });

  test("for frozen parameters that there are none of", async () => {
    const run = attempt({ schedule: [{ steps: 1, frozen: ["moment"] }] });
    await expect(run).rejects.toThrow(ValueError);
    await expect(attempt({ schedule: [{ steps: 1, frozen: ["moment"] }] })).rejects.toThrow(
      'pdenet.fit: schedule[0].frozen should name parameters of the network, "moments", "symnet"; got "moment".',
    );
  });

  test("for data that nothing changes in", async () => {
    const still = ndarrayOf(new Float64Array(2 * 24).fill(3), [1, 2, 2, 12]);
    await expect(attempt({}, still)).rejects.toThrow(ValueError);
    await expect(attempt({}, still)).rejects.toThrow("pdenet.fit: there is nothing to learn: ");
  });

  test("for data that are not trajectories, or not finite", async () => {
    await expect(attempt({}, ndarrayOf(U.data, [15, 2, 12]))).rejects.toThrow(ShapeError);
    await expect(attempt({}, U, 0)).rejects.toThrow(
      "pdenet.fit: dt should be a positive time; got 0.",
    );
    const broken = changed(U, (value, i) => (i === 5 * 24 + 14 ? Infinity : value));
    await expect(attempt({}, broken)).rejects.toThrow(
      "pdenet.fit: trajectories[1] should be finite; got Infinity at index [0, 1, 2].",
    );
  });

  test("for filters that are longer than the grid, or too short for their constraint", async () => {
    const long = attempt({ network: symbolic({ size: 13 }) });
    await expect(long).rejects.toThrow(ShapeError);
    await expect(attempt({ network: symbolic({ size: 13 }) })).rejects.toThrow(
      "pdenet.fit: filters of [13] points should fit on the grid [12]; along axis 0 they do not. Take more points, or " +
        "shorter filters: size: [12].",
    );
    const short = { network: symbolic({ size: 5, accuracy: 4 }) };
    await expect(attempt(short)).rejects.toThrow(ValueError);
    await expect(attempt(short)).rejects.toThrow(
      "should have at least 6 points along axis 0; got 5.",
    );
  });

  test("for names, axes and origins of another number", async () => {
    await expect(attempt({ names: ["u"] })).rejects.toThrow(ShapeError);
    await expect(attempt({ names: ["u"] })).rejects.toThrow(
      "pdenet.fit: names should be one for each of 2 components and axisNames one for each of 1 axes; got 1 and 1.",
    );
    await expect(attempt({ axisNames: ["x", "y"] })).rejects.toThrow("got 2 and 2.");
    await expect(attempt({ origins: [[0], [1]] })).rejects.toThrow(ShapeError);
    await expect(attempt({ origins: [[0], [1]] })).rejects.toThrow(
      "pdenet.fit: origins should be a place along 1 axes for each of 3 samples; got 2 places.",
    );
    await expect(attempt({ origins: [[0], [1], [NaN]] })).rejects.toThrow(ValueError);
  });

  test("for all trajectories held out", async () => {
    await expect(attempt({ validation: 0.9 })).rejects.toThrow(ValueError);
    await expect(attempt({ validation: 0.9 })).rejects.toThrow(
      "pdenet.fit: validation should leave a trajectory to train with; got 0.9 of 3. Give more trajectories, or a " +
        "smaller part.",
    );
  });

  test("for networks of another number of components", async () => {
    const constants = linear({ coefficients: { kind: "constant" } });
    await expect(attempt({ network: constants })).rejects.toThrow(ShapeError);
    await expect(attempt({ network: constants })).rejects.toThrow("should see one component");
    const one = ndarrayOf(U.data, [6, 5, 1, 12]);
    const { equation } = pdeFind(one, DT, { spacing: 0.5, resamples: 0 });
    await expect(attempt({ network: fromEquation(equation) })).rejects.toThrow(ShapeError);
    await expect(attempt({ network: fromEquation(equation) })).rejects.toThrow(
      "pdenet.fit: the equation should have one right-hand side for each of 2 components; got 1.",
    );
    const rates = ownRate({
      ...{ size: 5, parameters: { a: 1 } },
      rate: (see, { a }) => [multiply(a, see(0, [0]))],
    });
    await expect(attempt({ network: rates })).rejects.toThrow(
      "pdenet.ownRate: rate should return a list of one Variable for each of 2 components; got 1.",
    );
  });

  test("for a start of another network, spacing or number of components", async () => {
    const { model } = await fit(U, DT, { spacing: 0.5, network: NETWORK, schedule: [] });
    const message =
      "pdenet.fit: start should be a model of the network that is trained, on the spacing and with the components of " +
      "the trajectories. Leave network out to go on with the model's own.";
    const others: FitOptions[] = [
      { start: model, network: symbolic({ size: 5, products: 2 }) },
      { start: model, spacing: 0.25 },
    ];
    for (const options of others) {
      await expect(attempt(options)).rejects.toThrow(ValueError);
      await expect(attempt(options)).rejects.toThrow(message);
    }
    const one = ndarrayOf(U.data, [6, 5, 1, 12]);
    await expect(attempt({ start: model }, one)).rejects.toThrow(message);
  });
});

describe("a symbolic network is refused", () => {
  test.each<[string, Parameters<typeof symbolic>[0], string]>([
    ["products", { products: -1 }, "products should be an integer between 0 and 16; got -1."],
    [
      "scheme",
      { scheme: "left" as never },
      'scheme should be one of "central", "upwind"; got "left".',
    ],
    ["maxOrder", { maxOrder: 0 }, "maxOrder should be an integer between 1 and 8; got 0."],
    ["size", { size: 2.5 }, "size should be an integer ≥ 1; got 2.5."],
    ["accuracy", { accuracy: 0 }, "accuracy should be an integer ≥ 1; got 0."],
    [
      "accuracy",
      { accuracy: "loose" as never },
      'accuracy, if it is no number, should be one of "frozen", "free"; got "loose".',
    ],
    [
      "border",
      { border: "open" as never },
      'border should be one of "periodic", "zero", "reflect"; got "open".',
    ],
    ["stepper", { stepper: "heun" as never }, "stepper should be one of"],
    ["substeps", { substeps: 0 }, "substeps should be an integer ≥ 1; got 0."],
  ])("for %s out of range", (_, options, message) => {
    expect(() => symbolic(options)).toThrow(ValueError);
    expect(() => symbolic(options)).toThrow(`pdenet.symbolic: ${message}`);
  });

  test("for upwind filters that cannot lean to a side, with what to do", () => {
    expect(() => symbolic({ scheme: "upwind", size: [5, 6] })).toThrow(
      'pdenet.symbolic: size should be odd for scheme "upwind", where filters have mirror images about their centre; ' +
        'got 5 × 6. Take the next odd length, or scheme "central".',
    );
    expect(() => symbolic({ scheme: "upwind", accuracy: "frozen" })).toThrow(
      'pdenet.symbolic: accuracy should be a number or "free" for scheme "upwind": "frozen" holds filters that lean to ' +
        'no side. Keep leaning ones by frozen: ["moments"] in the stages of the schedule, or take scheme "central".',
    );
    expect(() => symbolic({ scheme: "upwind", maxOrder: 1, size: 3, accuracy: 2 })).toThrow(
      'pdenet.symbolic: size should be 4 at least for scheme "upwind" of accuracy 2, as on 3 points first derivatives ' +
        "cannot lean; got 3. Lengthen the filters or ask for less.",
    );
  });

  test("for nothing else: upwind filters may have three points, and be free", () => {
    expect(symbolic({ scheme: "upwind", maxOrder: 1, size: 3, accuracy: 1 }).accuracy).toBe(1);
    expect(symbolic({ scheme: "upwind", accuracy: "free" }).accuracy).toBe("free");
  });
});

describe("a refinement is refused", () => {
  test("for trajectories that the model cannot see, and options out of range", async () => {
    const { model } = await fit(U, DT, { spacing: 0.5, network: NETWORK, schedule: [] });
    const one = ndarrayOf(U.data, [6, 5, 1, 12]);
    await expect(refine(model, one, DT)).rejects.toThrow(ShapeError);
    await expect(refine(model, U, DT, { threshold: -1 })).rejects.toThrow(
      "pdenet.refine: threshold should be a finite number ≥ 0; got -1.",
    );
    await expect(refine(model, U, DT, { members: 0.5 })).rejects.toThrow("pdenet.refine: members");
    await expect(refine(model, U, DT, { steps: 0 })).rejects.toThrow("pdenet.refine: steps");
    await expect(refine(model, U, DT, { threshold: 1e6 })).rejects.toThrow(
      "pdenet.refine: the equation should have terms; none contributes 1000000 of the rate. Lower the threshold.",
    );
  });
});
