import type { RunState, RunSummary } from "@/ipc";
import { number } from "@/components/numbers";
import { counted } from "@/features/invite/people";
import { isOver, runStateWords } from "@/features/run/run-rows";

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

/**
 * Whether a run waits for the person: cut off, held up by a trouble, or over with failures or
 * questions left. What is unknown while it runs may still settle itself.
 */
export const needsAttention = ({ state, pausedBecause, totals }: RunSummary): boolean =>
  state === "interrupted" ||
  pausedBecause !== null ||
  (isOver(state) && totals.failed + totals.unknown > 0);

/** What came of a run in a few words: "44 done, 3 failed, 1 unknown". */
export function resultWords(run: RunSummary): string {
  const { totals } = run;
  if (isUnderWay(run)) {
    return `${number(totals.done)} of ${number(totals.people)} done`;
  }
  if (run.state === "finished" && totals.failed + totals.unknown + totals.skipped === 0) {
    return effectWords(run);
  }
  return [
    `${number(totals.done)} done`,
    totals.failed > 0 ? `${number(totals.failed)} failed` : "",
    totals.unknown > 0 ? `${number(totals.unknown)} unknown` : "",
    totals.skipped > 0 ? `${number(totals.skipped)} skipped` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

function effectWords({ kind, totals }: RunSummary): string {
  if (kind === "resend") {
    return `${number(totals.mails)} mailed again`;
  }
  if (totals.invited > 0) {
    return `${number(totals.invited)} invited`;
  }
  const given = totals.memberships + totals.assignments;
  return given > 0 ? `${counted(given, "access", "accesses")} given` : "All of it was in place already";
}
