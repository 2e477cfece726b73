/**
 * Writes the passes of the transforms: for a factor p, over all k < kCount and q < qCount,
 *
 *   out[k, q, j] = w[k]^j Σ_i e^{−2πi ij/p} in[k, q, i],   j < p,
 *
 * with an independent transform in every lane of a vector. Spelling the sums out for every factor is a
 * machine's work; what differs between factors is here.
 *
 * How values are read and written is in the name of a pass:
 *   V  a vector of real parts and, a gap away, a vector of imaginary parts
 *   R  the lanes of both vectors live apart, a split from one to the next
 * and T multiplies by the turns w, N does not. G is T that reads its indices from a table, for the first
 * pass of Rader's convolution, whose length is even. Steps are in bytes.
 */

/** The factors with a pass of their own. The pass of factor 1 copies. */
export const FACTORS = [1, 2, 3, 4, 5, 7, 8, 11, 13];

/** Those that may be the first of an even length. */
const FIRST_OF_EVEN = [2, 4, 8];

/** Turns are kept in registers up to this factor, and read where they are used beyond. */
const KEPT = 4;

/**
 * The AssemblyScript of all passes, and of the function that chooses one.
 * @param real number type: "f64" or "f32"
 */
export function passesSource(real) {
  return [
    `import { multiplyAdd, multiplySub } from "./fused";`,
    ...FACTORS.flatMap((p) => ["TV", "TR", "NV", "NR"].map((k) => pass(real, p, k))),
    ...FIRST_OF_EVEN.flatMap((p) => ["GV", "GR"].map((k) => pass(real, p, k))),
    choice(),
  ].join("\n");
}

const PARAMETERS =
  "x: usize, inGap: usize, inSplit: usize, inK: usize, inI: usize, inQ: usize, " +
  "y: usize, outGap: usize, outSplit: usize, outK: usize, outJ: usize, outQ: usize, " +
  "kCount: usize, qCount: usize, turns: usize, roots: usize, order: usize";
const ARGUMENTS = PARAMETERS.replaceAll(": usize", "");

/** Chooses the pass of a factor: reading V or R, writing V with turns, or V or R without. */
function choice() {
  const gathered = (p) => `if (order != 0) {
        if (inApart) pass${p}GR(${ARGUMENTS});
        else pass${p}GV(${ARGUMENTS});
      } else `;
  const branch = (p) =>
    `if (p == ${p}) {
      ${FIRST_OF_EVEN.includes(p) ? gathered(p) : ""}
      if (turns == 0) {
        if (outApart) pass${p}NR(${ARGUMENTS});
        else pass${p}NV(${ARGUMENTS});
      } else if (inApart) pass${p}TR(${ARGUMENTS});
      else pass${p}TV(${ARGUMENTS});
      return;
    }`;
  return `export function pass(p: i32, inApart: bool, outApart: bool, ${PARAMETERS}): void {
    ${FACTORS.map(branch).join("\n")}
  }`;
}

