import { Resvg } from "@resvg/resvg-js";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { escapeText, FONTS, picture, textAt } from "../../src/plot/svg.js";
import { textWidth, wrap } from "../../src/plot/text.js";
import { parseXml, textsOf } from "./reading.js";

const require = createRequire(import.meta.url);
const fontFiles = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf"].map((file) =>
  require.resolve(`dejavu-fonts-ttf/ttf/${file}`),
);

/** The width that a font engine gives the text. */
function drawnWidth(text: string, weight?: "bold"): number {
  const style = weight ? { size: 20, weight } : { size: 20 };
  const svg = picture(2000, 60, "", textAt(10, 40, text, style)).replace(/<rect[^>]*>/, "");
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: "DejaVu Sans" };
  return new Resvg(svg, { font }).getBBox()?.width ?? 0;
}

const SAMPLES = [
  "microstructure",
  "finite elements",
  "Mean |error|, largest MASE (%)",
  "−0.0125",
  "1.5 × 10⁻⁹",
  "0123456789",
  "WWWWMMMM mmmm wwww",
  "iiiiilllll",
  "strain εxx / µm, σ ≤ 3 Pa",
  "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "abcdefghijklmnopqrstuvwxyz",
];

describe("textWidth", () => {
  test("is never less than what the font takes, and at most a quarter and a space more", () => {
    for (const text of SAMPLES) {
      for (const weight of [undefined, "bold"] as const) {
        const [estimate, drawn] = [textWidth(text, 20, weight), drawnWidth(text, weight)];
        expect(estimate, text).toBeGreaterThanOrEqual(drawn);
        expect(estimate, text).toBeLessThan(1.3 * drawn + 8);
      }
    }
  });
  test("counts ideographs as whole ems", () => {
    expect(textWidth("応力", 10)).toBeGreaterThanOrEqual(20);
  });
});

describe("wrap", () => {
  test("keeps all words, in lines that fit", () => {
    const text = "a rather long title of a panel that has to go somewhere";
    const lines = wrap(text, 120, 13);
    expect(lines.join(" ")).toBe(text);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(textWidth(line, 13)).toBeLessThanOrEqual(120);
  });
  test("breaks a word that is longer than a line", () => {
    const lines = wrap("x".repeat(50), 100, 13);
    expect(lines.join("")).toBe("x".repeat(50));
    for (const line of lines) expect(textWidth(line, 13)).toBeLessThanOrEqual(100);
  });
  test("makes no line of nothing", () => {
    expect(wrap("", 100, 13)).toEqual([]);
    expect(wrap("  ", 100, 13)).toEqual([]);
  });
});

describe("text in pictures", () => {
  test("is escaped wherever XML would read it", () => {
    const text = `<b>&"'</b>`;
    expect(escapeText(text)).toBe("&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;");
    const svg = picture(10, 10, text, textAt(0, 0, text));
    expect(textsOf(svg)).toEqual([text]);
    expect(parseXml(svg).attributes["aria-label"]).toBe(text);
  });
  test("loses the characters that XML forbids", () => {
    expect(escapeText("a\u0000b\u001bc\ud800d\ufffee")).toBe("a�b�c�d�e");
    expect(escapeText("tab\tand\u{1f600}")).toBe("tab\tand\u{1f600}");
  });
  test("sets a letter with an index, and leaves names with underscores alone", () => {
    const svg = picture(10, 10, "", textAt(0, 0, "strain ε_xx and r_x of test_strain, a_long"));
    expect(textsOf(svg)).toEqual(["strain εxx and rx of test_strain, a_long"]);
    const { children } = parseXml(svg).children[1];
    expect(children.map(({ text }) => text)).toEqual([
      "xx",
      " and r",
      "x",
      " of test_strain, a_long",
    ]);
    // What goes down comes up again.
    expect(children.reduce((sum, { attributes }) => sum + Number(attributes.dy), 0)).toBe(0);
  });
  test("names its fonts", () => {
    expect(parseXml(picture(1, 1, "", "")).attributes["font-family"]).toBe(FONTS);
  });
});
