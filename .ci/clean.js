/** Empties `dist`, so that a build never leaves the chunks of the one before. */
import { rmSync } from "node:fs";

rmSync(new URL("../dist", import.meta.url), { recursive: true, force: true });
