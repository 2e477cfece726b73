/** Where a command writes to and what it learns from outside: a real terminal, or a test's. */

/** The surroundings of a command. */
export interface Terminal {
  /** Results: text for a person, or JSON. */
  readonly out: (text: string) => void;
  /** Progress, warnings and complaints. */
  readonly err: (text: string) => void;
  /** Whether `err` is watched by a person, so that a line may be drawn over. */
  readonly interactive: boolean;
  /** Characters that fit on a line. */
  readonly columns: number;
  /** Stops long work. */
  readonly signal: AbortSignal;
}
