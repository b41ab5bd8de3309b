import type { RunRow, RunState, RunStep, RunTotals, Step, StepState } from "@/ipc";
import { counted } from "@/features/invite/people";

const stateWords: Record<StepState, string> = {
  planned: "Planned",
  sending: "Sending",
  waiting: "Waiting for the directory",
  done: "Done",
  failed: "Failed",
  skipped: "Skipped",
  unknown: "Unknown",
};

/**
 * The word of a state.
 *
 * @param rests the run rests: what waits does not wait for the directory
 */
export const stateWord = (state: StepState, rests: boolean): string =>
  rests && state === "waiting" ? "Waiting" : stateWords[state];

/** Whether a step goes on by itself as soon as its run does. */
export const goesOnWithRun = ({ state, asksPerson }: RunStep): boolean =>
  state === "waiting" || (state === "unknown" && !asksPerson);

export const runStateWords: Record<RunState, string> = {
  running: "Running",
  paused: "Paused",
  interrupted: "Interrupted",
  stopped: "Stopped",
  finished: "Done",
};

export const isOver = (state: RunState): boolean => state === "finished" || state === "stopped";

const urgency: Record<StepState, number> = {
  unknown: 0,
  failed: 1,
  sending: 2,
  waiting: 3,
  skipped: 4,
  done: 5,
  planned: 6,
};

/** What is shown of a run, and in which order. */
export interface RowView {
  text: string;
  /** Null: all. */
  state: StepState | null;
  attentionFirst: boolean;
}

export const allRows: RowView = { text: "", state: null, attentionFirst: true };

/** Places of the rows to show. It is asked for anew only when the person does something. */
export function arrange(rows: readonly RunRow[], view: RowView): number[] {
  const text = view.text.trim().toLocaleLowerCase();
  const places: number[] = [];
  rows.forEach((row, place) => {
    const named =
      text === "" ||
      row.address.toLocaleLowerCase().includes(text) ||
      (row.displayName?.toLocaleLowerCase().includes(text) ?? false);
    if (named && (view.state === null || row.state === view.state)) {
      places.push(place);
    }
  });
  if (view.attentionFirst) {
    const rank = (place: number): number => urgency[rows[place]?.state ?? "planned"];
    places.sort((one, other) => rank(one) - rank(other) || one - other);
  }
  return places;
}

/**
 * The places shown, with those that have come to match at the end: nothing moves, and what does not
 * match any more stays until it is asked for.
 */
export function keepUp(
  places: readonly number[],
  rows: readonly RunRow[],
  view: RowView,
): readonly number[] {
  if (view.state === null) {
    return places;
  }
  const shown = new Set(places);
  const more = arrange(rows, view).filter((place) => !shown.has(place));
  return more.length === 0 ? places : [...places, ...more];
}

/** Whether rows are shown that have left the state asked for. */
export const holdsLeavers = (
  rows: readonly RunRow[],
  places: readonly number[],
  { state }: RowView,
): boolean => state !== null && places.some((place) => rows[place]?.state !== state);

const wantsAttention = (row: RunRow | undefined): boolean =>
  row?.state === "unknown" || row?.state === "failed";

/** Whether something that needs attention has come up below rows that do not. */
export function isOutOfOrder(rows: readonly RunRow[], places: readonly number[]): boolean {
  let calm = false;
  for (const place of places) {
    if (!wantsAttention(rows[place])) {
      calm = true;
    } else if (calm) {
      return true;
    }
  }
  return false;
}

/** How many people stand in each state. */
export function countStates(rows: readonly RunRow[]): Record<StepState, number> {
  const counts = { planned: 0, sending: 0, waiting: 0, done: 0, failed: 0, skipped: 0, unknown: 0 };
  for (const row of rows) {
    counts[row.state] += 1;
  }
  return counts;
}

/** Whole percents; 100 only once everything has an outcome. */
export function percentOf(totals: RunTotals): number {
  if (totals.steps === 0 || totals.stepsEnded >= totals.steps) {
    return 100;
  }
  return Math.min(99, Math.floor((totals.stepsEnded / totals.steps) * 100));
}

/** People of whom nothing more is going to be sent by itself. */
export const finishedPeople = (totals: RunTotals): number =>
  totals.done + totals.failed + totals.skipped;

function doing(step: Step): string {
  switch (step.action) {
    case "invite":
      return step.mail ? "Inviting" : "Inviting without mail";
    case "resend":
      return "Resending the invitation";
    case "addToGroup":
      return `Adding to ${step.groupName}`;
    case "assignApplication":
      return `Assigning ${step.applicationName}`;
  }
}

/** What a step is called once it is past, present or to come. */
export function stepName(step: Step): string {
  switch (step.action) {
    case "invite":
      return step.mail ? "Invite, with mail" : "Invite, without mail";
    case "resend":
      return "Resend invitation";
    case "addToGroup":
      return `Add to ${step.groupName}`;
    case "assignApplication":
      return `Assign ${step.applicationName} as ${step.roleName}`;
  }
}

