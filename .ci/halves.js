/**
 * Writes how two real lines a, b go as one complex line z = a + i b, and come back: with conj taken
 * of Z[n − k], A[k] = (Z[k] + conj Z[n−k]) / 2 and B[k] = (Z[k] − conj Z[n−k]) / 2i. Units hold the
 * transforms of one such line z in every lane.
 *
 * Half spectra lie in planes: A of lane l at a + l split, B a `pair` further, imaginary parts a `gap`
 * further. As many k as there are lanes are turned over together, so that lines are read and written
 * by vectors.
 */
import { createCode, split, splits } from "./passes.js";

/**
 * The AssemblyScript of `separate` and `combine`.
 * @param real number type: "f64" or "f32"
 */
export function halvesSource(real) {
  return [
    `import { LANES, Real } from "./real";`,
    `import { UNIT } from "./plan";`,
    separate(real),
    combine(real),
  ].join("\n");
}

const PARAMETERS =
  "unit: usize, n: usize, lanes: usize, a: usize, gap: usize, pair: usize, split: usize, laneStep: usize";

/** Half spectra from the transforms in L units per index. */
function separate(real) {
  const block = createCode(real);
  const count = block.lanes;
  const z = [];
  for (let i = 0; i < count; i++) {
    z.push([
      ...[block.value("v128.load(low)"), block.value("v128.load(low, 16)")],
      ...[block.value("v128.load(high)"), block.value("v128.load(high, 16)")],
    ]);
    block.line("low += step; high -= step;");
  }
  const parts = [0, 1, 2, 3].map((part) => z.map((values) => partOf(block, part, values)));
  parts.forEach((vectors, part) =>
    transposed(block, vectors).forEach((vector, lane) =>
      block.line(`v128.store(${laneOf(placeOf(part), lane)} + at, ${vector});`),
    ),
  );
  const rest = createCode(real);
  const values = ["low", "high"].flatMap((at) => [
    rest.value(`v128.load(${at})`),
    rest.value(`v128.load(${at}, 16)`),
  ]);
  [0, 1, 2, 3].forEach((part) =>
    storeLanes(rest, `${placeOf(part)} + at`, partOf(rest, part, values)),
  );
  const first = createCode(real);
  // k = 0 is its own mirror image: A and B are the parts of Z.
  const [re, im] = [first.value("v128.load(low)"), first.value("v128.load(low, 16)")];
  const zero = first.value(`v128.splat<${real}>(0)`);
  [re, zero, im, zero].forEach((vector, part) => storeLanes(first, placeOf(part), vector));
  return `export function separate(${PARAMETERS}): void {
    ${splits(block.lanes, "split")}
    const step = lanes * UNIT;
    const half = (n >> 1) + 1;
    const one = v128.splat<${real}>(0.5);
    for (let l: usize = 0; l < lanes; l++) {
      let low = unit;
      let high = unit + (n - 1) * step;
      ${first.text()}
      low += step;
      let k: usize = 1;
      for (; k + LANES <= half; k += LANES) {
        const at = k * sizeof<Real>();
        ${block.text()}
      }
      for (; k < half; k++) {
        const at = k * sizeof<Real>();
        ${rest.text()}
        low += step;
        high -= step;
      }
      unit += UNIT;
      a += laneStep;
    }
  }`;
}

/** A real, A imaginary, B real, B imaginary, of Z[k] and Z[n − k]. */
function partOf(code, part, [zRe, zIm, yRe, yIm]) {
  const sum = [
    ["add", zRe, yRe],
    ["sub", zIm, yIm],
    ["add", zIm, yIm],
    ["sub", yRe, zRe],
  ][part];
  return code.op("mul", "one", code.op(...sum));
}

/**
 * Units of scale · conj-swapped Z = A + i B: the forward transform of them is the inverse one, with
 * its parts swapped.
 */
