/** The typography of reports: one column, quiet rules, figures that fit the page, on screen and paper. */
export const STYLE = `
:root { color: #222; background: #fff; }
body { margin: 0; font: 17px/1.55 Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif; }
main { max-width: 74rem; margin: 0 auto; padding: 3.5rem 2rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; font-weight: 600; margin: 0 0 2.5rem; }
h2 { font-size: 1.2rem; line-height: 1.3; font-weight: 600; margin: 3rem 0 0.8rem; break-after: avoid; }
p { max-width: 40rem; margin: 0 0 0.9rem; overflow-wrap: break-word; }
.warning { border-left: 3px solid #c8553d; padding: 0.1rem 0 0.1rem 0.9rem; }
table { border-collapse: collapse; margin: 1.2rem 0 1.6rem; font-size: 0.92rem; line-height: 1.4;
  border-top: 1.5px solid #222; border-bottom: 1.5px solid #222; break-inside: avoid; }
th, td { padding: 0.32rem 1.5rem 0.32rem 0; text-align: left; vertical-align: baseline; }
th:last-child, td:last-child { padding-right: 0.3rem; }
thead th { font-weight: 600; border-bottom: 0.75px solid #222; vertical-align: bottom; }
.number { text-align: right; font-variant-numeric: lining-nums tabular-nums; }
td.number { white-space: nowrap; }
thead th.number { max-width: 10rem; }
sub { font-size: 0.7em; line-height: 0; }
figure { margin: 1.6rem 0 2.2rem; break-inside: avoid; }
img { max-width: 100%; height: auto; display: block; }
figcaption { max-width: 40rem; margin-top: 0.5rem; font-size: 0.9rem; line-height: 1.45; color: #555; }
footer { margin-top: 4rem; font-size: 0.9rem; color: #555; }
footer h2 { font-size: 1rem; }
.keys { border-color: #bbb; border-width: 0.75px 0; }
.keys th { font-weight: 400; }
.keys td { overflow-wrap: anywhere; }
@page { margin: 18mm 16mm; }
@media print { body { font-size: 10.5pt; } main { max-width: none; padding: 0; } }
`;
