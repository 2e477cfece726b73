/**
 * Products of matrices, out = A B, after Goto and van de Geijn (ACM Trans. Math. Softw. 34 (2008) 12):
 * a block of A is packed so that it stays in the second cache, a panel of B of two vectors' width so
 * that it stays in the first, and tiles take both from there. Sums over k are cut into blocks of 256, which
 * also bounds their rounding. Addresses and strides are bytes.
 */
import { pack } from "./panels";
import { multiplyTile, placeTile, ROWS, WIDTH } from "./productTile";
import { LANES, Real } from "./real";

export { multiplyAcross, multiplyAlong, multiplyOuter } from "./matrixVector";

const SIZE: usize = sizeof<Real>();
const COLUMNS: usize = 2 * LANES;

/** Terms of a sum that are added up in registers. */
const DEPTH: usize = 256;

/** Rows of a packed block: 256 kB of them. */
const HEIGHT: usize = 1024 / SIZE;

/** Where the scratch memory holds the panel of B and the block of A, behind a tile. */
const PANEL: usize = ROWS * WIDTH;
const BLOCK: usize = PANEL + DEPTH * WIDTH;

/** Bytes of scratch memory that a product needs. */
export function scratchBytes(rows: usize, inner: usize): usize {
  const height = (min(rows, HEIGHT) + ROWS - 1) & ~(ROWS - 1);
  return BLOCK + height * min(inner, DEPTH) * SIZE;
}

/** Fills out[n, i, j] with Σ_k a[n, i, k] b[n, k, j]. A matrix with a step of 0 serves all. */
export function multiply(
  a: usize,
  aRow: usize,
  aColumn: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  bColumn: usize,
  bStep: usize,
  out: usize,
  outRow: usize,
  outColumn: usize,
  outStep: usize,
  batch: usize,
  rows: usize,
  inner: usize,
  columns: usize,
  scratch: usize,
): void {
  // A block that all share is packed once.
  const together: usize = aStep == 0 ? batch : 1;
  for (let n: usize = 0; n < batch; n += together) {
    for (let k: usize = 0; k < inner; k += DEPTH) {
      const depth = min(DEPTH, inner - k);
      for (let i: usize = 0; i < rows; i += HEIGHT) {
        const height = min(HEIGHT, rows - i);
        packRows(a + n * aStep + i * aRow + k * aColumn, aRow, aColumn, height, depth, scratch);
        for (let m = n; m < n + together; m++) {
          const right = b + m * bStep + k * bRow;
          const to = out + m * outStep + i * outRow;
          multiplyBlock(
            right,
            bRow,
            bColumn,
            height,
            depth,
            columns,
            to,
            outRow,
            outColumn,
            k > 0,
            scratch,
          );
        }
      }
    }
  }
}

function packRows(
  a: usize,
  row: usize,
  column: usize,
  height: usize,
  depth: usize,
  scratch: usize,
): void {
  let to = scratch + BLOCK;
  for (let i: usize = 0; i < height; i += ROWS) {
    pack(a + i * row, row, column, min(ROWS, height - i), depth, to, ROWS / LANES);
    to += depth * ROWS * SIZE;
  }
}

/** Fills `height` rows of the result, or adds to them, from a packed block and `depth` rows of B. */
function multiplyBlock(
  b: usize,
  bRow: usize,
  bColumn: usize,
  height: usize,
  depth: usize,
  columns: usize,
  out: usize,
  outRow: usize,
  outColumn: usize,
  add: bool,
  scratch: usize,
): void {
  const panel = scratch + PANEL;
  for (let j: usize = 0; j < columns; j += COLUMNS) {
    const width = min(COLUMNS, columns - j);
    const fits = width == COLUMNS && outColumn == SIZE;
    pack(b + j * bColumn, bColumn, bRow, width, depth, panel, 2);
    let left = scratch + BLOCK;
    let to = out + j * outColumn;
    for (let i: usize = 0; i < height; i += ROWS) {
      if (fits && height - i >= ROWS) multiplyTile(left, panel, depth, to, outRow, add);
      else {
        multiplyTile(left, panel, depth, scratch, WIDTH, false);
        placeTile(scratch, min(ROWS, height - i), width, to, outRow, outColumn, add);
      }
      left += depth * ROWS * SIZE;
      to += ROWS * outRow;
    }
  }
}
