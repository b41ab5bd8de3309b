import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { Pause20Regular, Play20Regular, Stop20Regular } from "@fluentui/react-icons";
import { useMemo, type JSX } from "react";
import { call, troubleOf, type RunRow, type RunSummary } from "@/ipc";
import type { Command } from "@/components/command-bar";
import { usePageCommands } from "@/components/commands";
import { CountBar } from "@/components/count-bar";
import { InlineWait } from "@/components/inline-wait";
import { number } from "@/components/numbers";
import { Page, PageFooter, PageHeader } from "@/components/page";
import { ReasonButton } from "@/components/reason-button";
import { SafeText } from "@/components/safe-text";
import { ExplanationBar, TroubleBar } from "@/components/trouble";
import { useNarrow } from "@/components/use-width";
import { useWork } from "@/components/use-work";
import { side, usher } from "@/theme";
import { SignInAgain } from "@/features/sign-in/sign-in-again";
import { counted } from "@/features/invite/people";
import { Announcer } from "./announcer";
import { FilterLegend } from "./filter-legend";
import { Questions } from "./questions";
import { stateLegend } from "./state-legend";
import { RoadSteps } from "./road-steps";
import { progressColumns } from "./run-columns";
import { countStates, finishedPeople, percentOf, questionsOf, runStateWords } from "./run-rows";
import { RunTable, RunTools, type ShownRows } from "./run-table";
import { kindsOf } from "./step-strip";
import { clockTime, lasted } from "./time";
import { waitWords } from "./wait-words";
import { useNow, type WatchedRun } from "./use-run";

export const useRunStyles = makeStyles({
  tint: {
    display: "flex",
    margin: `12px ${side} 0`,
    padding: "16px 20px",
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    border: `1px solid ${usher.tintOutline}`,
    flexShrink: 0,
    "@media (max-width: 1023px)": { marginTop: "8px", padding: "8px 12px" },
  },
  column: { display: "flex", flexDirection: "column", gap: "10px", flex: "1 1 0", minWidth: 0 },
  head: { display: "flex", alignItems: "center", gap: "12px", flexWrap: "wrap" },
  percent: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: "tabular-nums",
    whiteSpace: "nowrap",
  },
  two: { display: "flex", flexDirection: "column", minWidth: 0 },
  strong: { fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: "tabular-nums" },
  dim: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  figures: { display: "flex", gap: "32px", marginLeft: "auto", alignItems: "center" },
  buttons: { display: "flex", gap: "8px" },
  below: { display: "flex", alignItems: "center", gap: "12px", justifyContent: "space-between", flexWrap: "wrap" },
  notes: {
    display: "flex",
    flexDirection: "column",
    gap: "8px",
    padding: `8px ${side} 0`,
    flexShrink: 0,
  },
});

export interface RunPageProps {
  id: string;
  summary: RunSummary;
  rows: readonly RunRow[];
  shown: ShownRows;
  /** Attaches to the run again. */
  onAgain: () => void;
}

