/** The local states that a call asks for. */
import { toDense, ValueError } from "../core/index.js";
import type { Batch } from "../mks/index.js";
import {
  fourierBasis,
  legendreBasis,
  neighbourBasis,
  phaseBasis,
  primitiveBasis,
} from "../states/index.js";
import type { Basis, CellBasis, Domain } from "../states/index.js";
import { choice, UsageError } from "./command.js";
import type { Words } from "./command.js";

/** The options that choose a basis, for `parseArgs`. */
export const BASIS_OPTIONS = {
  basis: { type: "string" },
  states: { type: "string" },
  domain: { type: "string" },
  clip: { type: "boolean" },
  extrapolate: { type: "boolean" },
  neighbours: { type: "string" },
  order: { type: "string" },
} as const;

/** What the help says about them. */
export const BASIS_HELP = `  --basis KIND       what a cell holds: phase (default; indices 0, 1, …), primitive (hats),
                     legendre or fourier (continuous values)
  --states N         number of local states; for phases the highest index + 1 unless given
  --domain LO,HI     range of the values; default 0,1 (primitive), -1,1 (legendre), 0,2π (fourier)
  --clip             primitive: move values outside the domain to its ends
  --extrapolate      legendre: evaluate values outside the domain as they are
  --neighbours N     products with 4, 8 or 24 neighbours (2-D), 6, 18 or 26 (3-D): higher order
  --order N          factors of those products; default 2`;

/**
 * The basis of a call.
 * @param phases counts the phases in the data, where their number is not given
 */
export async function basisOf(words: Words, phases: () => Promise<number>): Promise<Basis> {
  const cell = await cellBasisOf(words, phases);
  const neighbours = words.number("neighbours");
  const order = words.number("order");
  if (neighbours === undefined) {
    if (order === undefined) return cell;
    throw new UsageError("kernelfield fit: --order needs --neighbours, the cells it multiplies.");
  }
  if (cell.kind !== "phase" && cell.kind !== "primitive") {
    throw new UsageError(
      `kernelfield fit: --neighbours goes with the basis phase or primitive; got ${cell.kind}.`,
    );
  }
  return neighbourBasis(cell, neighbours, order === undefined ? {} : { order });
}

async function cellBasisOf(words: Words, phases: () => Promise<number>): Promise<CellBasis> {
  const kind = choice(words, "basis", ["phase", "primitive", "legendre", "fourier"], "fit");
  const states = words.number("states");
  if (kind === "phase") return phaseBasis(states ?? (await phases()));
  if (states === undefined) {
    throw new UsageError(`kernelfield fit: --basis ${kind} needs --states, the number of states.`);
  }
  const domain = domainOf(words);
  switch (kind) {
    case "primitive":
      return primitiveBasis(states, domain, { clip: words.flag("clip") });
    case "legendre":
      return legendreBasis(states, domain, { extrapolate: words.flag("extrapolate") });
    case "fourier":
      return fourierBasis(states, domain);
  }
}

function domainOf(words: Words): Domain | undefined {
  const limits = words.numbers("domain");
  if (!limits) return undefined;
  if (limits.length !== 2) {
    throw new UsageError(`kernelfield fit: --domain should be LO,HI; got ${limits.join(",")}.`);
  }
  return [limits[0], limits[1]];
}

/**
 * Phases 0 … n that occur in pieces of a microstructure: the highest index + 1, at least 2.
 * @throws ValueError for values that are no index
 */
export async function countPhases(pieces: AsyncIterable<Batch>): Promise<number> {
  let highest = 1;
  for await (const { m } of pieces) {
    const { data } = toDense(m, "kernelfield fit: microstructure");
    for (let i = 0; i < data.length; i++) {
      if (!(Number.isInteger(data[i]) && data[i] >= 0)) {
        throw new ValueError(
          `kernelfield fit: the microstructure should hold phase indices 0, 1, …; got ${data[i]}. ` +
            `Choose --basis primitive or legendre for continuous values.`,
        );
      }
      highest = Math.max(highest, data[i]);
    }
  }
  return highest + 1;
}
