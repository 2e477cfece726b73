/** The loop of the peers from npm. They convolve in single precision, forward. */
import { readFile, writeFile } from "node:fs/promises";
import { timed } from "../../clock.js";
import { serve } from "../../serve.js";
import type { ConvolutionWork } from "../works.js";

/** A convolution that is loaded. */
export interface Convolution {
  readonly run: () => unknown;
  /** The last result, [s, o, …x]. */
  readonly result: () => Promise<ArrayLike<number>>;
}

type Question =
  | { readonly ask: "versions" }
  | ({ readonly ask: "load"; readonly arrays: readonly string[] } & ConvolutionWork)
  | { readonly ask: "run"; readonly runs?: number; readonly save?: string };

/** Answers questions about convolutions. */
export async function servePeer(
  name: string,
  load: (work: ConvolutionWork, u: Float32Array, q: Float32Array) => Convolution,
): Promise<void> {
  let loaded: Convolution | undefined;
  await serve(async (question: Question): Promise<object> => {
    switch (question.ask) {
      case "versions":
        return { name };
      case "load": {
        const [u, q] = await Promise.all(question.arrays.map(readSingle));
        loaded = load(question, u, q);
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
  });
}

/** A flat array of doubles in an .npy file, rounded. */
async function readSingle(path: string): Promise<Float32Array> {
  const bytes = await readFile(path);
  const start = 10 + bytes.readUInt16LE(8);
  const doubles = new Float64Array(Uint8Array.from(bytes.subarray(start)).buffer);
  return Float32Array.from(doubles);
}

/** The bytes of an .npy file. This folder is a package of its own, which does not know kernelfield. */
function npyOf(values: Float64Array): Buffer {
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${values.length},), }`;
  const head = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${text.padEnd(117)}\n`, "latin1");
  return Buffer.concat([head, Buffer.from(values.buffer)]);
}
