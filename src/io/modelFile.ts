/** Reading models, of which there are several kinds: each has its own reader, and the others say which. */
import { FormatError } from "../core/index.js";
import { decodeModel } from "../formats/index.js";
import type { FilePath } from "./fileError.js";
import { withFile } from "./readFile.js";

/** Kinds of models in files. */
export type ModelKind = "localization" | "localizationNetwork" | "pdeNetwork";

interface Known {
  readonly holds: string;
  /** The same after "no". */
  readonly bare: string;
  readonly advice: string;
}

const KINDS: Readonly<Record<ModelKind, Known>> = {
  localization: {
    holds: "influence coefficients",
    bare: "influence coefficients",
    advice: "Read it by io.loadModel, and predict by mks.predict.",
  },
  localizationNetwork: {
    holds: "a localization network",
    bare: "localization network",
    advice: "Read it by io.loadNetwork, and predict by cnn.predict.",
  },
  pdeNetwork: {
    holds: "a network for an evolution equation",
    bare: "network for an evolution equation",
    advice: "Read it by io.loadPdeModel, and foretell by pdenet.rollout.",
  },
};

/**
 * The model in a file, of the kind that is wanted.
 * @param check what the model of this kind has to satisfy
 * @throws ValueError if the file cannot be read
 * @throws FormatError if it is damaged, of another version, or holds another kind
 */
export async function loadKind<M>(
  path: FilePath,
  wanted: ModelKind,
  check: (model: unknown) => M,
  where: string,
): Promise<M> {
  return withFile(path, where, async (file) => {
    const model = decodeModel(await file.read(0, file.size), { name: file.where });
    const kind = kindOf(model);
    if (kind !== undefined && kind !== wanted) {
      const { holds, advice } = KINDS[kind];
      throw new FormatError(
        `${file.where} holds ${holds}, and no ${KINDS[wanted].bare}. ${advice}`,
      );
    }
    try {
      return check(model);
    } catch (error) {
      if (error instanceof FormatError) throw new FormatError(`${file.where}: ${error.message}`);
      throw error;
    }
  });
}

/** The kind of a model, if it is a known one. */
function kindOf(model: unknown): ModelKind | undefined {
  const { kind } = Object(model) as { readonly kind?: unknown };
  return typeof kind === "string" && Object.hasOwn(KINDS, kind) ? (kind as ModelKind) : undefined;
}
