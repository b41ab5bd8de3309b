import type { Trouble } from "./generated";

/** A command failed; `trouble` says why, what to do and who can do it. */
export class TroubleError extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.explanation.summary);
    this.name = "TroubleError";
  }
}

function isTrouble(value: unknown): value is Trouble {
  return (
    typeof value === "object" && value !== null && "code" in value && "explanation" in value
  );
}

/** What to show for anything that was thrown. */
export function troubleOf(thrown: unknown): Trouble {
  if (thrown instanceof TroubleError) {
    return thrown.trouble;
  }
  if (isTrouble(thrown)) {
    return thrown;
  }
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: "internal",
    explanation: {
      code: "internal",
      summary: "Usher stumbled over a fault of its own.",
      cause: words,
      remedy: "Try again. If it happens again, report it with the text above.",
      who: [],
      setting: null,
      request: null,
    },
    retryAfter: null,
    service: null,
    consent: null,
  };
}
