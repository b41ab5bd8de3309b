import type { RunState, RunSummary } from "@/ipc";
import { counted } from "@/features/invite/people";
import { runStateWords } from "@/features/run/run-rows";

/** How a run stands, as Activity tells it. */
export type RunFace = RunState | "attention";

/** A run that is over but left failures or questions behind needs attention. */
export function faceOf({ state, totals }: RunSummary): RunFace {
  return state === "finished" && totals.failed + totals.unknown > 0 ? "attention" : state;
}

export const faceWords: Record<RunFace, string> = {
  ...runStateWords,
  attention: "Needs attention",
};

export const isUnderWay = (run: RunSummary): boolean =>
  run.state === "running" || run.state === "paused" || run.state === "interrupted";

export const needsAttention = (run: RunSummary): boolean =>
  faceOf(run) === "attention" || run.state === "interrupted" || run.pausedBecause !== null;

/** What came of a run in a few words: "44 done, 3 failed, 1 unknown". */
export function resultWords(run: RunSummary): string {
  const { totals } = run;
  if (isUnderWay(run)) {
    return `${totals.done.toLocaleString()} of ${totals.people.toLocaleString()} done`;
  }
  if (run.state === "finished" && totals.failed + totals.unknown + totals.skipped === 0) {
    return effectWords(run);
  }
  return [
    `${totals.done.toLocaleString()} done`,
    totals.failed > 0 ? `${totals.failed.toLocaleString()} failed` : "",
    totals.unknown > 0 ? `${totals.unknown.toLocaleString()} unknown` : "",
    totals.skipped > 0 ? `${totals.skipped.toLocaleString()} skipped` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

function effectWords({ kind, totals }: RunSummary): string {
  if (kind === "resend") {
    return `${totals.mails.toLocaleString()} mailed again`;
  }
  if (totals.invited > 0) {
    return `${totals.invited.toLocaleString()} invited`;
  }
  const given = totals.memberships + totals.assignments;
  return given > 0 ? counted(given, "grant") : "All of it held already";
}
