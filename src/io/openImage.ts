/** Opening images: micrographs, and stacks of slices. */
import { decodeImage } from "../formats/index.js";
import type { Image } from "../formats/index.js";
import type { FilePath } from "./fileError.js";
import { withFile } from "./readFile.js";

/** Options of `openImage`. */
export interface OpenImageOptions {
  /** Most bytes that the pixels may take. Default 4 GiB. */
  readonly maxBytes?: number | undefined;
}

/**
 * The image in a PNG, PGM, PPM or TIFF file: pixels [channel, x, y], of several pages [channel, x, y, z]. What the file is,
 * its first bytes tell, not its name.
 * @param path a path, or a `file:` URL
 * @throws ValueError if the file cannot be read
 * @throws FormatError if it is of another format, damaged, or larger than `maxBytes` allows
 */
export async function openImage(path: FilePath, options: OpenImageOptions = {}): Promise<Image> {
  return withFile(path, "io.openImage", async (file) =>
    decodeImage(await file.read(0, file.size), { name: file.where, maxBytes: options.maxBytes }),
  );
}
