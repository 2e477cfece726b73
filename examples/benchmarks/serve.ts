/** Our side of a conversation in lines of JSON on standard input and output. */
import { createInterface } from "node:readline";

/** Answers every question until there are no more. What a question holds is between the two sides. */
export async function serve(answer: (question: never) => Promise<object>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as never))}\n`);
  }
}
