/** Installs what the lock file names, unless that has been done since the lock file changed. */
import { execSync } from "node:child_process";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const installed = changed("node_modules/.package-lock.json");

if (installed === undefined || installed < changed("package-lock.json")) {
  // Standard output is kept for the results of the job that follows.
  execSync("npm ci", { cwd: fileURLToPath(root), stdio: ["ignore", 2, 2] });
}

function changed(path) {
  return statSync(new URL(path, root), { throwIfNoEntry: false })?.mtimeMs;
}
