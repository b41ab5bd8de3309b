import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { ErrorCircle16Filled, Info16Regular } from "@fluentui/react-icons";
import { useMemo, type JSX } from "react";
import type { RowProblem, SheetRow, SheetView } from "@/ipc";
import { number } from "@/components/numbers";
import { SafeText } from "@/components/safe-text";
import { EmptyState } from "@/components/states";
import { VirtualTable, type Column } from "@/components/virtual-table";
import { visibleText } from "@/components/visible-text";
import { usher } from "@/theme";
import { useSheetRows } from "./use-sheet-rows";

const useStyles = makeStyles({
  sideways: { flex: "1 1 0", minHeight: 0, overflowX: "auto", display: "flex", flexDirection: "column" },
  wide: { flex: "1 1 0", minHeight: 0, display: "flex", flexDirection: "column" },
  number: {
    display: "inline-flex",
    alignItems: "center",
    gap: "6px",
    fontVariantNumeric: "tabular-nums",
    color: tokens.colorNeutralForeground3,
  },
  reasons: {
    maxHeight: "36px",
    overflow: "hidden",
    whiteSpace: "normal",
    lineHeight: "18px",
  },
  icon: { flexShrink: 0, marginRight: "6px" },
  danger: { color: usher.dangerText },
  note: { color: tokens.colorNeutralForeground3 },
  reason: { display: "flex", alignItems: "center", minWidth: 0 },
});

interface SheetRowsProps {
  sheet: SheetView;
  reading: number;
}

const rowId = (row: SheetRow): string => String(row.line);

/** The rows as they stand in the file. */
export function AllRows({ sheet, reading }: SheetRowsProps): JSX.Element {
  const styles = useStyles();
  const rows = useSheetRows("all", reading);
  const columns = useMemo<Column<SheetRow>[]>(
    () => [
      {
        id: "line",
        header: "Line",
        track: "72px",
        cell: (row) => <LineNumber row={row} mark />,
      },
      ...sheet.columns.map((column, place) => ({
        id: String(place),
        header: visibleText(column.name ?? `Column ${place + 1}`),
        track: "minmax(0, 1fr)",
        cell: (row: SheetRow) => <SafeText ellipsis text={row.cells[place] ?? ""} />,
      })),
    ],
    [sheet.columns],
  );
  return (
    <div className={styles.sideways}>
      <div className={styles.wide} style={{ minWidth: 72 + sheet.columns.length * 128 }}>
        <VirtualTable
          label="All rows"
          columns={columns}
          rowCount={rows.total ?? 0}
          rowAt={rows.rowAt}
          rowId={rowId}
          onRange={rows.onRange}
        />
      </div>
    </div>
  );
}

/** What is wrong with which row, line by line. */
export function ProblemRows({ sheet, reading }: SheetRowsProps): JSX.Element {
  const rows = useSheetRows("told", reading);
  const address = sheet.mapping.indexOf("address");
  const columns = useMemo<Column<SheetRow>[]>(
    () => [
      { id: "line", header: "Line", track: "56px", cell: (row) => <LineNumber row={row} /> },
      {
        id: "who",
        header: "Email",
        track: "minmax(0, 0.7fr)",
        cell: (row) => <SafeText ellipsis text={row.cells[address] ?? ""} />,
      },
      {
        id: "reason",
        header: "Reason",
        track: "minmax(0, 1.6fr)",
        cell: (row) => <Reasons problems={row.problems} />,
      },
    ],
    [address],
  );
  return (
    <VirtualTable
      label="Problems"
      columns={columns}
      rowCount={rows.total ?? 0}
      rowAt={rows.rowAt}
      rowId={rowId}
      rowHeight={48}
      onRange={rows.onRange}
      empty={
        rows.total === 0 ? <EmptyState title="No problems">Every row can be taken.</EmptyState> : undefined
      }
    />
  );
}

function LineNumber({ row, mark = false }: { row: SheetRow; mark?: boolean }): JSX.Element {
  const styles = useStyles();
  const held = mark && row.problems.some((problem) => problem.severity === "problem");
  return (
    <span className={styles.number} title={held ? visibleText(row.problems.map(sentence).join(" ")) : undefined}>
      {number(row.line)}
      {held && <ErrorCircle16Filled className={styles.danger} aria-label="Problem" />}
    </span>
  );
}

/** A problem in one sentence, with its column and what was probably meant. */
export function sentence({ columnName, text, suggestion }: RowProblem): string {
  const meant = suggestion === null ? "" : ` Did you mean ${suggestion}?`;
  return `${columnName === null ? "" : `${columnName}: `}${text}${meant}`;
}

function Reasons({ problems }: { problems: readonly RowProblem[] }): JSX.Element {
  const styles = useStyles();
  const words = problems.map(sentence).join(" ");
  const held = problems.some((problem) => problem.severity === "problem");
  return (
    <span className={styles.reason}>
      {held ? (
        <ErrorCircle16Filled className={mergeClasses(styles.icon, styles.danger)} aria-label="Problem" />
      ) : (
        <Info16Regular className={mergeClasses(styles.icon, styles.note)} aria-label="Note" />
      )}
      <span className={styles.reasons} title={visibleText(words)}>
        <SafeText text={words} />
      </span>
    </span>
  );
}
