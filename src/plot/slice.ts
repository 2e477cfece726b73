/** What a picture can show of a field: all of a line or a plane, one slice of a volume. */

/** The field itself, or its slice at the middle z, and a note that says so. */
export function middleSlice(
  values: Float64Array,
  shape: readonly number[],
  noteOf: (z: number, n: number) => string,
): { values: Float64Array; shape: readonly number[]; note?: string } {
  if (shape.length < 3) return { values, shape };
  const [nx, ny, nz] = shape;
  const z = Math.floor(nz / 2);
  return {
    values: Float64Array.from({ length: nx * ny }, (_, cell) => values[cell * nz + z]),
    shape: [nx, ny],
    note: noteOf(z, nz),
  };
}
