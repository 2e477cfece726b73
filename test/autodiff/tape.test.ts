import { describe, expect, test } from "vitest";
import {
  add,
  createArena,
  grad,
  leavesOf,
  multiply,
  noGrad,
  onTape,
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
