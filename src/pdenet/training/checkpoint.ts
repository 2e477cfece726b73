/** Where a training stands, as bytes: from them it goes on to the same bits. */
import { info } from "../../compute/index.js";
import type { ComputeInfo } from "../../compute/index.js";
import { FormatError, ValueError } from "../../core/index.js";
import { decodeModel, encodeModel } from "../../formats/index.js";
import type { PdeModel } from "../model.js";
import type { StageRecord } from "./options.js";
import type { StageState } from "./runStage.js";

/** Where a training stands between two iterations. */
export interface TrainingState {
  /** The stage under way. */
  readonly stage: number;
  /** What it began from, and the units of everything. */
  readonly parameters: PdeModel["parameters"];
  readonly scales: PdeModel["scales"];
  /** Null between two stages. */
  readonly running: StageState | null;
  readonly records: readonly StageRecord[];
  /** The best parameters by validation, and their error; null where nothing is validated. */
  readonly best: { readonly parameters: PdeModel["parameters"]; readonly error: number } | null;
  /** The validation error of the start; NaN where nothing is validated. */
  readonly startError: number;
}

const KIND = "kernelfield pdenet training";

/** The bytes of a checkpoint. @param facts what must not change between it and going on, as text by name */
export function encodeCheckpoint(
  state: TrainingState,
  facts: Readonly<Record<string, string>>,
): Uint8Array {
  return encodeModel({ kind: KIND, ...state, facts, compute: info() });
}

/**
 * The state in a checkpoint.
 * @throws FormatError for bytes that are no checkpoint, or damaged
 * @throws ValueError for one of other data or options, or of another backend
 */
export function decodeCheckpoint(
  bytes: Uint8Array,
  facts: Readonly<Record<string, string>>,
): TrainingState {
  const found = decodeModel(bytes) as Partial<TrainingState> & {
    readonly kind?: unknown;
    readonly facts?: Readonly<Record<string, string>>;
    readonly compute?: ComputeInfo;
  };
  const { kind, facts: before, compute, ...state } = found;
  if (kind !== KIND || !before || !compute || !state.parameters || !state.scales) {
    throw new FormatError(
      `pdenet.fit: checkpoint.resume should be bytes that pdenet.fit saved; these hold something else. ` +
        `Pass those that its save function was given.`,
    );
  }
  for (const [name, now] of Object.entries(facts))
    checkSame(name, before[name], now, "Pass the same, or train anew.");
  const here = info();
  for (const name of ["backend", "relaxed"] as const) {
    const advice = `Call compute.use({ ${name}: ${JSON.stringify(compute[name])} }).`;
    checkSame(name, JSON.stringify(compute[name]), JSON.stringify(here[name]), advice);
  }
  return state as TrainingState;
}

function checkSame(what: string, before: string | undefined, now: string, advice: string): void {
  if (before === now) return;
  throw new ValueError(
    `pdenet.fit: ${what} should be that of the checkpoint, ${before ?? "none"}, to go on to the same bits; got ` +
      `${now}. ${advice}`,
  );
}

/** A sum over all numbers of movies by which other data are told from these. */
export function fingerprint(frames: readonly Float64Array[]): string {
  let hash = 0x811c9dc5;
  for (const frame of frames) {
    const words = new Uint32Array(frame.slice().buffer);
    for (const word of words) hash = Math.imul(hash ^ word, 0x01000193) >>> 0;
  }
  return hash.toString(16);
}
