/** The loop of the peers from npm. */
import { readFile, writeFile } from "node:fs/promises";
import { timed } from "../clock.js";
import { serve } from "../serve.js";

/** A work that is loaded. */
export interface Loaded {
  readonly run: () => unknown;
  /** What the last run gave, in the order of ours. */
  readonly result: () => Promise<ArrayLike<number>>;
}

type Question =
  | { readonly ask: "versions" }
  | { readonly ask: "load"; readonly arrays: readonly string[] }
  | { readonly ask: "run"; readonly runs?: number; readonly save?: string };

/** Answers questions about works; what a library throws is its reason for not taking part. */
export async function servePeer(
  name: string,
  load: (work: never, arrays: readonly Float64Array[]) => Loaded,
): Promise<void> {
  let loaded: Loaded | undefined;
  const answer = async (question: Question): Promise<object> => {
    switch (question.ask) {
      case "versions":
        return { name };
      case "load": {
        loaded = load(question as never, await Promise.all(question.arrays.map(readDoubles)));
        return {};
      }
      case "run": {
        if (!loaded) throw new Error("Nothing was loaded.");
        const times = await timed(question.runs ?? 1, loaded.run);
        if (question.save !== undefined) {
          await writeFile(question.save, npyOf(Float64Array.from(await loaded.result())));
        }
        return times;
      }
    }
  };
  await serve(async (question: Question): Promise<object> => {
    try {
      return await answer(question);
    } catch (error) {
      return { refused: `${name} cannot: ${(error as Error).message}` };
    }
  });
}

/** A flat array of doubles in an .npy file. */
async function readDoubles(path: string): Promise<Float64Array> {
  const bytes = await readFile(path);
  const start = 10 + bytes.readUInt16LE(8);
  return new Float64Array(Uint8Array.from(bytes.subarray(start)).buffer);
}

/** The bytes of an .npy file. This folder is a package of its own, which does not know kernelfield. */
function npyOf(values: Float64Array): Buffer {
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${values.length},), }`;
  const head = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${text.padEnd(117)}\n`, "latin1");
  return Buffer.concat([head, Buffer.from(values.buffer)]);
}