/** One pass. With turns it writes V; without, it reads V. */
function pass(real, p, kind) {
  const gathered = kind[0] === "G";
  const turned = gathered || kind[0] === "T";
  const inApart = turned && kind[1] === "R";
  const outApart = kind === "NR";
  const code = createCode(real);
  const lanes = Array.from({ length: code.lanes }, (_, lane) => lane);
  const values = [];
  for (let i = 0; i < p; i++) {
    if (i > 0 && !gathered) code.line(`const a${i} = a${i - 1} + inI;`);
    values.push([`a${i}`, `a${i} + inGap`].map((at) => read(code, at, inApart ? lanes : [])));
  }
  butterfly(code, p, values).forEach((value, j) => {
    if (j > 0) code.line(`const b${j} = b${j - 1} + outJ;`);
    const parts =
      turned && j > 0
        ? code.product(value, [turn(code, p, 2 * j - 2), turn(code, p, 2 * j - 1)])
        : value;
    [`b${j}`, `b${j} + outGap`].forEach((at, part) =>
      write(code, at, parts[part], outApart ? lanes : []),
    );
  });
  const starts = gathered
    ? values.map((_, i) => {
        const index = `<usize>load<u32>(order + ((k + ${i} * kCount) << 2))`;
        return `let a${i}: usize = x + inK * ${index};`;
      })
    : ["let a0: usize = x + k * inK;"];
  const kept = turned && p <= KEPT ? Array.from({ length: 2 * p - 2 }, (_, i) => i) : [];
  return `function pass${p}${kind}(${PARAMETERS}): void {
    ${rootNames(p)
      .map((name, i) => `const ${name} = ${code.splat("roots", i)};`)
      .join("\n")}
    ${inApart ? splits(code.lanes, "inSplit") : ""}
    ${outApart ? splits(code.lanes, "outSplit") : ""}
    for (let k: usize = 0; k < kCount; k++) {
      ${kept.map((i) => `const w${i} = ${code.splat("turns", i)};`).join("\n")}
      ${starts.join("\n")}
      let b0: usize = y + k * outK;
      for (let q: usize = 0; q < qCount; q++) {
        ${code.text()}
        ${starts.map((_, i) => `a${i} += inQ;`).join(" ")}
        b0 += outQ;
      }
      ${turned ? `turns += ${2 * code.bytes * (p - 1)};` : ""}
    }
  }`;
}

const turn = (code, p, i) => (p <= KEPT ? `w${i}` : code.value(code.splat("turns", i)));

/** A vector, from places of its own for each of the lanes if there are any. */
function read(code, at, lanes) {
  if (lanes.length === 0) return code.value(`v128.load(${at})`);
  return lanes
    .slice(1)
    .reduce(
      (vector, lane) => code.loadLane(`${at} + ${split("inSplit", lane)}`, vector, lane),
      code.value(`v128.load_zero<${code.real}>(${at})`),
    );
}

function write(code, at, vector, lanes) {
  if (lanes.length === 0) code.line(`v128.store(${at}, ${vector});`);
  for (const lane of lanes) {
    const to = lane === 0 ? at : `${at} + ${split("outSplit", lane)}`;
    code.line(`v128.store_lane<${code.real}>(${to}, ${vector}, ${lane});`);
  }
}

export const split = (name, lane) => (lane === 1 ? name : `${name}${lane}`);

/** The multiples of a split that lanes beyond the second need, by the names of `split`. */
export function splits(lanes, name) {
  return Array.from({ length: lanes - 2 }, (_, i) => i + 2)
    .map((lane) => `const ${split(name, lane)}: usize = ${lane} * ${name};`)
    .join("\n");
}

/** Names of the constants of a factor, in the order of its table: cos and sin of 2πj/p. */
function rootNames(p) {
  if (p === 8) return ["half"]; // cos(2π/8) = √½
  if (p % 2 === 0 || p === 1) return [];
  return Array.from({ length: (p - 1) / 2 }, (_, j) => [`c${j + 1}`, `s${j + 1}`]).flat();
}

/** The sums over i, without turns. */
function butterfly(code, p, x) {
  if (p === 1) return x;
  if (p === 2) return [code.add(x[0], x[1]), code.sub(x[0], x[1])];
  if (p === 4) return four(code, x);
  if (p === 8) return eight(code, x);
  return odd(code, p, x);
}

function four(code, [x0, x1, x2, x3]) {
  const a = code.add(x0, x2);
  const b = code.sub(x0, x2);
  const c = code.add(x1, x3);
  const d = code.sub(x1, x3);
  return [code.add(a, c), code.subTimesI(b, d), code.sub(a, c), code.addTimesI(b, d)];
}

