import { Button, Spinner, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import {
  CheckmarkCircle16Filled,
  ErrorCircle16Filled,
  Key20Regular,
  MailArrowForward20Regular,
  Pause16Regular,
  PersonAdd20Regular,
  Play16Regular,
  Stop16Regular,
  Warning16Filled,
} from "@fluentui/react-icons";
import type { JSX } from "react";
import type { DraftKind, RunSummary } from "@/ipc";
import { CountBar, type BarPart } from "@/components/count-bar";
import { number } from "@/components/numbers";
import { SafeText } from "@/components/safe-text";
import { visibleText } from "@/components/visible-text";
import type { Column } from "@/components/virtual-table";
import { lasted, whenWords } from "@/features/run/time";
import { usher } from "@/theme";
import { faceOf, faceWords, isUnderWay, resultWords, type RunFace } from "./run-words";

const useStyles = makeStyles({
  what: { display: "flex", alignItems: "center", gap: "16px", minWidth: 0 },
  tile: {
    display: "inline-flex",
    alignItems: "center",
    justifyContent: "center",
    width: "32px",
    height: "32px",
    flexShrink: 0,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    border: `1px solid ${usher.tintOutline}`,
  },
  words: { display: "flex", flexDirection: "column", minWidth: 0 },
  title: { fontWeight: tokens.fontWeightSemibold },
  second: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  dim: { color: tokens.colorNeutralForeground2 },
  result: { display: "flex", flexDirection: "column", gap: "4px", width: "100%", minWidth: 0, paddingLeft: "16px" },
  small: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  state: { display: "inline-flex", alignItems: "center", gap: "6px", whiteSpace: "nowrap" },
  ok: { color: usher.okText },
  attention: { color: usher.dangerText, fontWeight: tokens.fontWeightSemibold },
  amber: { color: usher.amberText, fontWeight: tokens.fontWeightSemibold },
});

const kinds: Record<DraftKind, { icon: JSX.Element; second: string }> = {
  invite: { icon: <PersonAdd20Regular />, second: "Invitation" },
  resend: { icon: <MailArrowForward20Regular />, second: "Resend" },
  giveAccess: { icon: <Key20Regular />, second: "Access for guests" },
};

function What({ run }: { run: RunSummary }): JSX.Element {
  const styles = useStyles();
  const kind = kinds[run.kind];
  return (
    <span className={styles.what}>
      <span className={styles.tile}>{kind.icon}</span>
      <span className={styles.words}>
        <SafeText ellipsis className={styles.title} text={run.title} />
        <span className={styles.second}>{kind.second}</span>
      </span>
    </span>
  );
}

const icons: Record<RunFace, JSX.Element> = {
  running: <Spinner size="extra-tiny" aria-hidden />,
  paused: <Pause16Regular />,
  interrupted: <Warning16Filled />,
  stopped: <Stop16Regular />,
  finished: <CheckmarkCircle16Filled />,
  attention: <ErrorCircle16Filled />,
};

function State({ run }: { run: RunSummary }): JSX.Element {
  const styles = useStyles();
  const face = faceOf(run);
  return (
    <span
      className={mergeClasses(
        styles.state,
        face === "attention" && styles.attention,
        face === "interrupted" && styles.amber,
      )}
    >
      <span className={mergeClasses(styles.state, face === "finished" && styles.ok)}>{icons[face]}</span>
      {faceWords[face]}
    </span>
  );
}

/** A bar only where something runs, failed or stopped: what went well is words. */
function Result({ run }: { run: RunSummary }): JSX.Element {
  const styles = useStyles();
  const { totals } = run;
  const rest = totals.people - totals.done - totals.failed - totals.unknown;
  const parts: BarPart[] = [
    { id: "done", label: "done", count: totals.done, hue: "brand" },
    { id: "failed", label: "failed", count: totals.failed, hue: "red" },
    { id: "unknown", label: "unknown", count: totals.unknown, hue: "orange" },
    { id: "rest", label: "not done", count: rest, hue: "lightGrey" },
  ];
  return (
    <span className={styles.result}>
      {faceOf(run) !== "finished" && <CountBar label="Result" parts={parts} height={6} least={4} />}
      <span className={styles.small}>{resultWords(run)}</span>
    </span>
  );
}

function Dim({ children }: { children: string }): JSX.Element {
  return <span className={useStyles().dim}>{children}</span>;
}

/** How long it was worked on: rests do not count. */
const tookWords = (run: RunSummary): string => lasted(run.workedSeconds * 1000);

interface ActivityColumnsOptions {
  narrow: boolean;
  now: number;
  onResume: (run: RunSummary) => void;
}

/** The columns of Activity. */
export function activityColumns({ narrow, now, onResume }: ActivityColumnsOptions): Column<RunSummary>[] {
  const columns: Column<RunSummary>[] = [
    { id: "what", header: "What", track: "minmax(0, 2fr)", cell: (run) => <What run={run} /> },
    {
      id: "when",
      header: "When",
      track: "152px",
      cell: (run) => <Dim>{whenWords(run.started, new Date(now))}</Dim>,
    },
    {
      id: "mails",
      header: "Mails",
      track: "56px",
      align: "end",
      cell: (run) => number(run.totals.mails),
    },
    {
      id: "took",
      header: "Took",
      track: "72px",
      align: "end",
      cell: (run) => <Dim>{tookWords(run)}</Dim>,
    },
    { id: "result", header: "Result", track: narrow ? "132px" : "184px", cell: (run) => <Result run={run} /> },
    {
      id: "state",
      header: "State",
      track: narrow ? "216px" : "232px",
      cell: (run) => (
        <>
          <State run={run} />
          {isUnderWay(run) && run.state !== "running" && (
            <Button
              size="small"
              tabIndex={-1}
              style={{ marginLeft: "auto" }}
              icon={<Play16Regular />}
              aria-label={`Resume ${visibleText(run.title)}`}
              onClick={() => onResume(run)}
            >
              Resume
            </Button>
          )}
        </>
      ),
    },
  ];
  return narrow ? columns.filter((column) => column.id !== "took") : columns;
}
