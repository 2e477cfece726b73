/** Both sides of localization, the data in files that they read, and the memory they take. */
import { join } from "node:path";
import { createRng, mks, ndarrayOf, states } from "kernelfield";
import type { Localization, NdArray } from "kernelfield";
import { io } from "kernelfield/node";
import { STATES } from "./mksWorks.js";
import type { MksWork } from "./mksWorks.js";
import { beside, startPeer } from "./peer.js";
import type { Message, Peer, PeerOptions, Program } from "./peer.js";

/** The same in NumPy and SciPy, in a process of its own. */
export function startNumpy(interpreter: string, options: PeerOptions = {}): Program {
  return startPeer(interpreter, [beside("mks_numpy.py")], options);
}

/** Random two-phase microstructures, responses and coefficients in files that both sides read. */
export async function prepareMks(
  { work, shape }: Pick<MksWork, "work" | "shape">,
  folder: string,
): Promise<Message> {
  const files = {
    m: join(folder, "m.npy"),
    p: join(folder, "p.npy"),
    model: join(folder, "model.npz"),
    coefficients: join(folder, "coefficients.npy"),
  };
  const rng = createRng(20);
  const draw = (samples: number, value: () => number): NdArray => {
    const lengths = [samples, ...shape.slice(1)];
    const size = lengths.reduce((product, n) => product * n, 1);
    return ndarrayOf(Float64Array.from({ length: size }, value), lengths);
  };
  const phase = (): number => rng.integer(STATES);
  await io.saveArray(files.m, draw(shape[0], phase));
  if (work === "fit")
    await io.saveArray(
      files.p,
      draw(shape[0], () => rng.uniform()),
    );
  else {
    const model: Localization = await mks.fit(
      draw(3, phase),
      draw(3, () => rng.uniform()),
      states.phaseBasis(STATES),
      { gauge: "dropLast" },
    );
    const { re, im, shape: axes } = model.coefficients;
    await io.saveModel(files.model, model);
    await io.saveArray(files.coefficients, { re, im, shape: axes.slice(1) });
  }
  return { work, states: STATES, ...files };
}

/** Bytes one run adds at its peak, ours / NumPy's, each in a process that does nothing else. */
export async function memoryRatioOf(interpreter: string, files: Message): Promise<number | null> {
  const [ours, numpy] = await Promise.all([
    memoryOf(startMks(), files),
    memoryOf(startNumpy(interpreter), files),
  ]);
  return ours === null || numpy === null ? null : ours / numpy;
}

/** Our side, in a process of its own. */
export function startMks(): Peer {
  return startPeer(process.execPath, ["--expose-gc", "--import", "tsx", beside("mksWorker.ts")]);
}

async function memoryOf(side: Peer, files: Message): Promise<number | null> {
  const { rss } = await side.ask({ ...files, ask: "load" });
  const { peak } = await side.ask({ ask: "run" });
  side.end();
  return typeof rss === "number" && typeof peak === "number" ? peak - rss : null;
}
