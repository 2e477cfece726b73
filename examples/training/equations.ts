import { anisotropic } from "./equations/anisotropic.js";
import { cahnHilliard } from "./equations/cahnHilliard.js";
import { kdv } from "./equations/kdv.js";
import { reaction } from "./equations/reaction.js";
import { space } from "./equations/space.js";
import { study } from "./equations/study.js";
const problems = { kdv, reaction, anisotropic, space, cahnHilliard };
const [name = "kdv", noises = "0,0.01"] = process.argv.slice(2);
const problem = problems[name as keyof typeof problems];
const began = process.cpuUsage();
const movies = await problem.movies();
console.log(`data ${process.cpuUsage(began).user / 1e6} s`, movies.training.shape);
const short = (all: unknown) =>
  JSON.stringify(all, (_, x) => (typeof x === "number" ? Number(x.toPrecision(4)) : x));
for (const noise of noises.split(",").map(Number)) {
  await study(problem, movies, noise, (row) => {
    console.log(
      `${row.noise} ${row.way}: ${row.seconds.toFixed(1)} s  err ${row.error.toPrecision(3)} found ${short(row.found)} spurious ${short(row.spurious)} ${row.spuriousPart.toPrecision(2)} forecast ${row.forecast.map((x) => x.toPrecision(3)).join(" ")} lost ${row.lost} val ${short(row.validation)}`,
    );
  });
}
