/** Calls that types would refuse, from JavaScript. */
import { expect, test } from "vitest";
import { ShapeError, ValueError } from "../../src/core/index.js";
import { stencil } from "../../src/index.js";

/** As JavaScript passes it. */
function any(value: unknown): never {
  return value as never;
}

const calls: [string, () => unknown, typeof ValueError | typeof ShapeError, RegExp][] = [
  [
    "difference: nothing",
    () => stencil.difference(any(undefined)),
    ShapeError,
    /order should be a list of one order per axis.* got none\. \[1, 0\] is/,
  ],
  [
    "difference: a number for the orders",
    () => stencil.difference(any({ order: 2 })),
    ShapeError,
    /order should be a list .* got 2\./,
  ],
  [
    "constraint: a number for the orders",
    () => stencil.constraint(any({ order: 2, size: 5 })),
    ShapeError,
    /order should be a list .* got 2\./,
  ],
  [
    "formatReading: a filter",
    () => stencil.formatReading(any([1, -2, 1])),
    ValueError,
    /reading should be what stencil\.readKernel returned/,
  ],
  [
    "placesOf: no grid",
    () => stencil.placesOf([3], any(undefined)),
    ShapeError,
    /one length along every axis; got \[3\] and undefined/,
  ],
];
test.each(calls)("%s is refused", (_, call, error, message) => {
  expect(call).toThrow(error);
  expect(call).toThrow(message);
});