/** A run under way: how far, what needs attention, and pause or stop. */
export function RunProgressPage(props: RunPageProps & Pick<WatchedRun, "pace" | "trouble">): JSX.Element {
  const { id, summary, rows, shown, onAgain } = props;
  const styles = useRunStyles();
  const narrow = useNarrow();
  const running = summary.state === "running";
  const now = useNow(1000, running);
  const { totals } = summary;
  const percent = percentOf(totals);
  const counts = useMemo(() => countStates(rows), [rows]);
  const heard = rows.length;
  const kinds = useMemo(
    () => kindsOf(rows.map((row) => ({ steps: row.steps.map((step) => step.step) }))),
    // A run's steps do not change, only how they stand.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [heard],
  );
  const moving = running ? now : null;
  const columns = useMemo(() => progressColumns({ kinds, narrow, now: moving }), [kinds, narrow, moving]);
  const legend = stateLegend(counts);
  const questions = useMemo(() => questionsOf(rows), [rows]);
  const control = useControls(id, summary, onAgain);
  const pace = running ? props.pace : undefined;
  const waits = pace && waitWords(pace, now);

  return (
    <Page>
      <PageHeader
        title={<SafeText text={summary.title} />}
        name={summary.title}
        aside={<RoadSteps current="Run" />}
      />
      <section className={styles.tint} aria-label="Progress">
        <div className={styles.column}>
          <div className={styles.head}>
            <span className={styles.percent}>{percent} %</span>
            <span className={styles.two}>
              <span className={styles.strong}>
                {number(finishedPeople(totals))} of {number(totals.people)} finished
              </span>
              <span className={styles.dim}>
                {summary.elsewhere ??
                  (running ? `Started ${clockTime(summary.started)}` : runStateWords[summary.state])}
              </span>
            </span>
            <span className={styles.figures}>
              {pace?.secondsLeft != null && (
                <span className={styles.two}>
                  <span className={styles.strong}>about {lasted(pace.secondsLeft * 1000)}</span>
                  <span className={styles.dim}>Time left</span>
                </span>
              )}
              {pace !== undefined && pace.stepsPerMinute > 0 && !narrow && (
                <span className={styles.two}>
                  <span className={styles.strong}>
                    {number(pace.stepsPerMinute)} steps per minute
                  </span>
                  <span className={styles.dim}>Pace</span>
                </span>
              )}
              {control.waiting && (
                <InlineWait label="Waiting for the run" onLetGo={control.letGo} />
              )}
              <span className={styles.buttons}>
                {control.commands.map((command) => (
                  <ReasonButton
                    key={command.id}
                    icon={command.icon}
                    reason={command.reason}
                    onClick={command.run}
                  >
                    {command.label}
                  </ReasonButton>
                ))}
              </span>
            </span>
          </div>
          <CountBar
            height={8}
            label="People"
            parts={legend.map((item) => ({ ...item, hue: item.hue ?? "lightGrey" }))}
          />
          <div className={styles.below}>
            <FilterLegend
              label="Filter by state"
              items={legend}
              total={rows.length}
              chosen={shown.view.state}
              onChoose={(state) => shown.setView({ ...shown.view, state })}
            />
            <span className={styles.dim}>
              {waits ?? "The rest of Usher can be used meanwhile. A run that is cut off can be resumed."}
            </span>
          </div>
        </div>
      </section>
      {(questions.length > 0 ||
        control.error !== null ||
        props.trouble !== undefined ||
        summary.pausedBecause !== null ||
        summary.state === "interrupted") && (
        <div className={styles.notes}>
          {props.trouble && <TroubleBar trouble={props.trouble} onRetry={onAgain} />}
          {control.error !== null && <TroubleBar trouble={troubleOf(control.error)} />}
          {summary.pausedBecause && (
            <ExplanationBar
              explanation={summary.pausedBecause}
              actions={
                summary.pausedBy === "signInRequired" ? (
                  <SignInAgain onDone={control.resume} />
                ) : (
                  <Button size="small" onClick={control.resume}>
                    Try again
                  </Button>
                )
              }
            />
          )}
          {summary.state === "interrupted" && <Interrupted />}
          <Questions id={id} questions={questions} onDecided={onAgain} />
        </div>
      )}
      <RunTools rows={rows} shown={shown} />
      <RunTable label="People" rows={rows} shown={shown} columns={columns} rests={!running} />
      <PageFooter aside="Every step is written down before and after it is sent">
        {number(shown.places.length)} of {counted(rows.length, "person", "people")}
      </PageFooter>
      <Announcer
        summary={summary}
        words={`${percent} percent, ${finishedPeople(totals)} of ${totals.people} finished, ${totals.failed} failed, ${totals.unknown} unknown`}
      />
    </Page>
  );
}

function Interrupted(): JSX.Element {
  return (
    <ExplanationBar
      intent="info"
      explanation={{
        code: "interrupted",
        summary: "This run was interrupted.",
        cause: "Usher was closed or stopped while it ran. Nothing is lost.",
        remedy:
          "Resume asks the directory what became of every step that was being sent before anything is sent again, so nobody is mailed twice.",
        who: [],
        setting: null,
        request: null,
      }}
    />
  );
}

interface Controls {
  commands: Command[];
  error: unknown;
  /** The run has not answered yet. */
  waiting: boolean;
  letGo: () => void;
  resume: () => void;
}

function useControls(id: string, summary: RunSummary, onAgain: () => void): Controls {
  // One for all three: the next command puts the trouble of the last away.
  const control = useWork({
    mutationFn: (command: "pause_run" | "resume_run" | "stop_run") => call(command, { id }),
    onSuccess: (_, command) => command === "resume_run" && onAgain(),
  });
  const { mutate: tell } = control;
  const told = control.isPending ? "One moment: the run has not answered yet." : undefined;
  const busy = summary.elsewhere ?? told;
  const running = summary.state === "running";
  const commands = useMemo<Command[]>(
    () => [
      running
        ? { id: "pause-run", label: "Pause", icon: <Pause20Regular />, reason: busy, run: () => tell("pause_run") }
        : { id: "resume-run", label: "Resume", icon: <Play20Regular />, reason: busy, run: () => tell("resume_run") },
      { id: "stop-run", label: "Stop", icon: <Stop20Regular />, reason: busy, run: () => tell("stop_run") },
    ],
    [running, busy, tell],
  );
  usePageCommands(commands);
  return {
    commands,
    error: control.error,
    waiting: control.isPending,
    letGo: control.letGo,
    resume: () => tell("resume_run"),
  };
}
