import { expect, test } from "vitest";
import { createDirect } from "../../../src/compute/transform/direct.js";
import { lineError } from "./lineError.js";

test("the paired definition is the definition, far beyond the lengths it is chosen for", () => {
  for (const n of [...Array.from({ length: 130 }, (_, i) => i + 1), 255, 256, 257, 401]) {
    // Plain sums of n/2 terms: their rounding grows as a random walk, 2⁻⁵³ √n/2 at the worst n here.
    const allowed = 2 ** -53 * Math.max(5, Math.sqrt(n) / 2);
    expect(lineError(createDirect(n), n), `length ${n}`).toBeLessThan(allowed);
  }
});
