/** What a call asks for: which network, how it is trained, what it is set beside. */
import { linear, symbolic } from "../../pdenet/index.js";
import type {
  Border,
  FitOptions,
  Linear,
  LinearOptions,
  PdeFindOptions,
  Stepper,
  Symbolic,
  SymbolicOptions,
} from "../../pdenet/index.js";
import { choice, UsageError } from "../command.js";
import type { Words } from "../command.js";

const NAME = "discover";

/** A call's choices. */
export interface Settings {
  readonly method: "both" | "pdenet" | "regression";
  readonly network: Symbolic | Linear;
  /** Whether the call says how many steps there are from frame to frame. */
  readonly substepsGiven: boolean;
  /** Where training begins: as `fit` says, or at the equation of sparse regression. */
  readonly start: "direct" | "random" | "regression";
  readonly training: Pick<FitOptions, "schedule" | "maxIterations" | "windows" | "validation">;
  readonly regression: Pick<PdeFindOptions, "form" | "terms" | "border">;
  readonly missing: "refuse" | "skip";
  readonly names: readonly string[] | undefined;
  readonly seed: number;
  /** Terms of a smaller contribution are not written. */
  readonly threshold: number;
  /** Draws for intervals when the equation is refined; undefined where it is not. */
  readonly refine: number | undefined;
}

/** Terms that contribute less are not written, unless a call says otherwise. */
const THRESHOLD = 0.01;

/**
 * The choices of a call.
 * @throws UsageError for words that are no choice, ValueError for networks that there are none of
 */
export function settingsOf(words: Words): Settings {
  const network = networkOf(words);
  const seed = words.number("seed") ?? 0;
  if (!Number.isSafeInteger(seed)) {
    throw new UsageError(`kernelfield ${NAME}: --seed should be a whole number; got ${seed}.`);
  }
  const { border, maxOrder, kind } = network;
  const form = choice(words, "form", ["strong", "weak"], NAME);
  const method = choice(words, "method", ["both", "pdenet", "regression"], NAME);
  return {
    method,
    network,
    substepsGiven: words.text("substeps") !== undefined,
    start: startOf(words, method, network),
    training: {
      schedule: words.numbers("steps"),
      maxIterations: words.number("iterations"),
      windows: words.number("windows"),
      validation: words.number("validation"),
    },
    regression: {
      border,
      form,
      terms:
        kind === "linear"
          ? { kind: "polynomial", degree: 1, maxOrder }
          : {
              kind: form === "weak" ? "conservative" : "products",
              degree: words.number("degree") ?? 2,
              maxOrder,
            },
    },
    missing: choice(words, "missing", ["refuse", "skip"], NAME),
    names: words.text("names")?.split(","),
    seed,
    threshold: words.number("threshold") ?? THRESHOLD,
    refine: refineOf(words, network),
  };
}

/** Where training begins. */
function startOf(
  words: Words,
  method: Settings["method"],
  { kind }: Symbolic | Linear,
): Settings["start"] {
  const start = choice<Settings["start"]>(words, "start", ["direct", "random", "regression"], NAME);
  if (start !== "regression" || (method === "both" && kind === "symbolic")) return start;
  throw new UsageError(
    `kernelfield ${NAME}: --start regression goes with --method both and --network symbolic; got ` +
      `--method ${method} and --network ${kind}.`,
  );
}

/** Draws for intervals. */
function refineOf(words: Words, network: Symbolic | Linear): number | undefined {
  const members = words.number("refine");
  if (members === undefined) return undefined;
  if (!(Number.isInteger(members) && members >= 0)) {
    throw new UsageError(
      `kernelfield ${NAME}: --refine should be a whole number from 0 on; got ${members}.`,
    );
  }
  if (network.kind === "symbolic" || network.coefficients.kind === "constant") return members;
  throw new UsageError(
    `kernelfield ${NAME}: --refine should be left out for coefficients that depend on place; got ` +
      `--coefficients ${network.coefficients.kind}.`,
  );
}

function networkOf(words: Words): Symbolic | Linear {
  const kind = choice(words, "network", ["symbolic", "linear"], NAME);
  const size = words.numbers("size");
  const filters: SymbolicOptions & LinearOptions = {
    maxOrder: words.number("order"),
    size: size?.length === 1 ? size[0] : size,
    accuracy: accuracyOf(words),
    border: choice<Border>(words, "border", ["periodic", "zero", "reflect"], NAME),
    stepper: choice<Stepper>(words, "stepper", ["midpoint", "rk4", "euler"], NAME),
    substeps: words.number("substeps"),
  };
  refuseForeign(words, kind);
  if (kind === "linear") return linear({ ...filters, coefficients: coefficientsOf(words) });
  return symbolic({
    ...filters,
    products: words.number("products"),
    scheme: choice<Symbolic["scheme"]>(words, "scheme", ["central", "upwind"], NAME),
  });
}

/** Options that one kind of network alone has. */
const OWN = { symbolic: ["products", "scheme"], linear: ["coefficients", "cells", "frequency"] };

function refuseForeign(words: Words, kind: "symbolic" | "linear"): void {
  const other = kind === "symbolic" ? "linear" : "symbolic";
  const foreign = OWN[other].find((option) => words.text(option) !== undefined);
  if (foreign === undefined) return;
  throw new UsageError(
    `kernelfield ${NAME}: --${foreign} is no option of --network ${kind}. Leave it out, or say --network ${other}.`,
  );
}

function coefficientsOf(words: Words): LinearOptions["coefficients"] {
  const kind = choice(words, "coefficients", ["constant", "lagrange", "trigonometric"], NAME);
  const [cells, frequency] = [words.number("cells"), words.number("frequency")];
  const foreign =
    cells !== undefined && kind !== "lagrange"
      ? "cells go with lagrange"
      : frequency !== undefined && kind !== "trigonometric"
        ? "frequency goes with trigonometric"
        : undefined;
  if (foreign !== undefined) {
    throw new UsageError(
      `kernelfield ${NAME}: --${foreign} coefficients; got --coefficients ${kind}.`,
    );
  }
  if (kind === "constant") return { kind };
  return kind === "lagrange" ? { kind, cells } : { kind, frequency: frequency ?? 2 };
}

function accuracyOf(words: Words): number | "frozen" | "free" | undefined {
  const word = words.text("accuracy");
  return word === "frozen" || word === "free" ? word : words.number("accuracy");
}
