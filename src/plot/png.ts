/** Pictures as PNG, drawn by resvg, which is loaded on demand and need not be installed. */
import type * as NodeModule from "node:module";
import type * as ResvgModule from "@resvg/resvg-js";
import { checkNumber, ValueError } from "../core/index.js";

/** How packages that may be missing are found; in tests, how they are not. */
export interface Peers {
  /** The module of that name. */
  readonly load: (name: string) => Promise<unknown>;
  /** The path of a file in a package. */
  readonly locate: (file: string) => Promise<string>;
}

const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf"];

const ADVICE =
  "Run npm install @resvg/resvg-js dejavu-fonts-ttf, or keep the SVG, which every browser shows.";

/** The longest side of a PNG in pixels. */
const LONGEST = 16384;

/**
 * The bytes of a PNG of an SVG picture, in Node. Needs the packages `@resvg/resvg-js` and, where no
 * system font is installed, `dejavu-fonts-ttf`.
 * @param svg a picture of this module
 * @throws ValueError if a package is missing, the text is no SVG, or the picture becomes too large
 */
export async function toPng(
  svg: string,
  options: {
    /** Pixels of the PNG per pixel of the SVG. Default 2, for print and sharp screens. */
    readonly scale?: number | undefined;
  } = {},
): Promise<Uint8Array> {
  return renderPng(svg, options.scale ?? 2, nodePeers);
}

/** `toPng` with its way to the packages. */
export async function renderPng(svg: string, scale: number, peers: Peers): Promise<Uint8Array> {
  checkNumber(scale, 0.1, 20, "plot.toPng: scale");
  if (typeof svg !== "string" || !svg.startsWith("<svg")) {
    throw new ValueError(
      `plot.toPng: svg should be a picture of plot.fields, plot.kernels, …, beginning with "<svg"; ` +
        `got ${typeof svg === "string" ? `"${svg.slice(0, 20)}"` : typeof svg}.`,
    );
  }
  const { Resvg } = await loadResvg(peers);
  const fontFiles = await locateFonts(peers);
  const font = {
    fontFiles,
    loadSystemFonts: fontFiles.length === 0,
    defaultFontFamily: "DejaVu Sans",
    sansSerifFamily: "DejaVu Sans",
  };
  if (!drawsText(Resvg, font)) {
    throw new ValueError(`plot.toPng: no font was found, so text would be missing. ${ADVICE}`);
  }
  const drawing = parse(Resvg, svg, { font, fitTo: { mode: "zoom", value: scale } });
  const side = Math.ceil(scale * Math.max(drawing.width, drawing.height));
  if (side > LONGEST) {
    throw new ValueError(
      `plot.toPng: the picture would be ${side} pixels long; ${LONGEST} are the most. ` +
        `Choose a smaller scale.`,
    );
  }
  return new Uint8Array(drawing.render().asPng());
}

type Resvg = typeof ResvgModule.Resvg;
type Font = NonNullable<ResvgModule.ResvgRenderOptions["font"]>;

function parse(
  Resvg: Resvg,
  svg: string,
  options: ResvgModule.ResvgRenderOptions,
): ResvgModule.Resvg {
  try {
    return new Resvg(svg, options);
  } catch (error) {
    throw new ValueError(`plot.toPng: svg is not well-formed: ${String(error)}.`, { cause: error });
  }
}

/** Without fonts, text is left out silently: look whether a letter has an extent. */
function drawsText(Resvg: Resvg, font: Font): boolean {
  const letter = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="8">x</text></svg>`;
  const box = new Resvg(letter, { font }).getBBox();
  return box !== undefined && box.width > 0;
}

async function loadResvg({ load }: Peers): Promise<typeof ResvgModule> {
  try {
    return (await load("@resvg/resvg-js")) as typeof ResvgModule;
  } catch (error) {
    throw new ValueError(`plot.toPng: the package @resvg/resvg-js is not installed. ${ADVICE}`, {
      cause: error,
    });
  }
}

/** The font files of the package, or none. */
async function locateFonts({ locate }: Peers): Promise<string[]> {
  try {
    return await Promise.all(FONT_FILES.map((file) => locate(`dejavu-fonts-ttf/ttf/${file}`)));
  } catch {
    return [];
  }
}

/** Names stand in variables, so that bundlers for the web do not look for packages that are not there. */
const nodePeers: Peers = {
  load: (name) => import(/* webpackIgnore: true */ /* @vite-ignore */ name),
  locate: async (file) => {
    const name = "node:module";
    const { createRequire } = (await nodePeers.load(name)) as typeof NodeModule;
    return createRequire(import.meta.url).resolve(file);
  },
};
