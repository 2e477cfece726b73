import { describe, expect, test } from "vitest";
import { formatEquation, plainEquation } from "../../../src/pdenet/index.js";
import type { Equation, Term } from "../../../src/pdenet/index.js";
import { factor, term } from "./samples.js";

function equation(...terms: Term[]): Equation {
  return { names: ["u", "v"], axes: ["x", "y"], terms: [terms], remainder: [NaN] };
}
const [u, v] = [factor(0, 0, 0), factor(1, 0, 0)];

describe("conservative terms written out", () => {
  test("follow the rule of Leibniz: (u²)_x = 2 u u_x, (u v)_xy = u_xy v + u_x v_y + u_y v_x + u v_xy", () => {
    const square = equation(term(-0.5, [u, u], { derivative: [1, 0] }));
    expect(formatEquation(plainEquation(square))).toBe("u_t = −1.00 u u_x");
    const mixed = equation(term(1, [u, v], { derivative: [1, 1] }));
    expect(formatEquation(plainEquation(mixed), { digits: 1 })).toBe(
      "u_t = 1 v u_xy + 1 u_x v_y + 1 u_y v_x + 1 u v_xy",
    );
  });
  test("have the factors of Pascal's triangle: (u v)_xxx = u_xxx v + 3 u_xx v_x + 3 u_x v_xx + u v_xxx", () => {
    const third = equation(term(1, [u, v], { derivative: [3, 0] }));
    const own = plainEquation(third).terms[0];
    expect(own.map(({ coefficient }) => coefficient).sort()).toEqual([1, 1, 3, 3]);
  });
  test("are added to the plain terms that they equal", () => {
    const both = equation(
      term(1, [factor(0, 1, 0), u]),
      term(-0.5, [u, u], { derivative: [1, 0], interval: [-0.6, -0.4] }),
      term(3, [factor(0, 2, 0)], { contribution: 0.5 }),
    );
    const plain = plainEquation(both);
    expect(formatEquation(plain)).toBe("u_t = 3.00 u_xx");
    expect(plain.terms[0][1]).toMatchObject({ contribution: 0.5 });
  });
  test("keep their intervals, times as often as a product comes", () => {
    const square = equation(term(-0.5, [u, u], { derivative: [1, 0], interval: [-0.6, -0.4] }));
    expect(plainEquation(square).terms[0][0].interval).toEqual([-1.2, -0.8]);
  });
  test("of a single field keep what is known of them, and of a constant vanish", () => {
    const more = { derivative: [2, 0], contribution: 0.3 };
    const single = equation(term(2, [factor(0, 0, 1)], more), term(1, [], { derivative: [1, 0] }));
    expect(plainEquation(single).terms[0]).toEqual([
      term(2, [factor(0, 2, 1)], { contribution: 0.3 }),
    ]);
  });
});
