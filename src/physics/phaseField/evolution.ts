/**
 * Fields under way: φ and φ̂ of all samples, and what a scheme needs to take a group of them on. Everything is
 * allocated once, where the backend works on it. φ̂ is kept between steps, so that only powers of φ are transformed anew.
 */
import { backend } from "../../compute/index.js";
import type { GridTransform } from "../../compute/index.js";
import { ConvergenceError, ndarrayOf, ValueError } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import { halfShape } from "../../fft/index.js";
import { energyOf } from "./freeEnergy.js";
import type { GradientFlow } from "./gradientFlow.js";
import { conjugatePairs, makeReal } from "./realSpectrum.js";
import { transformBack } from "./stage.js";
import type { Fields, Scheme, Spectrum } from "./stage.js";
import type { PhaseFieldState, Start } from "./state.js";

/** Cells of the samples that are taken on together: enough to share out among threads. */
const CHUNK_CELLS = 1 << 15;

/** The phases lie at ±1; fields this far out come from a time step that is too long. */
const FAR = 10;

/** Samples that are taken on together, with the memory for it. */
interface Group {
  readonly fields: Fields;
  readonly work: readonly Spectrum[];
}

/** Fields under way. They hold memory of the backend until they are released. */
export class Evolution {
  readonly samples: number;
  /** φ[s, …x] */
  readonly phi: Float64Array;
  private readonly spectrum: Spectrum;
  private readonly transform: GridTransform;
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
    const { shape, size, squares } = flow.lattice;
    this.samples = start.samples;
    this.elapsed = start.kind === "state" ? start.state.steps : 0;
    this.pairs = conjugatePairs(shape);
    this.transform = this.compute.gridTransform(shape);
    try {
      const together = Math.max(1, Math.min(this.samples, Math.floor(CHUNK_CELLS / size)));
      this.phi = this.allocate(this.samples * size);
      this.spectrum = this.spectra(this.samples);
      const work = Array.from({ length: scheme.spectra }, () => this.spectra(together));
      this.groups = Array.from({ length: Math.ceil(this.samples / together) }, (_, group) => {
        const first = group * together;
        const count = Math.min(together, this.samples - first);
        return {
          fields: {
            count,
            phi: this.phi.subarray(first * size, (first + count) * size),
            spectrum: part(this.spectrum, first * squares.length, count * squares.length),
          },
          work: work.map((one) => part(one, 0, count * squares.length)),
        };
      });
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
    const { flow, scheme, transform, compute } = this;
    for (const { fields, work } of this.groups) {
      for (let step = 1; step <= steps; step++) {
        scheme.step(fields, transform, work);
        makeReal(fields.spectrum, this.pairs, flow.lattice.squares.length);
        const reached = compute.largest(fields.phi);
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
    // Typed arrays made anew: those of the backend may be shared memory, which slice would keep.
    return {
      steps: this.elapsed,
      spectrum: { re: Float64Array.from(re), im: Float64Array.from(im), shape },
    };
  }

  /** Gives the memory back; nothing may be called any more. */
  release(): void {
    this.taken.splice(0).forEach((array) => this.compute.release(array));
  }

  private begin(start: Start): void {
    const { phi, spectrum, transform } = this;
    if (start.kind === "fields") {
      phi.set(start.phi);
      transform.forwardReal(phi, this.samples, spectrum.re, spectrum.im);
    } else {
      spectrum.re.set(start.state.spectrum.re);
      spectrum.im.set(start.state.spectrum.im);
      for (const { fields, work } of this.groups) {
        transformBack(fields.spectrum, fields.count, transform, work[0], fields.phi);
      }
    }
    const reached = this.compute.largest(phi);
    if (reached <= FAR) return;
    throw new ValueError(
      `${this.where}: |φ| should be below ${FAR} to begin with, as the phases are ±1; got ${reached}. ` +
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
