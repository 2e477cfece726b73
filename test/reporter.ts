/**
 * Prints how the run went in one plain line, `N passed, N failed` and, where there are any,
 * `, N skipped`. A file that does not load, a hook that fails and an error outside of every test
 * count as failed.
 */
import type { Reporter, SerializedError, TestModule } from "vitest/node";

export default class ResultLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    let passed = 0;
    let failed = unhandled.length;
    let skipped = 0;
    for (const module of modules) {
      if (module.errors().length > 0) failed++;
      for (const suite of module.children.allSuites()) {
        if (suite.errors().length > 0) failed++;
      }
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") passed++;
        else if (state === "skipped") skipped++;
        else failed++;
      }
    }
    if (modules.length === 0) failed++;
    const rest = skipped > 0 ? `, ${skipped} skipped` : "";
    process.stdout.write(`${passed} passed, ${failed} failed${rest}\n`);
  }
}
