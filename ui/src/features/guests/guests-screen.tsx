import { makeStyles } from "@fluentui/react-components";
import { Dismiss16Regular } from "@fluentui/react-icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState, type JSX } from "react";
import { call, troubleOf, type GuestRow, type GuestSort } from "@/ipc";
import { CommandBar, SelectionCount } from "@/components/command-bar";
import { KeyHint, Page, PageFooter, PageHeader } from "@/components/page";
import { Waiting } from "@/components/states";
import { useNotify } from "@/components/toasts";
import { TroubleBar } from "@/components/trouble";
import { useNarrow } from "@/components/use-width";
import { VirtualTable } from "@/components/virtual-table";
import { visibleText } from "@/components/visible-text";
import { useNavigate } from "@/navigation";
import { commandQuery } from "@/queries/command-query";
import { guestColumns } from "./guest-columns";
import { GuestFilters } from "./guest-filters";
import { useListMemory } from "./list-memory";
import { guestQuery, isFiltered } from "./list-state";
import { NoGuests, NoMatch } from "./no-guests";
import { SummaryTiles } from "./summary-tiles";
import { SyncNote, useSyncStatus } from "./sync-note";
import { useGuestCommands, useRights } from "./use-guest-commands";
import { useGuestWindow } from "./use-guest-window";
import { useShownColumns } from "./use-shown-columns";
import { mayReason } from "@/components/may";

const mostSelected = 5000;

const useStyles = makeStyles({ place: { padding: "16px 20px" } });

/** Every guest of the tenant: found, filtered, sorted, selected, acted on. */
export function GuestsScreen(): JSX.Element {
  const styles = useStyles();
  const navigate = useNavigate();
  const notify = useNotify();
  const narrow = useNarrow();
  const { list, setList } = useListMemory();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const counts = useQuery(commandQuery("guest_counts"));
  const sync = useSyncStatus();
  const rights = useRights();
  const guests = useGuestWindow(list);
  const { primary, commands } = useGuestCommands(selected);
  const shown = useShownColumns();

  const open = useCallback(
    (row: GuestRow, place: number) => navigate({ screen: "guest", id: row.id, list, place }),
    [navigate, list],
  );
  const columns = useMemo(() => guestColumns(open), [open]);
  const visible = columns.filter(
    (column) =>
      column.fixed === true || (shown.columns.includes(column.id) && !(narrow && column.wide === true)),
  );

  const total = guests.total ?? 0;
  const selectAll = useMutation({
    mutationFn: () => call("guest_ids", guestQuery(list, 0, mostSelected)),
    onSuccess: (ids) => {
      setSelected(new Set(ids));
      if (ids.length < total) {
        notify({
          intent: "info",
          title: `The first ${ids.length.toLocaleString("en")} guests are selected`,
          body: "More cannot be acted on at once.",
        });
      }
    },
  });

  const retry = (): Promise<unknown> => call("refresh_guests").catch(() => undefined);
  if (sync?.trouble && sync.synced === null && counts.data?.all === 0) {
    // Not "no guests": they could not be read, and nothing of the list would be true.
    return (
      <Page>
        <PageHeader title="Guests" name="Guests" />
        <div className={styles.place}>
          <TroubleBar trouble={sync.trouble} onRetry={retry} />
        </div>
      </Page>
    );
  }

  const empty =
    guests.total === undefined || sync?.phase === "loading" || sync?.phase === "empty" ? (
      <Waiting label="Loading guests" />
    ) : isFiltered(list) ? (
      <NoMatch list={list} onList={setList} />
    ) : (
      <NoGuests reason={mayReason(rights?.invite)} />
    );

  return (
    <Page>
      <PageHeader
        title="Guests"
        name="Guests"
        subtitle={counts.data && `${counts.data.all.toLocaleString("en")} guest users`}
        aside={<SyncNote status={sync} />}
      />
      <SummaryTiles
        counts={counts.data}
        state={list.state}
        onState={(state) => setList({ ...list, state })}
      />
      <CommandBar
        label="Guest commands"
        primary={primary}
        commands={commands}
        aside={
          selected.size > 0 && (
            <SelectionCount
              count={selected.size}
              icon={<Dismiss16Regular />}
              onClear={() => setSelected(new Set())}
            />
          )
        }
      />
      <GuestFilters
        list={list}
        onList={setList}
        columns={columns.filter((column) => column.fixed !== true)}
        shown={shown.columns}
        onShown={shown.setColumns}
      />
      {sync?.trouble && sync.trouble.code !== "signInRequired" && (
        <TroubleBar trouble={sync.trouble} onRetry={retry} />
      )}
      {guests.trouble && <TroubleBar trouble={guests.trouble} onRetry={guests.retry} />}
      {selectAll.isError && (
        <TroubleBar trouble={troubleOf(selectAll.error)} onRetry={() => selectAll.mutate()} />
      )}
      <VirtualTable
        label="Guests"
        columns={visible}
        rowCount={total}
        rowAt={guests.rowAt}
        rowId={(row) => row.id}
        sort={{ column: list.sort, descending: list.descending }}
        onSort={(sort) =>
          setList({ ...list, sort: sort.column as GuestSort, descending: sort.descending })
        }
        selection={{
          selected,
          onChange: setSelected,
          onSelectAll: () => selectAll.mutate(),
          rowName: (row) => `Select ${visibleText(row.displayName)}`,
        }}
        onOpen={open}
        onRange={guests.onRange}
        resetKey={JSON.stringify(list)}
        empty={empty}
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
    </Page>
  );
}
