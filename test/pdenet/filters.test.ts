import { describe, expect, test } from "vitest";
import { gradCheck, noGrad, Variable } from "../../src/autodiff/index.js";
import { createRng, ndarrayOf, sizeOf, unravel, ValueError } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { degreeOf } from "../../src/pdenet/derivatives.js";
import { channelsOf, filterBank, freeMomentsOf } from "../../src/pdenet/filters.js";
import type { FilterBank } from "../../src/pdenet/filters.js";
import type { Border } from "../../src/pdenet/index.js";
import { momentsFromFilter } from "../../src/stencil/index.js";
import { distance } from "./drawnModels.js";

/** Lengths, accuracy and spacings on one to three axes, even and odd. */
const CASES = [
  { size: [5], accuracy: 2, spacing: [0.3] },
  { size: [6], accuracy: 1, spacing: [2] },
  { size: [5, 7], accuracy: 2, spacing: [0.5, 0.2] },
  { size: [4, 5], accuracy: 1, spacing: [0.5, 3] },
  { size: [4, 5, 4], accuracy: 1, spacing: [0.5, 1, 2] },
] as const;

function bankOf(
  { size, accuracy, spacing }: (typeof CASES)[number],
  mirrored: readonly number[] = [],
): FilterBank {
  const shared = { maxOrder: 2, size: [...size], accuracy, border: "periodic" } as const;
  return filterBank(shared, spacing, mirrored);
}

function drawn({ freeCount }: FilterBank, seed = 0): Variable {
  const rng = createRng(seed);
  const moments = Float64Array.from({ length: freeCount }, () => rng.normal());
  return new Variable(moments, [freeCount]);
}

/** Filters q[j] one after another, with their order. */
function eachFilter({ data, shape: [count, , ...size] }: Variable): NdArray[] {
  const entries = sizeOf(size);
  return Array.from({ length: count }, (_, o) =>
    ndarrayOf(Float64Array.from(data.subarray(o * entries, (o + 1) * entries)), size),
  );
}

describe.each(CASES)("filters of $size", (given) => {
  const bank = bankOf(given);
  const unit = (order: readonly number[]): number =>
    order.reduce((product, o, a) => product * given.spacing[a] ** o, 1);

  test("have the moments that were asked for, over the spacing to their order", () => {
    const moments = drawn(bank);
    const all = bank.moments(moments.data as Float64Array).data;
    const found = eachFilter(bank.kernels(moments)).flatMap((filter, o) =>
      Array.from(momentsFromFilter(filter).data, (m) => m * unit(bank.orders[o])),
    );
    // Matrices between moments and filters of 7 points have the condition 294, along each axis.
    expect(distance(found, all)).toBeLessThan(1e-12);
  });

  test("keep fixed moments to the last bit, whatever the free ones are", () => {
    const [one, other] = [drawn(bank, 1), drawn(bank, 2)].map(
      ({ data }) => bank.moments(data as Float64Array).data,
    );
    const entries = sizeOf(given.size);
    bank.constraints.forEach(({ free, moments }, o) => {
      for (let k = 0; k < entries; k++) {
        const at = o * entries + k;
        if (free.data[k] === 1) expect(one[at]).not.toBe(other[at]);
        else expect([one[at], other[at]]).toEqual([moments.data[k], moments.data[k]]);
      }
    });
  });

  test("are read back from their moments", () => {
    const moments = drawn(bank).data as Float64Array;
    const all = bank.moments(moments);
    const entries = sizeOf(given.size);
    const each = bank.orders.map((_, o) =>
      ndarrayOf(all.data.slice(o * entries, (o + 1) * entries), given.size),
    );
    expect(freeMomentsOf(bank, each)).toEqual(moments);
  });

  test("are derivatives of polynomials of degree |o| + p − 1, with unequal spacing", () => {
    const moments = drawn(bank);
    eachFilter(bank.kernels(moments)).forEach((filter, i) => {
      const order = bank.orders[i];
      const highest = degreeOf(order) + given.accuracy - 1;
      for (const power of polynomialsUpTo(highest, given.size.length)) {
        // Π x_a^{p_a}/p_a! has the derivative ∂^o of one if p = o, else zero, at x = 0.
        let value = 0;
        let size = 0;
        filter.data.forEach((q, j) => {
          const at = unravel(j, given.size);
          const term = power.reduce(
            (product, p, a) =>
              product * ((at[a] - ((given.size[a] - 1) >> 1)) * given.spacing[a]) ** p,
            q,
          );
          value += term / power.reduce((product, p) => product * factorial(p), 1);
          size += Math.abs(term);
        });
        const exact = power.join() === order.join() ? 1 : 0;
        expect(Math.abs(value - exact)).toBeLessThan(1e-13 * Math.max(1, size));
      }
    });
  });

  test("have the derivatives that central differences see", () => {
    const check = gradCheck((moments: Variable) => bank.kernels(moments), drawnArray(bank), {
      directions: 5,
    });
    expect(check.error).toBeLessThan(1e-6);
  });
});

