import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import {
  ArrowUndo16Regular,
  ChevronDown16Regular,
  ChevronRight16Regular,
  Delete16Regular,
  Dismiss16Regular,
  MailArrowForward16Regular,
  Person16Regular,
  PersonAdd16Regular,
  PersonAvailable16Regular,
  Prohibited16Regular,
  Warning16Filled,
} from "@fluentui/react-icons";
import type { JSX } from "react";
import type { PlanRow } from "@/ipc";
import { SafeText } from "@/components/safe-text";
import { visibleText } from "@/components/visible-text";
import type { Column } from "@/components/virtual-table";
import { usher } from "@/theme";
import { leaveOut } from "./planning";
import { PlanStrip, stripTrack, type StepKind } from "./step-strip";
import { verdictGroup, verdictNames, type VerdictGroup } from "./verdicts";

const useStyles = makeStyles({
  verdict: { display: "inline-flex", alignItems: "center", gap: "6px", minWidth: 0 },
  icon: { display: "inline-flex", flexShrink: 0 },
  brand: { color: tokens.colorBrandForeground1 },
  dim: { color: tokens.colorNeutralForeground3 },
  blocked: { color: usher.dangerText, fontWeight: tokens.fontWeightSemibold },
  problem: { color: usher.amberText, fontWeight: tokens.fontWeightSemibold },
  chevron: { marginLeft: "-6px", flexShrink: 0 },
  takeOut: { marginLeft: "auto" },
  reason: { color: tokens.colorNeutralForeground2 },
  out: { color: tokens.colorNeutralForeground3, textDecorationLine: "line-through" },
});

const icons: Record<VerdictGroup, JSX.Element> = {
  new: <PersonAdd16Regular />,
  pending: <MailArrowForward16Regular />,
  guest: <PersonAvailable16Regular />,
  other: <Person16Regular />,
  blocked: <Prohibited16Regular />,
  problem: <Warning16Filled />,
};

/** The verdict on an address: icon and word, loud only where it asks for attention. */
function VerdictWord({ row }: { row: PlanRow }): JSX.Element {
  const styles = useStyles();
  const group = verdictGroup(row.verdict);
  const calm = group === "new" || group === "pending" || group === "guest";
  return (
    <span
      className={mergeClasses(
        styles.verdict,
        group === "blocked" && styles.blocked,
        group === "problem" && styles.problem,
      )}
    >
      <span className={mergeClasses(styles.icon, calm && styles.brand, group === "other" && styles.dim)}>
        {row.verdict === "deletedGuest" ? <Delete16Regular /> : icons[group]}
      </span>
      {verdictNames[row.verdict]}
    </span>
  );
}

function Address({ row, out }: { row: PlanRow; out: boolean }): JSX.Element {
  const styles = useStyles();
  return <SafeText ellipsis className={out ? styles.out : undefined} text={row.address} />;
}

function Reason({ row }: { row: PlanRow }): JSX.Element {
  const styles = useStyles();
  const line = [row.reason, ...row.remarks].filter(Boolean).join("; ");
  return <SafeText ellipsis className={styles.reason} text={line} />;
}

function Explain({ row, shown, onToggle }: { row: PlanRow; shown: boolean; onToggle: () => void }): JSX.Element {
  return (
    <Button
      appearance="transparent"
      size="small"
      className={useStyles().chevron}
      tabIndex={-1}
      aria-expanded={shown}
      aria-label={`Explain ${visibleText(row.address)}`}
      icon={shown ? <ChevronDown16Regular /> : <ChevronRight16Regular />}
      onClick={onToggle}
    />
  );
}

function TakeOut({ row, out }: { row: PlanRow; out: boolean }): JSX.Element {
  const name = out ? "Put back" : "Leave out";
  return (
    <Button
      appearance="transparent"
      size="small"
      className={useStyles().takeOut}
      tabIndex={-1}
      aria-label={`${name} ${visibleText(row.address)}`}
      title={name}
      icon={out ? <ArrowUndo16Regular /> : <Dismiss16Regular />}
      onClick={() => leaveOut([row.index], !out)}
    />
  );
}

function Dim({ children }: { children: string }): JSX.Element {
  return <span className={useStyles().dim}>{children}</span>;
}

interface PlanColumnsOptions {
  open: ReadonlySet<number>;
  toggle: (row: PlanRow) => void;
  leftOut: ReadonlySet<number>;
  kinds: readonly StepKind[];
  narrow: boolean;
}

/** The columns of a review. */
export function planColumns(options: PlanColumnsOptions): Column<PlanRow>[] {
  const { open, toggle, leftOut, kinds, narrow } = options;
  return [
    {
      id: "address",
      header: "Address",
      track: narrow ? "minmax(0, 1.2fr)" : "264px",
      cell: (row) => (
        <>
          <Explain row={row} shown={open.has(row.index)} onToggle={() => toggle(row)} />
          <Address row={row} out={leftOut.has(row.index)} />
        </>
      ),
    },
    {
      id: "verdict",
      header: "Verdict",
      track: narrow ? "136px" : "160px",
      cell: (row) => <VerdictWord row={row} />,
    },
    { id: "reason", header: "Reason", track: "minmax(0, 1fr)", cell: (row) => <Reason row={row} /> },
    {
      id: "steps",
      header: "Steps",
      track: `calc(${stripTrack(kinds)} + 36px)`,
      cell: (row) => {
        if (row.steps.length === 0) {
          return <Dim>No steps</Dim>;
        }
        const out = leftOut.has(row.index);
        return (
          <>
            {out ? <Dim>Left out</Dim> : <PlanStrip steps={row.steps} kinds={kinds} />}
            <TakeOut row={row} out={out} />
          </>
        );
      },
    },
  ];
}
