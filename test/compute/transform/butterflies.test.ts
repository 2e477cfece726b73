import { expect, test } from "vitest";
import { five, four, three, two } from "../../../src/compute/transform/butterflies.js";
import { exactRoot, fromFixed, toFixed } from "./exact.js";

test.each([
  { p: 2, pass: two },
  { p: 3, pass: three },
  { p: 4, pass: four },
  { p: 5, pass: five },
])(
  "the pass of factor $p alone turns a delta into roots of unity, right to their last bit",
  ({ p, pass }) => {
    const ones = Float64Array.from({ length: 2 * (p - 1) }, (_, i) => (i % 2 === 0 ? 1 : 0));
    for (let j = 0; j < p; j++) {
      for (const part of [0, 1]) {
        const delta = new Float64Array(2 * p);
        delta[2 * j + part] = 1;
        const out = new Float64Array(2 * p);
        pass(out, delta, 1, 1, ones);
        for (let k = 0; k < p; k++) {
          const [cosine, sine] = exactRoot((j * k) % p, p);
          const [re, im] = part === 0 ? [cosine, -sine] : [sine, cosine];
          // 2⁻⁵³ for the constant; its closed form has a square root inside a square root.
          const ulp = 2 ** -53;
          expect(Math.abs(fromFixed(toFixed(out[2 * k]) - re))).toBeLessThanOrEqual(2 * ulp);
          expect(Math.abs(fromFixed(toFixed(out[2 * k + 1]) - im))).toBeLessThanOrEqual(2 * ulp);
        }
      }
    }
  },
);
