/** Our side of compute.ts: answers one JSON line per JSON line on standard input. */
import { answersOf } from "../answers.js";
import type { Question } from "../answers.js";
import type { MksFiles } from "../mksJob.js";
import { serve } from "../serve.js";
import { jobOf } from "./jobs.js";
import { measureMachine } from "./wasmMachine.js";
import type { Work } from "./works.js";

type Loaded = Work & MksFiles;

const answer = answersOf<Loaded>((work, inputs) => jobOf(work, inputs, work));

await serve(
  (question: Question<Loaded> | { readonly ask: "machine"; readonly relaxed: boolean }) =>
    question.ask === "machine" ? measureMachine(question.relaxed) : answer(question),
);