function combine(real) {
  const block = createCode(real);
  const lanes = Array.from({ length: block.lanes }, (_, lane) => lane);
  const sums = lanes.map((lane) =>
    mixed(
      block,
      [0, 1, 2, 3].map((part) =>
        block.op("mul", "factor", block.value(`v128.load(${laneOf(placeOf(part), lane)} + at)`)),
      ),
    ),
  );
  const turned = [0, 1, 2, 3].map((i) =>
    transposed(
      block,
      sums.map((values) => values[i]),
    ),
  );
  lanes.forEach((k) => {
    block.line(`v128.store(low, ${turned[0][k]}); v128.store(low, ${turned[1][k]}, 16);`);
    block.line(`v128.store(high, ${turned[2][k]}); v128.store(high, ${turned[3][k]}, 16);`);
    block.line("low += step; high -= step;");
  });
  const scaled = (code, part) => code.op("mul", "factor", loadLanes(code, `${placeOf(part)} + at`));
  const rest = createCode(real);
  const values = mixed(
    rest,
    [0, 1, 2, 3].map((part) => scaled(rest, part)),
  );
  rest.line(`v128.store(low, ${values[0]}); v128.store(low, ${values[1]}, 16);`);
  rest.line(`v128.store(high, ${values[2]}); v128.store(high, ${values[3]}, 16);`);
  // Entries that are their own mirror image are real, whatever rounding left there.
  const own = createCode(real);
  own.line(`v128.store(low, ${scaled(own, 2)});`);
  own.line(`v128.store(low, ${scaled(own, 0)}, 16);`);
  return `export function combine(${PARAMETERS}, scale: Real): void {
    ${splits(block.lanes, "split")}
    const step = lanes * UNIT;
    const half = (n + 1) >> 1; // without the entry at n / 2, which is its own mirror image
    const factor = v128.splat<${real}>(scale);
    for (let l: usize = 0; l < lanes; l++) {
      let low = unit;
      let high = unit + (n - 1) * step;
      let at: usize = 0;
      ${own.text()}
      low += step;
      let k: usize = 1;
      for (; k + LANES <= half; k += LANES) {
        at = k * sizeof<Real>();
        ${block.text()}
      }
      for (; k < half; k++) {
        at = k * sizeof<Real>();
        ${rest.text()}
        low += step;
        high -= step;
      }
      if (k << 1 == n) {
        at = k * sizeof<Real>();
        ${own.text()}
      }
      unit += UNIT;
      a += laneStep;
    }
  }`;
}

/** The parts of Z[k] = A + i B, swapped, and of Z[n − k] likewise. */
function mixed(code, [aRe, aIm, bRe, bIm]) {
  return [
    code.op("add", aIm, bRe),
    code.op("sub", aRe, bIm),
    code.op("sub", bRe, aIm),
    code.op("add", aRe, bIm),
  ];
}

/** Where A real, A imaginary, B real, B imaginary of the first lane are. */
function placeOf(part) {
  return ["a", "a + gap", "a + pair", "a + pair + gap"][part];
}

const laneOf = (at, lane) => (lane === 0 ? at : `${at} + ${split("split", lane)}`);

function loadLanes(code, at) {
  let vector = code.value(`v128.load_zero<${code.real}>(${at})`);
  for (let lane = 1; lane < code.lanes; lane++) {
    vector = code.loadLane(laneOf(at, lane), vector, lane);
  }
  return vector;
}

function storeLanes(code, at, vector) {
  for (let lane = 0; lane < code.lanes; lane++) {
    code.line(`v128.store_lane<${code.real}>(${laneOf(at, lane)}, ${vector}, ${lane});`);
  }
}

/** As many vectors as there are lanes, rows for columns. */
function transposed(code, vectors) {
  const pairs = (a, b) =>
    ["0, 2", "1, 3"].map((order) => code.value(`v128.shuffle<f64>(${a}, ${b}, ${order})`));
  if (code.lanes === 2) return pairs(...vectors);
  const mixedPairs = (a, b) =>
    ["0, 4, 1, 5", "2, 6, 3, 7"].map((order) =>
      code.value(`v128.shuffle<f32>(${a}, ${b}, ${order})`),
    );
  const [low, high] = mixedPairs(vectors[0], vectors[1]);
  const [low2, high2] = mixedPairs(vectors[2], vectors[3]);
  return [...pairs(low, low2), ...pairs(high, high2)];
}