const worst = (row: RunRow, state: StepState): RunStep | undefined =>
  row.steps.find((step) => step.state === state);

function seconds(until: string, now: number): number {
  return Math.max(1, Math.ceil((Date.parse(until) - now) / 1000));
}

/** When something is done next by itself. */
function nextWords(what: string, step: RunStep, now: number): string {
  return step.nextTry === null
    ? ""
    : `. Next ${what} in ${seconds(step.nextTry, now)} s`;
}

const lostWords = "Answer lost; looked up, not sent again";

// Of a run at rest: nothing is looked up or tried before somebody lets it go on.
const restWords = {
  unknown: "Answer lost; looked up once the run goes on",
  waiting: "Waits for the run to go on",
};

/** What was done for a person, in one line: "Invited, 2 groups, Supplier Portal as Buyer". */
export function doneWords(row: RunRow): string {
  const done = row.steps.filter((step) => step.state === "done" && !step.heldAlready);
  const held = row.steps.filter((step) => step.state === "done" && step.heldAlready);
  const words: string[] = [];
  for (const { step } of done) {
    if (step.action === "invite") {
      words.push(step.mail ? "Invited" : "Invited without mail");
    } else if (step.action === "resend") {
      words.push("Mailed again");
    }
  }
  const groups = done.flatMap(({ step }) => (step.action === "addToGroup" ? [step.groupName] : []));
  if (words.length === 0 && groups.length > 0) {
    words.push(`Added to ${groups.length === 1 ? (groups[0] ?? "") : counted(groups.length, "group")}`);
  } else if (groups.length > 0) {
    words.push(groups.length === 1 ? `added to ${groups[0] ?? ""}` : counted(groups.length, "group"));
  }
  for (const { step } of done) {
    if (step.action === "assignApplication") {
      words.push(`${step.applicationName} as ${step.roleName}`);
    }
  }
  if (held.length > 0) {
    words.push(words.length === 0 ? "All of it was in place already" : `${held.length} in place already`);
  }
  const line = words.join(", ");
  return line.charAt(0).toLocaleUpperCase() + line.slice(1);
}

const withoutStop = (sentence: string): string => sentence.replace(/\.$/u, "");

/**
 * What happens to a person, in one line.
 *
 * @param now the time; null where the run rests, so that nothing happens next
 */
export function happening(row: RunRow, now: number | null): string {
  switch (row.state) {
    case "done":
      return doneWords(row);
    case "failed":
      return worst(row, "failed")?.explanation?.summary ?? "Refused";
    case "skipped":
      return worst(row, "skipped")?.explanation?.summary ?? "Not sent";
    case "unknown": {
      const step = worst(row, "unknown");
      if (step?.asksPerson === true) {
        return step.explanation?.summary ?? "The directory cannot tell: please decide";
      }
      if (now === null) {
        return restWords.unknown;
      }
      const why = withoutStop(step?.explanation?.summary ?? lostWords);
      return step ? `${why}${nextWords("look", step, now)}` : why;
    }
    case "waiting": {
      if (now === null) {
        return restWords.waiting;
      }
      const step = worst(row, "waiting");
      const why = withoutStop(step?.explanation?.summary ?? "The new guest is not visible everywhere yet");
      return step ? `${why}${nextWords("try", step, now)}` : why;
    }
    case "sending": {
      const step = worst(row, "sending");
      return step ? doing(step.step) : "Sending";
    }
    case "planned": {
      const done = doneWords(row);
      return done === "" ? "Not begun" : `${done}; the rest follows`;
    }
  }
}

/** Whether an invitation of this row has, or may have, made a redeem link whose answer was lost. */
export const linkWasLost = (row: RunRow): boolean =>
  !row.hasRedeemLink &&
  row.steps.some(
    ({ step, state, heldAlready }) =>
      (step.action === "invite" || step.action === "resend") &&
      (state === "unknown" || (state === "done" && !heldAlready)),
  );

/** The last request of a row that has an id, for support. */
export function requestIdOf(row: RunRow): string | null {
  const wanted = worst(row, "failed") ?? worst(row, "unknown");
  if (wanted?.requestId) {
    return wanted.requestId;
  }
  return row.steps.findLast((step) => step.requestId !== null)?.requestId ?? null;
}

/** When something last happened to a row. */
export function lastTime(row: RunRow): string | null {
  const times = row.steps.flatMap((step) => step.ended ?? step.sent ?? []);
  return times.reduce<string | null>((last, time) => (last === null || time > last ? time : last), null);
}

/** Steps that only a person can settle. */
export interface Question {
  row: RunRow;
  step: RunStep;
}

export const questionsOf = (rows: readonly RunRow[]): Question[] =>
  rows.flatMap((row) => row.steps.filter((step) => step.asksPerson).map((step) => ({ row, step })));
