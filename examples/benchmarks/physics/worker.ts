/** Our side of physics.ts: answers one JSON line per JSON line on standard input. */
import { answersOf } from "../answers.js";
import { serve } from "../serve.js";
import { physicsJob } from "./ourSide.js";

await serve(answersOf(physicsJob));
