/** Our side of pdenet.ts: answers one JSON line per JSON line on standard input. */
import { answersOf } from "../answers.js";
import { serve } from "../serve.js";
import { pdenetJob } from "./ourSide.js";

await serve(answersOf(pdenetJob));
