import { describe, expect, test } from "vitest";
import { fields, report } from "../../src/plot/index.js";
import type { Report } from "../../src/plot/index.js";
import { parseXml } from "./reading.js";

const svg = fields([{ title: `<b>&"'# 100 % σ_xx`, field: [[0, 1]] }]);
const page = report({
  title: "Report <1>",
  sections: [
    {
      heading: "Fields & kernels",
      text: "First <p>.\nStill first.\n\n\nSecond with ε_xx and test_strain.",
      warnings: ["Watch <out>."],
      table: {
        columns: ["name", "value", "mixed", "written"],
        rows: [
          ["<a>", -1.5e-9, 3, "0.99"],
          ["b", 12, "not run", "–"],
        ],
      },
      figures: [{ svg, caption: 'A "field" <i>' }],
    },
    { heading: "Empty" },
  ],
  info: { kernelfield: "0.1.0", "a<b": "x & y", threads: 1 },
});

describe("a report", () => {
  test("needs nothing but itself", () => {
    const addresses = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
    expect(addresses).toHaveLength(1);
    for (const address of addresses) expect(address).toMatch(/^data:image\/svg\+xml/);
    expect(page).not.toMatch(/<(script|link|iframe|object|embed|base)\b|@import|url\(/i);
    expect(page).toContain(
      `content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"`,
    );
  });
  test("escapes everything it was given", () => {
    for (const raw of [
      "<1>",
      "<p>.",
      "<out>",
      "<a>",
      "<i>",
      "a<b",
      '"field"',
      "x & y",
      "Fields & ",
    ]) {
      expect(page).not.toContain(raw);
    }
    for (const safe of ["Report &lt;1&gt;", "Watch &lt;out&gt;.", '<th scope="row">a&lt;b</th>']) {
      expect(page).toContain(safe);
    }
  });
  test("has every opened element closed", () => {
    const body = page.slice(page.indexOf("<body>"), page.indexOf("</html>"));
    const closed = body.replace(/<(img[^>]*)>/g, "<$1/>").trim();
    const names = /<(\/?)([a-z]+\d?)/g;
    const open: string[] = [];
    for (const [, end, name] of closed.matchAll(names)) {
      if (name === "img") continue;
      if (end === "") open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });
  test("embeds pictures whole, with their size and caption", () => {
    const [, address, alt, width] =
      /<img src="([^"]*)" alt="([^"]*)" width="(\d+)">/.exec(page) ?? [];
    const embedded = decodeURIComponent(address.slice(address.indexOf(",") + 1));
    expect(embedded).toBe(svg);
    expect(width).toBe(parseXml(svg).attributes.width);
    expect(alt).toBe("A &quot;field&quot; &lt;i&gt;");
    expect(page).toContain(`<figcaption>${alt}</figcaption>`);
  });
  test("parts paragraphs at empty lines and sets indices", () => {
    expect(page).toContain("<p>First &lt;p&gt;.\nStill first.</p>");
    expect(page).toContain("<p>Second with ε<sub>xx</sub> and test_strain.</p>");
  });
  test("formats numbers, and aligns columns of numbers to the right", () => {
    expect(page).toContain('<td class="number">−1.5 × 10⁻⁹</td>');
    expect(page).toContain('<td class="number">0.99</td>');
    expect(page).toContain('<td class="number">–</td>');
    expect(page).toContain("<td>3</td>");
    expect(page).toContain('<th class="number">value</th>');
  });
  test("ends with what made it, if that is told", () => {
    expect(page.indexOf("Made with")).toBeGreaterThan(page.indexOf("Empty"));
    expect(report({ title: "t", sections: [] })).not.toContain("Made with");
  });
  test("is the same whenever it is written", () => {
    const small: Report = { title: "t", sections: [{ heading: "h", text: "x" }] };
    expect(report(small)).toBe(report(small));
  });
});

describe("report refuses", () => {
  test("figures that are no SVG", () => {
    const figures = [{ svg: "<img onerror=1>", caption: "" }];
    expect(() => report({ title: "t", sections: [{ heading: "h", figures }] })).toThrow(
      `plot.report: a figure of section "h" should be an SVG picture, beginning with "<svg"; got "<img onerror=1>".`,
    );
    const none = [{ svg: undefined as unknown as string, caption: "" }];
    expect(() => report({ title: "t", sections: [{ heading: "h", figures: none }] })).toThrow(
      "got undefined",
    );
  });
  test("rows that do not fit their columns", () => {
    const table = { columns: ["a", "b"], rows: [["1", "2"], ["3"]] };
    expect(() => report({ title: "t", sections: [{ heading: "h", table }] })).toThrow(
      `plot.report: row 1 of the table in section "h" should have 2 cells, one per column; got 1.`,
    );
  });
});
