/** Our side of nn.ts: answers one JSON line per JSON line on standard input. */
import { answersOf } from "../answers.js";
import { serve } from "../serve.js";
import { trainingJob } from "./ourSide.js";

await serve(answersOf(trainingJob));
