/** A word of the command line that should be one of some: anything else would be another study than was meant. */
export function choiceOf<T extends string>(word: string, known: readonly T[], what: string): T {
  const found = known.find((one) => one === word);
  if (found !== undefined) return found;
  throw new Error(
    `${what} should be ${known.join(", ").replace(/, (?=[^,]*$)/, " or ")}; got "${word}".`,
  );
}
