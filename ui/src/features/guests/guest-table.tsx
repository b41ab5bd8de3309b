import type { JSX } from "react";
import type { GuestRow, GuestSort, SyncStatus } from "@/ipc";
import { FirstRead } from "@/components/first-read";
import { KeyHint, PageFooter } from "@/components/page";
import { Waiting } from "@/components/states";
import { TroubleBar } from "@/components/trouble";
import { VirtualTable, type Column, type TablePlace } from "@/components/virtual-table";
import { visibleText } from "@/components/visible-text";
import type { GuestSelection } from "./list-memory";
import { isFiltered, isSameSet, type GuestListState } from "./list-state";
import { NoGuests, NoMatch } from "./no-guests";
import { useGuestWindow } from "./use-guest-window";

interface GuestTableProps {
  list: GuestListState;
  onList: (list: GuestListState) => void;
  columns: readonly Column<GuestRow>[];
  onOpen: (row: GuestRow, place: number) => void;
  sync: SyncStatus | undefined;
  /** Why the signed-in person may not invite. */
  reason: string | undefined;
  selection: GuestSelection;
  onSelect: (ids: ReadonlySet<string>) => void;
  onSelectAll: () => void;
  /** Ids of the rows of a range, also of those never fetched. */
  idsOf: (first: number, count: number) => Promise<readonly string[]>;
  place: TablePlace;
}

/** The rows of a list of guests. Answers of the store draw these anew, and not the page around them. */
export function GuestTable(props: GuestTableProps): JSX.Element {
  const { list, onList, sync, selection } = props;
  const guests = useGuestWindow(list);
  const total = guests.total ?? 0;
  const isLoading = sync?.phase === "loading" || sync?.phase === "empty";
  const none = guests.total === undefined ? (
    <FirstRead label="Loading guests" command="guests" query={guests.results[0]} />
  ) : isLoading ? (
    <Waiting label="Loading guests" />
  ) : isFiltered(list) ? (
    <NoMatch list={list} onList={onList} />
  ) : (
    <NoGuests reason={props.reason} />
  );
  return (
    <>
      {guests.trouble && <TroubleBar trouble={guests.trouble} onRetry={guests.retry} />}
      <VirtualTable
        label="Guests"
        columns={props.columns}
        rowCount={total}
        rowAt={guests.rowAt}
        rowId={(row) => row.id}
        sort={{ column: list.sort, descending: list.descending }}
        onSort={(sort) =>
          onList({ ...list, sort: sort.column as GuestSort, descending: sort.descending })
        }
        selection={{
          selected: selection.ids,
          onChange: props.onSelect,
          onSelectAll: props.onSelectAll,
          all: selection.all !== undefined && selection.ids.size === total && isSameSet(selection.all, list),
          idsOf: props.idsOf,
          rowName: (row) => `Select ${visibleText(row.displayName)}`,
        }}
        onOpen={props.onOpen}
        onRange={guests.onRange}
        resetKey={JSON.stringify(list)}
        place={props.place}
        empty={guests.trouble ? null : none}
      />
      <PageFooter
        aside={
          <>
            <KeyHint keys="Space" does="select" />
            <KeyHint keys="Enter" does="open" />
            <KeyHint keys="Ctrl A" does={`select all ${total.toLocaleString("en")}`} />
          </>
        }
      >
        {total === 0
          ? "0 guests"
          : `${(guests.first + 1).toLocaleString("en")}–${(guests.last + 1).toLocaleString("en")} of ${total.toLocaleString("en")}`}
      </PageFooter>
    </>
  );
}
