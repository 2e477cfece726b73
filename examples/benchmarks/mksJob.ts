/** Our side of localization: a fit or a prediction of data in files. */
import { mks, states } from "kernelfield";
import type { ComplexArray, NdArray } from "kernelfield";
import { io } from "kernelfield/node";

/** The files of a work. */
export interface MksFiles {
  readonly work: "fit" | "predict";
  readonly states: number;
  readonly m: string;
  readonly p: string;
  readonly model: string;
}

/** The work that is compared, on data that have been read. */
export async function loadMks(files: MksFiles): Promise<() => Promise<NdArray | ComplexArray>> {
  const m = await io.openArray(files.m);
  if (files.work === "fit") {
    const p = await io.openArray(files.p);
    const basis = states.phaseBasis(files.states);
    return async () => (await mks.fit(m, p, basis, { gauge: "dropLast" })).coefficients;
  }
  const model = await io.loadModel(files.model);
  return () => Promise.resolve(mks.predict(model, m));
}
