import { makeStyles, tokens } from "@fluentui/react-components";
import type { JSX } from "react";
import { call, type RunRow } from "@/ipc";
import { CopyButton } from "@/components/copy";
import { SafeText } from "@/components/safe-text";
import { visibleText } from "@/components/visible-text";
import type { Column } from "@/components/virtual-table";
import { happening, lastTime, linkWasLost, requestIdOf } from "./run-rows";
import { RunStrip, stripTrack, type StepKind } from "./step-strip";
import { StepStateWord } from "./step-state";
import { clockTime } from "./time";

const useStyles = makeStyles({
  dim: { color: tokens.colorNeutralForeground2 },
  none: { color: tokens.colorNeutralForeground3 },
  id: { fontFamily: tokens.fontFamilyMonospace, fontSize: "11px" },
  dots: { letterSpacing: "2px", color: tokens.colorNeutralForeground2 },
});

function What({ row, now }: { row: RunRow; now: number | null }): JSX.Element {
  return <SafeText ellipsis className={useStyles().dim} text={happening(row, now)} />;
}

function Time({ row }: { row: RunRow }): JSX.Element | null {
  const styles = useStyles();
  const time = lastTime(row);
  return time === null ? null : <span className={styles.dim}>{clockTime(time)}</span>;
}

function RedeemLink({ id, row }: { id: string; row: RunRow }): JSX.Element {
  const styles = useStyles();
  if (!row.hasRedeemLink) {
    return linkWasLost(row) ? (
      <span
        className={styles.none}
        title="The answer that held it was lost. Resend the invitation to get one."
      >
        Not known here
      </span>
    ) : (
      <span className={styles.none}>None</span>
    );
  }
  return (
    <>
      <span className={styles.dots} aria-hidden="true">
        ••••••••
      </span>
      <CopyButton
        iconOnly
        tabIndex={-1}
        label={`Copy redeem link of ${visibleText(row.address)}`}
        text={() => call("copy_redeem_link", { id, row: row.index })}
      />
    </>
  );
}

function RequestId({ row }: { row: RunRow }): JSX.Element {
  const styles = useStyles();
  const id = requestIdOf(row);
  if (id === null) {
    return <span className={styles.none}>None</span>;
  }
  return (
    <>
      <span className={styles.id}>{id.length > 9 ? `${id.slice(0, 4)}…${id.slice(-4)}` : id}</span>
      <CopyButton iconOnly tabIndex={-1} label={`Copy request ID of ${visibleText(row.address)}`} text={id} />
    </>
  );
}

interface RunColumnsOptions {
  kinds: readonly StepKind[];
  narrow: boolean;
  /** Null where the run rests. */
  now: number | null;
}

const common = ({ kinds, narrow, now }: RunColumnsOptions, stateTrack: string): Column<RunRow>[] => [
  {
    id: "address",
    header: "Address",
    track: narrow ? "minmax(0, 1fr)" : "minmax(180px, 1fr)",
    cell: (row) => <SafeText ellipsis text={row.address} />,
  },
  {
    id: "state",
    header: "State",
    track: stateTrack,
    cell: (row) => <StepStateWord state={row.state} rests={now === null} />,
  },
  {
    id: "steps",
    header: "Steps",
    track: stripTrack(kinds),
    cell: (row) => <RunStrip steps={row.steps} kinds={kinds} rests={now === null} />,
  },
];

/** The columns while a run goes on. */
export const progressColumns = (options: RunColumnsOptions): Column<RunRow>[] => [
  ...common(options, options.narrow ? "168px" : "184px"),
  {
    id: "what",
    header: "What happens",
    track: "minmax(0, 1.4fr)",
    cell: (row) => <What row={row} now={options.now} />,
  },
  { id: "time", header: "Time", track: "64px", align: "end", cell: (row) => <Time row={row} /> },
];

/** The columns of a receipt. */
export const receiptColumns = (options: RunColumnsOptions & { id: string }): Column<RunRow>[] => [
  ...common(options, "92px"),
  {
    id: "what",
    header: "What was done",
    track: "minmax(0, 1.4fr)",
    cell: (row) => <What row={row} now={options.now} />,
  },
  {
    id: "link",
    header: "Redeem link",
    track: "112px",
    cell: (row) => <RedeemLink id={options.id} row={row} />,
  },
  { id: "request", header: "Request ID", track: "108px", cell: (row) => <RequestId row={row} /> },
];
