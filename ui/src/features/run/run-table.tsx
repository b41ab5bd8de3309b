import {
  Button,
  Menu,
  MenuButton,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  SearchBox,
  makeStyles,
} from "@fluentui/react-components";
import { ArrowSort16Regular } from "@fluentui/react-icons";
import type { JSX } from "react";
import type { RunRow } from "@/ipc";
import { number } from "@/components/numbers";
import { EmptyState } from "@/components/states";
import { useOpenRows } from "@/components/use-open-rows";
import { VirtualTable, type Column } from "@/components/virtual-table";
import { counted } from "@/features/invite/people";
import { side } from "@/theme";
import { RunRowDetail } from "./run-row-detail";
import { allRows, holdsLeavers, isOutOfOrder, type RowView } from "./run-rows";

const useStyles = makeStyles({
  tools: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: "8px",
    padding: `8px ${side}`,
    flexShrink: 0,
  },
  search: { width: "260px" },
});

/** The rows in view and how they were asked for. */
export interface ShownRows {
  view: RowView;
  /** Places in the run's rows. */
  places: readonly number[];
  setView: (view: RowView) => void;
  arrangeAgain: () => void;
}

/** Search, order, and the offer to sort again once something below needs attention. */
export function RunTools({ rows, shown }: { rows: readonly RunRow[]; shown: ShownRows }): JSX.Element {
  const styles = useStyles();
  const { view, places, setView, arrangeAgain } = shown;
  return (
    <div className={styles.tools}>
      <SearchBox
        className={styles.search}
        appearance="filled-darker"
        value={view.text}
        placeholder={rows.length === 1 ? "Search people" : `Search the ${counted(rows.length, "person", "people")}`}
        aria-label="Search people"
        onChange={(_, data) => setView({ ...view, text: data.value })}
      />
      <Menu
        checkedValues={{ order: [view.attentionFirst ? "attention" : "list"] }}
        onCheckedValueChange={(_, data) =>
          setView({ ...view, attentionFirst: data.checkedItems[0] === "attention" })
        }
      >
        <MenuTrigger disableButtonEnhancement>
          <MenuButton shape="circular" size="small">
            {view.attentionFirst ? "Needs attention first" : "In the order of the list"}
          </MenuButton>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItemRadio name="order" value="attention">
              Needs attention first
            </MenuItemRadio>
            <MenuItemRadio name="order" value="list">
              In the order of the list
            </MenuItemRadio>
          </MenuList>
        </MenuPopover>
      </Menu>
      {((view.attentionFirst && isOutOfOrder(rows, places)) || holdsLeavers(rows, places, view)) && (
        <Button size="small" shape="circular" icon={<ArrowSort16Regular />} onClick={arrangeAgain}>
          Sort again
        </Button>
      )}
    </div>
  );
}

interface RunTableProps {
  label: string;
  rows: readonly RunRow[];
  shown: ShownRows;
  columns: readonly Column<RunRow>[];
  /** The run rests. */
  rests: boolean;
}

/** One row a person; opened, it tells each step. */
export function RunTable({ label, rows, shown, columns, rests }: RunTableProps): JSX.Element {
  const { open, toggle } = useOpenRows();
  const { view, places } = shown;
  const rowAt = (index: number): RunRow | undefined => {
    const place = places[index];
    return place === undefined ? undefined : rows[place];
  };
  return (
    <VirtualTable
      label={label}
      columns={columns}
      rowCount={places.length}
      rowAt={rowAt}
      rowId={(row) => String(row.index)}
      onOpen={toggle}
      detail={(row) => (open.has(row.index) ? <RunRowDetail row={row} rests={rests} /> : undefined)}
      resetKey={`${view.state ?? ""} ${view.text} ${String(view.attentionFirst)}`}
      empty={
        <EmptyState
          title="No person matches"
          actions={<Button onClick={() => shown.setView(allRows)}>Show all {number(rows.length)}</Button>}
        />
      }
    />
  );
}
