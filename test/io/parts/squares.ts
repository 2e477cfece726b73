/** A small set, whose samples are told apart by their numbers. */
import { ndarrayOf } from "../../../src/core/index.js";
import { generateParts } from "../../../src/io/index.js";
import type { GeneratePartsOptions, PartArrays, SetPlan } from "../../../src/io/index.js";

/** Seven samples in three parts. */
export const PLAN: SetPlan = { samples: 7, chunk: 3, facts: { kind: "squares", seed: 1 } };

/** Samples that are told apart by their numbers. */
export function squares(first: number, count: number): PartArrays {
  const samples = Array.from({ length: count }, (_, i) => first + i);
  return {
    m: ndarrayOf(Uint8Array.from(samples.flatMap((s) => [s, s + 1])), [count, 2]),
    square: ndarrayOf(
      Float64Array.from(samples, (s) => s ** 2 / 3),
      [count],
    ),
  };
}

/** A call that notes which samples it was asked for. */
export async function generate(
  target: string,
  options: GeneratePartsOptions = {},
  plan: SetPlan = PLAN,
): Promise<{ asked: [number, number][]; made: number; found: number }> {
  const asked: [number, number][] = [];
  const { made, found } = await generateParts(
    target,
    plan,
    (first, count) => {
      asked.push([first, count]);
      return squares(first, count);
    },
    options,
  );
  return { asked, made, found };
}
