import { expect, test } from "vitest";
import {
  fourierBasis,
  legendreBasis,
  neighbourBasis,
  phaseBasis,
  primitiveBasis,
  spectrumShape,
} from "../../src/states/index.js";

test("the spectra of real states are kept half, ⌊n/2⌋ + 1 on the last axis", () => {
  const cell = phaseBasis(2);
  for (const basis of [cell, primitiveBasis(3), legendreBasis(3), neighbourBasis(cell, 4)]) {
    expect(spectrumShape(basis, [7])).toEqual([4]);
    expect(spectrumShape(basis, [5, 8])).toEqual([5, 5]);
    expect(spectrumShape(basis, [4, 3, 1])).toEqual([4, 3, 1]);
  }
});

test("the spectra of complex states are kept whole", () => {
  for (const grid of [[7], [5, 8], [4, 3, 1]]) {
    expect(spectrumShape(fourierBasis(3), grid)).toEqual(grid);
  }
});