/** Two sums of four; the odd one is turned by eighths. */
function eight(code, x) {
  const even = four(code, [x[0], x[2], x[4], x[6]]);
  const [o0, o1, o2, o3] = four(code, [x[1], x[3], x[5], x[7]]);
  const t1 = [code.op("add", o1[0], o1[1]), code.op("sub", o1[1], o1[0])].map((v) =>
    code.op("mul", v, "half"),
  );
  const t3 = [code.op("sub", o3[1], o3[0]), code.op("add", o3[0], o3[1])].map((v) =>
    code.op("mul", v, "half"),
  );
  return [
    code.add(even[0], o0),
    code.add(even[1], t1),
    code.subTimesI(even[2], o2),
    [code.op("add", even[3][0], t3[0]), code.op("sub", even[3][1], t3[1])],
    code.sub(even[0], o0),
    code.sub(even[1], t1),
    code.addTimesI(even[2], o2),
    [code.op("sub", even[3][0], t3[0]), code.op("add", even[3][1], t3[1])],
  ];
}

/** X[±k] = x[0] + Σ_j (x[j] + x[p−j]) cos(2πjk/p) ∓ i Σ_j (x[j] − x[p−j]) sin(2πjk/p). */
function odd(code, p, x) {
  const pairs = (p - 1) / 2;
  const even = [];
  const uneven = [];
  for (let j = 1; j <= pairs; j++) {
    even.push(code.add(x[j], x[p - j]));
    uneven.push(code.sub(x[j], x[p - j]));
  }
  const y = [even.reduce((sum, term) => code.add(sum, term), x[0])];
  for (let k = 1; k <= pairs; k++) {
    let cosine = x[0];
    let sine;
    for (let j = 1; j <= pairs; j++) {
      const at = (j * k) % p;
      const near = Math.min(at, p - at);
      cosine = code.addScaled(cosine, even[j - 1], `c${near}`);
      if (sine === undefined)
        sine = code.scaled(uneven[j - 1], `s${near}`); // j = 1: the angle of k is below half a turn
      else if (at === near) sine = code.addScaled(sine, uneven[j - 1], `s${near}`);
      else sine = code.subScaled(sine, uneven[j - 1], `s${near}`);
    }
    y[k] = code.subTimesI(cosine, sine);
    y[p - k] = code.addTimesI(cosine, sine);
  }
  return y;
}

/**
 * Lines of code; complex numbers are pairs of the names of their parts.
 * @param real number type: "f64" or "f32"
 */
export function createCode(real) {
  const bytes = real === "f64" ? 8 : 4;
  const lines = [];
  let names = 0;
  const value = (expression) => {
    const name = `t${names++}`;
    lines.push(`const ${name} = ${expression};`);
    return name;
  };
  const op = (verb, a, b) => value(`v128.${verb}<${real}>(${a}, ${b})`);
  const fused = (verb, a, b, c) => value(`${verb}<${real}>(${a}, ${b}, ${c})`);
  const both = (verb) => (a, b) => [op(verb, a[0], b[0]), op(verb, a[1], b[1])];
  return {
    real,
    bytes,
    lanes: 16 / bytes,
    value,
    op,
    loadLane: (at, vector, lane) => value(`v128.load_lane<${real}>(${at}, ${vector}, ${lane})`),
    line: (text) => lines.push(text),
    text: () => lines.join("\n"),
    /** Number i of a table, in every lane. */
    splat: (table, i) => `v128.load_splat<${real}>(${table}, ${bytes * i})`,
    add: both("add"),
    sub: both("sub"),
    scaled: (a, factor) => [op("mul", a[0], factor), op("mul", a[1], factor)],
    addScaled: (sum, a, factor) => sum.map((part, i) => fused("multiplyAdd", a[i], factor, part)),
    subScaled: (sum, a, factor) => sum.map((part, i) => fused("multiplySub", a[i], factor, part)),
    /** a + i b and a − i b. */
    addTimesI: (a, b) => [op("sub", a[0], b[1]), op("add", a[1], b[0])],
    subTimesI: (a, b) => [op("add", a[0], b[1]), op("sub", a[1], b[0])],
    product: ([re, im], [c, d]) => [
      fused("multiplySub", im, d, op("mul", re, c)),
      fused("multiplyAdd", im, c, op("mul", re, d)),
    ],
  };
}
