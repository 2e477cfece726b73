/**
 * PDE-Net: the equation behind a movie. Filters whose moments make them differential operators learn Burgers' equation
 * from 32² points of a finer solution. The same moments read what the MKS kernel is.
 */
import { createRng, mks, ndarrayOf, pdenet, physics, plot, stencil } from "kernelfield";
import type { Localization, NdArray } from "kernelfield";
import type { Picture } from "./pictures.js";

/** What was read off the movie, and of the kernel. */
export interface Movie {
  readonly found: pdenet.Equation;
  readonly sparse: pdenet.Equation;
  readonly filters: readonly pdenet.FilterMoments[];
  /** By the name of what foretells. */
  readonly errors: Readonly<Record<string, pdenet.ForecastErrors>>;
  /** u[t, c, x, y] as it was and as it was foretold. */
  readonly reference: NdArray;
  readonly foretold: NdArray;
  /** By how much a small difference grows in a frame. */
  readonly growth: number;
  /** The largest deviation of a coefficient from the truth, as a part of it. */
  readonly deviation: number;
  /** What the near cells of the MKS kernel are. */
  readonly kernel: string;
}

const INTERVAL = 0.02;
const SPACING = Math.PI / 16;
const VISCOSITY = 0.05;
/** Cells around a point whose influence is read as derivatives. */
const WINDOW = 5;

/** Makes a movie, learns its equation, and reads the MKS kernel of a study. */
export async function watchMovie(regressed: Localization): Promise<Movie> {
  const rng = createRng(7);
  const grid = [96, 96];
  const solver = physics.burgers({ shape: grid, viscosity: VISCOSITY, timeStep: 0.005 });
  const waves = { components: 2, frequency: 4, normalize: true, amplitude: 1.5, shift: 1 };
  const film = async (samples: number, steps: number, noise: number): Promise<NdArray> => {
    const start = physics.randomFourier(grid, { samples, ...waves }, rng.split());
    const { u } = await solver.solve(start, { interval: INTERVAL, steps });
    return physics.observe(u, { stride: 3, noise }, rng.split()).u;
  };
  const seen = await film(6, 15, 0.001);
  const unseen = await film(3, 40, 0);
  const network = pdenet.symbolic({ size: 9, products: 3 });
  const shared = { spacing: SPACING, windows: 6 };
  const { model } = await pdenet.fit(seen, INTERVAL, { ...shared, network, schedule: [1, 3, 9] });
  const sparse = pdenet.pdeFind(seen, INTERVAL, { spacing: SPACING }).equation;
  const alone = { ...shared, network: pdenet.fromEquation(sparse, { size: 9 }), schedule: [] };
  const found = pdenet.equation(model, { trajectories: seen });
  const told = pdenet.rollout(model, unseen.pick(null, 0), 40);
  return {
    found,
    sparse,
    filters: pdenet.moments(model).filters,
    errors: {
      "PDE-Net": pdenet.errors(model, unseen, INTERVAL),
      "sparse regression": pdenet.errors(
        (await pdenet.fit(seen, INTERVAL, alone)).model,
        unseen,
        INTERVAL,
      ),
    },
    reference: unseen.pick(0),
    foretold: told.u.pick(0),
    growth: told.growth,
    deviation: deviationOf(found),
    kernel: readingOf(regressed),
  };
}

/** The section of the report. */
export function sectionsOfMovie(movie: Movie): plot.Section[] {
  const [equation, ...rest] = plot.discoverySections({
    ...{ equation: movie.found, filters: movie.filters.slice(1, 5), errors: movie.errors },
    others: { "sparse regression": movie.sparse },
    interval: INTERVAL,
    forecast: { reference: movie.reference, foretold: movie.foretold },
  });
  return [
    {
      ...equation,
      heading: "PDE-Net: the equation behind the movie",
      text:
        "The third view at work. Filters whose low moments are fixed are differences for derivatives, whatever else " +
        "they learn; here they learn two velocities that move each other, from six movies of 16 frames on 32² points " +
        `with noise of 0.1 %, and a polynomial learns what becomes of them.\n\n${equation.text ?? ""}`,
    },
    ...rest,
    {
      heading: "One kernel, three views",
      text:
        "The filters above are given by their moments, correlate in space, and multiply waves in frequency. A " +
        "localization kernel is the same object: influence coefficients in frequency, a convolution in space. Read by " +
        `its moments, the kernel of the stiff phase within ${WINDOW}² cells is\n\n${movie.kernel}`,
    },
  ];
}

/** Filters and forecast. */
export function picturesOfMovie({ filters, reference, foretold }: Movie): Picture[] {
  return [
    {
      file: "movie-filters.png",
      svg: plot.derivativeFilters([filters[2], filters[5]], { size: 260 }),
      caption: "Learnt filters for ∂/∂x and ∂²/∂x², and their moments; framed ones are fixed.",
    },
    {
      file: "movie-forecast.png",
      svg: plot.forecast(reference.pick(null, 0), foretold.pick(null, 0), {
        frames: [0, 10, 20, 40],
      }),
      caption: "A movie that was not seen, its forecast, and the error.",
    },
  ];
}

/** What was found, in sentences. */
export function movieSentence({ found, growth, errors }: Movie): string {
  const last = errors["PDE-Net"].median.at(-1) ?? NaN;
  return (
    `A PDE-Net reads off movies of Burgers' equation (ν = ${VISCOSITY}):\n` +
    `${pdenet.formatEquation(found, { threshold: 0.01 })}\n` +
    `and foretells 40 frames within ${(100 * last).toFixed(1)} %; a small difference grows by ${growth.toFixed(3)} a frame.`
  );
}

/** The largest relative deviation of the terms of Burgers' equation. */
function deviationOf({ terms }: pdenet.Equation): number {
  const own = terms.flatMap((all) => all.slice(0, 4));
  return Math.max(
    ...own.map(({ factors, coefficient }) => {
      const truth = factors.length === 2 ? -1 : VISCOSITY;
      return Math.abs(coefficient / truth - 1);
    }),
  );
}

/** The kernel of the last phase without its mean, read by its moments. */
function readingOf(regressed: Localization): string {
  const coefficients = stencil.toGauge(regressed.coefficients, "minimumNorm");
  const { data, shape } = mks.kernels({ ...regressed, coefficients });
  const own = data.slice(-data.length / (shape[0] * shape[1]));
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
  const kernel = ndarrayOf(
    own.map((value) => value - mean),
    [...regressed.grid],
  );
  return stencil.readKernel(kernel, { kind: "kernel", window: WINDOW }).sentence;
}
