/** What a set was made of, read from its file. */
import { FormatError } from "../../core/index.js";
import type { FilePath } from "../fileError.js";
import { openArray } from "../openArray.js";
import type { Facts } from "./facts.js";
import { FACTS } from "./part.js";

/**
 * The facts of a set that `generateParts` made; in Python json.loads(set["facts"].tobytes()).
 * @param path a path, or a `file:` URL
 * @throws ValueError if the file cannot be read, or has no array `facts`
 * @throws FormatError if it is damaged, or its facts are none
 */
export async function openFacts(path: FilePath): Promise<Facts> {
  const { data } = await openArray(path, { member: FACTS });
  try {
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(data))) as Facts;
  } catch {
    throw new FormatError(
      `io.openFacts: "${FACTS}" in ${String(path)} should be text in JSON; it is not. Open a set that ` +
        `io.generateParts made.`,
    );
  }
}
