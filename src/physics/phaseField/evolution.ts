/**
 * Fields under way: φ and φ̂ of all samples, and what a scheme needs to take a group of them on. Everything is
 * allocated once, where the backend works on it. φ̂ is kept between steps, so that only powers of φ are transformed anew.
 */
import { backend } from "../../compute/index.js";
import { ConvergenceError, ndarrayOf, ValueError } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import { halfShape } from "../../fft/index.js";
import { energyOf } from "./freeEnergy.js";
import type { GradientFlow } from "./gradientFlow.js";
import { conjugatePairs, makeReal } from "./realSpectrum.js";
import { transformBack } from "./scheme.js";
import type { Group, Scheme, Spectrum } from "./scheme.js";
import type { PhaseFieldState, Start } from "./state.js";

/** Cells of the samples that are taken on together: enough to share out among threads. */
const CHUNK_CELLS = 1 << 15;

/** The phases lie at ±1; fields this far out come from a time step that is too long. */
const FAR = 10;

/** Fields under way. They hold memory of the backend until they are released. */
export class Evolution {
  readonly samples: number;
  /** φ[s, …x] */
  readonly phi: Float64Array;
  private readonly spectrum: Spectrum;
  private readonly pairs: Int32Array;
  private readonly groups: readonly Group[];
  private readonly taken: Float64Array[] = [];
  private readonly compute = backend();
  private elapsed: number;

  /** @throws ValueError for fields beyond ±10 */
  constructor(
    private readonly flow: GradientFlow,
    private readonly scheme: Scheme,
    start: Start,
    private readonly where: string,
  ) {
    const { shape, size } = flow.lattice;
    this.samples = start.samples;
    this.elapsed = start.kind === "state" ? start.state.steps : 0;
    this.pairs = conjugatePairs(shape);
    try {
      this.phi = this.allocate(this.samples * size);
      this.spectrum = this.spectra(this.samples);
      this.groups = this.group(Math.max(1, Math.min(this.samples, Math.floor(CHUNK_CELLS / size))));
      this.begin(start);
    } catch (error) {
      this.release();
      throw error;
    }
  }

  /** Steps taken since the first field. */
  get steps(): number {
    return this.elapsed;
  }

  /**
   * Takes all fields so many steps on.
   * @throws ConvergenceError at the first step after which |φ| > 10
   */
  advance(steps: number): void {
    const { flow, scheme } = this;
    const { squares } = flow.lattice;
    for (const group of this.groups) {
      for (let step = 1; step <= steps; step++) {
        scheme.step(group);
        makeReal(group.spectrum, this.pairs, squares.length);
        const reached = this.compute.largest(group.phi);
        if (reached <= FAR) continue;
        throw new ConvergenceError(
          `${this.where} diverged at step ${this.elapsed + step}: |φ| should stay near 1; it reached ` +
            `${reached.toPrecision(3)}. Take a shorter timeStep than ${flow.timeStep}, or start within ±1.`,
        );
      }
    }
    this.elapsed += steps;
  }

  /** F[s] now. */
  energy(): NdArray {
    const { lattice, gamma } = this.flow;
    const { re, im } = this.spectrum;
    const energies = Float64Array.from({ length: this.samples }, (_, s) =>
      energyOf(lattice, gamma, this.phi, re, im, s),
    );
    return ndarrayOf(energies, [this.samples]);
  }

  /** Where the fields are now, as a copy. */
  state(): PhaseFieldState {
    const { re, im } = this.spectrum;
    const shape = [this.samples, ...halfShape(this.flow.lattice.shape)];
    return { steps: this.elapsed, spectrum: { re: re.slice(), im: im.slice(), shape } };
  }

  /** Gives the memory back; nothing may be called any more. */
  release(): void {
    this.taken.splice(0).forEach((array) => this.compute.release(array));
  }

  /** Groups of so many fields, the last one of the rest. */
  private group(together: number): Group[] {
    const { samples, phi, spectrum, scheme, compute } = this;
    const { shape, size, squares } = this.flow.lattice;
    const transform = compute.gridTransform(shape);
    const work = Array.from({ length: scheme.spectra }, () => this.spectra(together));
    const factors = scheme.factors.map((factor) => {
      const repeated = this.allocate(together * squares.length);
      for (let s = 0; s < together; s++) repeated.set(factor, s * squares.length);
      return repeated;
    });
    return Array.from({ length: Math.ceil(samples / together) }, (_, i) => {
      const first = i * together;
      const count = Math.min(together, samples - first);
      const length = count * squares.length;
      return {
        count,
        phi: phi.subarray(first * size, (first + count) * size),
        spectrum: part(spectrum, first * squares.length, length),
        factors: factors.map((factor) => factor.subarray(0, length)),
        work: work.map((one) => part(one, 0, length)),
        transform,
        compute,
      };
    });
  }

  private begin(start: Start): void {
    const { phi, spectrum, groups } = this;
    if (start.kind === "fields") {
      phi.set(start.phi);
      for (const { count, transform, ...of } of groups) {
        transform.forwardReal(of.phi, count, of.spectrum.re, of.spectrum.im);
      }
    } else {
      spectrum.re.set(start.state.spectrum.re);
      spectrum.im.set(start.state.spectrum.im);
      for (const group of groups) transformBack(group, group.spectrum, group.work[0]);
    }
    const reached = this.compute.largest(phi);
    if (reached <= FAR) return;
    throw new ValueError(
      `${this.where}: |φ| should be at most ${FAR} to begin with, as the phases are ±1; got ${reached}. ` +
        `Scale the field first.`,
    );
  }

  private allocate(length: number): Float64Array {
    const array = this.compute.allocate(length);
    this.taken.push(array);
    return array;
  }

  private spectra(count: number): Spectrum {
    const length = count * this.flow.lattice.squares.length;
    return { re: this.allocate(length), im: this.allocate(length) };
  }
}

function part({ re, im }: Spectrum, first: number, length: number): Spectrum {
  return { re: re.subarray(first, first + length), im: im.subarray(first, first + length) };
}
