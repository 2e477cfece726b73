/**
 * What `npm test` runs: the build, then every test and check. The last line it prints is
 * `N passed, N failed`; a build that fails counts as a failed test.
 * Arguments are handed on to vitest: `npm test -- test/fft`.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const cwd = fileURLToPath(new URL("..", import.meta.url));
const vitest = "node_modules/vitest/vitest.mjs";

const build = spawnSync("npm run build", { cwd, stdio: "inherit", shell: true });
if (build.status !== 0) {
  console.log("0 passed, 1 failed");
  process.exit(1);
}
const tests = spawnSync(
  process.execPath,
  [vitest, "run", "--config", "test/vitest.config.ts", ...process.argv.slice(2)],
  { cwd, stdio: "inherit" },
);
process.exit(tests.status ?? 1);
