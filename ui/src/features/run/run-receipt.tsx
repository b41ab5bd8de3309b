import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import {
  CheckmarkCircle32Filled,
  ErrorCircle24Filled,
  QuestionCircle24Filled,
} from "@fluentui/react-icons";
import { useMemo, type JSX } from "react";
import { type RunSummary, type RunTotals } from "@/ipc";
import { CountBar } from "@/components/count-bar";
import { number } from "@/components/numbers";
import { Page, PageFooter, PageHeader } from "@/components/page";
import { useNarrow } from "@/components/use-width";
import { usher } from "@/theme";
import { counted } from "@/features/invite/people";
import { Announcer } from "./announcer";
import { FilterLegend } from "./filter-legend";
import { stateLegend } from "./state-legend";
import { Questions } from "./questions";
import { ReceiptActions } from "./receipt-actions";
import { RoadSteps } from "./road-steps";
import { receiptColumns } from "./run-columns";
import { useRunStyles, type RunPageProps } from "./run-progress";
import { countStates, questionsOf } from "./run-rows";
import { RunTable, RunTools } from "./run-table";
import { kindsOf } from "./step-strip";
import { dayOf, lasted, minuteTime } from "./time";

const useStyles = makeStyles({
  icon: { flexShrink: 0, display: "inline-flex" },
  ok: { color: usher.okText },
  failed: { color: usher.dangerText },
  unknown: { color: usher.amberText },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  result: { justifyContent: "center" },
  next: {
    display: "grid",
    gridTemplateColumns: "repeat(2, minmax(0, 1fr))",
    gap: "8px",
    width: "352px",
    paddingLeft: "20px",
    marginLeft: "20px",
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
    alignContent: "center",
    "& > button": { minWidth: 0, paddingLeft: "8px", paddingRight: "8px", whiteSpace: "nowrap" },
    // An odd number of them: the first, which is the primary, takes a line of its own.
    "& > :first-child:nth-last-child(odd)": { gridColumn: "1 / -1" },
    "@media (max-width: 1023px)": { width: "332px", paddingLeft: "12px", marginLeft: "12px" },
  },
});

/** What a run did, person by person. It stays in Activity. */
export function RunReceiptPage({ id, summary, rows, shown, onAgain }: RunPageProps): JSX.Element {
  const styles = useRunStyles();
  const own = useStyles();
  const narrow = useNarrow();
  const { totals } = summary;
  const counts = useMemo(() => countStates(rows), [rows]);
  const kinds = useMemo(
    () => kindsOf(rows.map((row) => ({ steps: row.steps.map((step) => step.step) }))),
    [rows],
  );
  const columns = useMemo(
    () => receiptColumns({ id, kinds, narrow, now: null }),
    [id, kinds, narrow],
  );
  const legend = stateLegend(counts);
  const questions = useMemo(() => questionsOf(rows), [rows]);
  const headline = headlineOf(summary);
  const effects = effectsOf(totals);

  return (
    <Page>
      <PageHeader
        title="Receipt"
        name={`Receipt, ${summary.title}`}
        subtitle={narrow ? undefined : `${summary.title}, ${spanOf(summary)}`}
        aside={<RoadSteps current="Receipt" />}
      />
      <section className={styles.tint} aria-label="Result">
        <div className={mergeClasses(styles.column, own.result)}>
          <div className={styles.head}>
            <span
              className={mergeClasses(
                own.icon,
                totals.unknown > 0 ? own.unknown : totals.failed > 0 ? own.failed : own.ok,
              )}
            >
              {totals.unknown > 0 ? (
                <QuestionCircle24Filled />
              ) : totals.failed > 0 ? (
                <ErrorCircle24Filled />
              ) : (
                <CheckmarkCircle32Filled />
              )}
            </span>
            <span className={styles.two}>
              <h2 className={own.title}>{headline}</h2>
              <span className={styles.dim}>{resultLine(summary, questions.length)}</span>
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
            <span className={styles.dim}>{effects}</span>
          </div>
        </div>
        <ReceiptActions summary={summary} className={own.next} />
      </section>
      {questions.length > 0 && (
        <div className={styles.notes}>
          <Questions id={id} questions={questions} onDecided={onAgain} />
        </div>
      )}
      <RunTools rows={rows} shown={shown} />
      <RunTable label="Receipt" rows={rows} shown={shown} columns={columns} rests />
      <PageFooter aside="Kept in Activity">
        {number(shown.places.length)} of {counted(rows.length, "person", "people")}
      </PageFooter>
      <Announcer summary={summary} words={`${headline}. ${resultLine(summary, questions.length)}`} />
    </Page>
  );
}

function headlineOf(summary: RunSummary): string {
  const { people, done } = summary.totals;
  const are = people === 1 ? "person is" : "people are";
  return `${number(done)} of ${number(people)} ${are} done`;
}

function resultLine({ state, totals, workedSeconds, ended }: RunSummary, questions: number): string {
  const took = ended === null ? "" : ` in ${lasted(workedSeconds * 1000)}`;
  const words = [
    totals.mails > 0
      ? `${counted(totals.mails, "mail")} sent by Microsoft for you${took}.`
      : `No mail was sent${took === "" ? "" : `; it took${took.slice(3)}`}.`,
  ];
  if (state === "stopped") {
    words.push("You stopped the run.");
  }
  if (totals.failed > 0) {
    words.push(`${number(totals.failed)} failed.`);
  }
  if (questions > 0) {
    words.push(`${counted(questions, "question needs", "questions need")} your decision.`);
  }
  return words.join(" ");
}

function effectsOf(totals: RunTotals): string {
  return [
    totals.invited > 0 ? counted(totals.invited, "invitation") : "",
    totals.memberships > 0 ? counted(totals.memberships, "group membership") : "",
    totals.assignments > 0 ? counted(totals.assignments, "assignment") : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

function spanOf({ started, ended }: RunSummary): string {
  const from = `${dayOf(started)}, ${minuteTime(started)}`;
  return ended === null || minuteTime(ended) === minuteTime(started) ? from : `${from} to ${minuteTime(ended)}`;
}