test("mirror images lie behind the filters, and are their reflections about the centre, negated", () => {
  for (const given of [CASES[0], CASES[2]]) {
    const axes = given.size.map((_, axis) => axis);
    const bank = bankOf(given, axes);
    const all = eachFilter(bank.kernels(drawn(bank)));
    for (const axis of axes) {
      const first = bank.orders.findIndex((o) => degreeOf(o) === 1 && o[axis] === 1);
      const mirror = all[bank.orders.length + axis];
      mirror.data.forEach((q, j) => {
        const at = unravel(j, given.size);
        at[axis] = given.size[axis] - 1 - at[axis];
        const place = at.reduce((sum, i, a) => sum * given.size[a] + i, 0);
        const largest = Math.max(...Array.from(mirror.data, Math.abs));
        expect(Math.abs(q + all[first].data[place])).toBeLessThan(1e-13 * largest);
      });
    }
  }
});

test("frozen filters have nothing to learn, and free ones hold nothing", () => {
  const shared = { maxOrder: 1, size: 3, border: "periodic" } as const;
  const frozen = filterBank({ ...shared, accuracy: "frozen" }, [0.5]);
  expect(frozen.freeCount).toBe(0);
  const [mean, slope] = eachFilter(frozen.kernels(new Variable(new Float64Array(0), [0])));
  expect(Array.from(mean.data)).toEqual([0, 1, 0]);
  expect(Array.from(slope.data)).toEqual([-1, 0, 1]);
  expect(filterBank({ ...shared, accuracy: "free" }, [0.5]).freeCount).toBe(6);
});

test("an accuracy that leaves no moment free freezes them", () => {
  // 1-D of 3 points, order up to 1 and p = 2: 2 of 1-D moments at degree 2 is the last of order 0 only.
  const bank = filterBank({ maxOrder: 1, size: 3, accuracy: 2, border: "periodic" }, [1]);
  expect(bank.constraints.map(({ freeCount }) => freeCount)).toEqual([1, 0]);
});

test("filters too short for their constraint are refused, naming the axis and the length", () => {
  const build = (): FilterBank =>
    filterBank({ maxOrder: 2, size: [7, 3], accuracy: 2, border: "periodic" }, [1, 1]);
  expect(build).toThrow(ValueError);
  expect(build).toThrow("at least 4 points along axis 1; got 3. Lengthen it or ask for less.");
});

describe.each<Border>(["periodic", "zero", "reflect"])("channels with border %s", (border) => {
  test.each([
    { grid: [7], size: [5] },
    { grid: [8], size: [4] },
    { grid: [5, 6], size: [3, 5] },
    { grid: [4, 3, 5], size: [3, 2, 4] },
  ])("on $grid are sums over what lies under filters of $size", ({ grid, size }) => {
    const rng = createRng(3);
    const normal = (length: number): Float64Array =>
      Float64Array.from({ length }, () => rng.normal());
    const [samples, components, filters] = [2, 2, 3];
    const u = normal(samples * components * sizeOf(grid));
    const q = normal(filters * sizeOf(size));
    const seen = noGrad(() =>
      channelsOf(
        new Variable(u, [samples, components, ...grid]),
        new Variable(q, [filters, 1, ...size]),
        border,
      ),
    );
    expect(seen.shape).toEqual([samples, components * filters, ...grid]);
    const slow = new Float64Array(seen.size);
    for (let i = 0; i < slow.length; i++) {
      const [s, channel, ...x] = unravel(i, seen.shape);
      const [c, f] = [Math.floor(channel / filters), channel % filters];
      for (let j = 0; j < sizeOf(size); j++) {
        const at = unravel(j, size).map((r, a) =>
          beyond(x[a] + r - ((size[a] - 1) >> 1), grid[a], border),
        );
        if (at.some((place) => place < 0)) continue;
        const place = at.reduce((sum, entry, a) => sum * grid[a] + entry, s * components + c);
        slow[i] += q[f * sizeOf(size) + j] * u[place];
      }
    }
    expect(distance(seen.data, slow)).toBeLessThan(1e-14);
  });
});

/** Which point of an axis lies at i; −1 for none. */
function beyond(i: number, n: number, border: Border): number {
  if (border === "periodic") return (i + n) % n;
  if (border === "zero") return i >= 0 && i < n ? i : -1;
  return i < 0 ? -i : i < n ? i : 2 * (n - 1) - i;
}

function drawnArray(bank: FilterBank): NdArray {
  const { data, shape } = drawn(bank);
  return ndarrayOf(data as Float64Array, shape);
}

function polynomialsUpTo(degree: number, axes: number): number[][] {
  if (axes === 0) return [[]];
  return Array.from({ length: degree + 1 }, (_, p) => p).flatMap((p) =>
    polynomialsUpTo(degree - p, axes - 1).map((rest) => [p, ...rest]),
  );
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}
