import { describe, expect, test } from "vitest";
import {
  add,
  createArena,
  defineOperation,
  grad,
  hessianVector,
  leavesOf,
  multiply,
  noGrad,
  onTape,
  type Operation,
  passingValues,
  reshape,
  square,
  sum,
  type Tape,
  toArray,
  valueAndGrad,
  Variable,
  withLeaves,
} from "../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals } from "../../src/core/index.js";

describe("an arena", () => {
  test("gives the arrays of one round again in the next, in their order", () => {
    const arena = createArena();
    const round = (): unknown[] => {
      const arrays = [arena.take(3, "float64"), arena.take(3, "float64"), arena.take(3, "float32")];
      arena.reset();
      return arrays;
    };
    const first = round();
    const second = round();
    second.forEach((array, i) => {
      expect(array).toBe(first[i]);
    });
    expect(new Set(first).size).toBe(3);
    arena.close();
  });

  test("an array that is given back early is the next of its kind", () => {
    const arena = createArena();
    const array = arena.take(4, "float32");
    arena.give(array);
    expect(arena.take(4, "float32")).toBe(array);
    expect(arena.take(4, "float32")).not.toBe(array);
    arena.close();
  });

  test("gives nothing twice: an array that it did not take out stays out", () => {
    const arena = createArena();
    const array = arena.take(2, "float64");
    arena.give(array);
    arena.give(array);
    arena.give(new Float64Array(2));
    expect(arena.take(2, "float64")).toBe(array);
    expect(arena.take(2, "float64")).not.toBe(array);
    arena.close();
  });

  test("serves steps that repeat from the same memory, with the same bits", () => {
    const arena = createArena();
    const x = normals(createRng(1), [50]);
    const step = (): { places: number[]; data: Float64Array } =>
      onTape((tape) => {
        const { gradient } = valueAndGrad((p: Variable) => sum(square(multiply(p, p))))(x);
        return {
          places: tape.steps.map(({ output }) => output.data.byteOffset),
          data: gradient.data,
        };
      }, arena);
    const [first, second] = [step(), step()];
    expect(second).toEqual(first);
    expect(first.places.length).toBeGreaterThan(2);
    arena.close();
  });
});

describe("gradients that nobody looks at again", () => {
  const places: number[] = [];
  /** 3 x; its gradient passes. */
  const triple: Operation<undefined> = defineOperation(
    ([x]) => ({ data: x.data.map((value) => 3 * value), shape: x.shape }),
    (g) => tripled([g], undefined),
  );
  const tripled: Operation<undefined> = defineOperation(
    ([g]) => {
      const data = passingValues(g.data.length, "float64");
      g.data.forEach((value, i) => (data[i] = 3 * value));
      places.push(data.byteOffset);
      return { data, shape: g.shape };
    },
    (g) => triple([g], undefined),
  );
  const chain = (x: Variable, steps: number): Variable =>
    steps === 0 ? x : chain(reshape(triple([x], undefined), x.shape), steps - 1);

  test("leave their arrays to those behind them, however long the chain", () => {
    places.length = 0;
    const { gradient } = valueAndGrad((p: Variable) => sum(chain(p, 6)))(
      ndarrayOf(Float64Array.of(1, 2), [2]),
    );
    expect([...gradient.data]).toEqual([729, 729]);
    // One that comes and one that goes.
    expect([places.length, new Set(places).size]).toEqual([6, 2]);
  });

  test("stay where a sum or a result still needs them", () => {
    const f = ({ p, q }: { p: Variable; q: Variable }): Variable =>
      sum(add(chain(add(chain(p, 1), multiply(2, p)), 2), chain(multiply(p, q), 1)));
    const { gradient } = valueAndGrad(f)({
      p: ndarrayOf(Float64Array.of(5, 7), [2]),
      q: ndarrayOf(Float64Array.of(1, 2), [2]),
    });
    expect([...gradient.p.data]).toEqual([9 * 5 + 3, 9 * 5 + 6]);
    expect([...gradient.q.data]).toEqual([15, 21]);
  });

  test("stay in a record, which may be differentiated again", () => {
    const p = ndarrayOf(Float64Array.of(1, 2), [2]);
    const twice = hessianVector((x: Variable) => sum(square(chain(x, 3))), p, p);
    expect([...twice.data]).toEqual([2 * 27 ** 2, 4 * 27 ** 2]);
  });
});

describe("a tape", () => {
  test("records what depends on a parameter, and nothing else", () => {
    const names = onTape((tape) => {
      const x = new Variable(Float64Array.of(2), [], true, tape);
      add(1, 2);
      noGrad(() => square(x));
      multiply(square(x), 3);
      return tape.steps.map(({ name }) => name);
    });
    expect(names).toEqual(["square", "multiply"]);
  });

  test("a call within a call works on the tape that is open", () => {
    const tapes: Tape[] = [];
    onTape((outer) => {
      tapes.push(outer);
      onTape((inner) => tapes.push(inner));
      expect(outer.closed).toBe(false);
    });
    expect(tapes[1]).toBe(tapes[0]);
    expect(tapes[0].closed).toBe(true);
  });

  test("without one, operations are functions of arrays in ordinary memory", () => {
    const y = add([1, 2], 1);
    expect([...y.data]).toEqual([2, 3]);
    expect(y.tracked).toBe(false);
    expect(toArray(y).data.buffer).toBeInstanceOf(ArrayBuffer);
    expect(noGrad(() => 3)).toBe(3);
  });

  test("records again after work without a record, even if that failed", () => {
    const f = (x: Variable): Variable => {
      expect(() =>
        noGrad(() => {
          throw new Error("no");
        }),
      ).toThrow("no");
      return square(x);
    };
    expect(grad(f)(3)).toBe(6);
  });
});

describe("a tree", () => {
  const x = ndarrayOf(Float64Array.of(1), [1]);

  test("has leaves with paths, in order", () => {
    const found = leavesOf([{ weight: x, bias: 2 }, [3]]);
    expect(found.map(({ path }) => path)).toEqual(["0.weight", "0.bias", "1.0"]);
    expect(found.map(({ leaf }) => leaf)).toEqual([x, 2, 3]);
    expect(leavesOf(5)).toEqual([{ path: "", leaf: 5 }]);
    expect(leavesOf([])).toEqual([]);
  });

  test("takes other leaves in the same order", () => {
    expect(withLeaves({ a: [1, 2], b: 3 }, ["x", "y", "z"].values())).toEqual({
      a: ["x", "y"],
      b: "z",
    });
  });

  test("refuses what is no parameter, by its path", () => {
    expect(() => leavesOf({ a: ["text"] } as never)).toThrow(
      "autodiff: parameters should be arrays, numbers, and lists and objects of them; got text at a.0. " +
        "Leave it out of the parameters.",
    );
    expect(() => leavesOf(null as never)).toThrow("got null. Leave it out");
  });
});
