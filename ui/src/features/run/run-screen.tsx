import { useState, type JSX } from "react";
import type { RunRow } from "@/ipc";
import { Page, PageBody, PageHeader } from "@/components/page";
import { Waiting } from "@/components/states";
import { TroubleBar } from "@/components/trouble";
import { useNavigate } from "@/navigation";
import { allRows, arrange, isOver, keepUp, type RowView } from "./run-rows";
import { RunProgressPage } from "./run-progress";
import { RunReceiptPage } from "./run-receipt";
import { useRun } from "./use-run";
import type { ShownRows } from "./run-table";

/** A run from its first step to its receipt. It goes on whether this page is open or not. */
export function RunScreen({ id }: { id: string }): JSX.Element {
  const navigate = useNavigate();
  const [attempt, setAttempt] = useState(0);
  const run = useRun(id, attempt);
  const again = (): void => setAttempt((before) => before + 1);
  const shown = useShownRows(run.rows, run.summary !== undefined && isOver(run.summary.state));

  if (run.summary === undefined) {
    return (
      <Page>
        <PageHeader title="Run" name="Run" />
        <PageBody>
          {run.trouble ? (
            <TroubleBar trouble={run.trouble} onRetry={again} />
          ) : (
            <Waiting label="Opening the run" onCancel={() => navigate({ screen: "activity" })} />
          )}
        </PageBody>
      </Page>
    );
  }
  const props = { id, summary: run.summary, rows: run.rows, shown, onAgain: again };
  return isOver(run.summary.state) ? (
    <RunReceiptPage {...props} />
  ) : (
    <RunProgressPage {...props} pace={run.pace} trouble={run.trouble} />
  );
}

interface Arranged {
  view: RowView;
  asked: number;
  heard: number;
  over: boolean;
  rows: readonly RunRow[];
  places: readonly number[];
}

/**
 * Which rows are shown in which order: decided when the person asks, kept while the run goes on. Rows
 * do not move by themselves; those that come to match are put at the end.
 */
function useShownRows(rows: readonly RunRow[], over: boolean): ShownRows {
  const [view, setView] = useState(allRows);
  const [asked, setAsked] = useState(0);
  const [kept, setKept] = useState<Arranged>();
  const heard = rows.length;
  let now = kept;
  if (now?.view !== view || now.asked !== asked || now.heard !== heard || now.over !== over) {
    now = { view, asked, heard, over, rows, places: arrange(rows, view) };
  } else if (now.rows !== rows) {
    now = { ...now, rows, places: keepUp(now.places, rows, view) };
  }
  if (now !== kept) {
    setKept(now);
  }
  return { view, places: now.places, setView, arrangeAgain: () => setAsked((before) => before + 1) };
}
