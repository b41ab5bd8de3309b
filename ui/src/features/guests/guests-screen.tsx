import { makeStyles } from "@fluentui/react-components";
import { Dismiss16Regular } from "@fluentui/react-icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, type JSX } from "react";
import { call, troubleOf, type GuestRow } from "@/ipc";
import { CommandBar, SelectionCount } from "@/components/command-bar";
import { mayReason } from "@/components/may";
import { Page, PageHeader } from "@/components/page";
import { TroubleBar } from "@/components/trouble";
import { useNarrow } from "@/components/use-width";
import { useNavigate } from "@/navigation";
import { commandQuery } from "@/queries/command-query";
import { guestColumns } from "./guest-columns";
import { GuestFilters } from "./guest-filters";
import { GuestTable } from "./guest-table";
import { nobody, useListMemory } from "./list-memory";
import { guestQuery, type GuestListState } from "./list-state";
import { SummaryTiles } from "./summary-tiles";
import { SyncNote, useSyncStatus } from "./sync-note";
import { useGuestCommands, useRights } from "./use-guest-commands";
import { useShownColumns } from "./use-shown-columns";

/** More guests than any directory holds: a window of ids without an end. */
const everyone = 0xffff_ffff;

const useStyles = makeStyles({ place: { padding: "16px 20px" } });

/** Every guest of the tenant: found, filtered, sorted, selected, acted on. */
export function GuestsScreen(): JSX.Element {
  const styles = useStyles();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const { list, setList, selection, setSelection, place } = useListMemory();
  const counts = useQuery(commandQuery("guest_counts"));
  const sync = useSyncStatus();
  const rights = useRights();
  const selectAll = useMutation({
    mutationFn: (all: GuestListState) => call("guest_ids", guestQuery(all, 0, everyone)),
    onSuccess: (ids, all) => setSelection({ ids: new Set(ids), all }),
  });
  const range = useMutation({
    mutationFn: ({ first, count }: { first: number; count: number }) =>
      call("guest_ids", guestQuery(list, first, count)),
  });
  const select = (ids: ReadonlySet<string>): void => {
    selectAll.reset();
    range.reset();
    setSelection({ ids });
  };
  const chosen = useGuestCommands(selection.ids, selectAll.isPending || range.isPending);
  const shown = useShownColumns();

  // The columns stay the same whatever is typed, and with them every row that does.
  const newest = useRef(list);
  useEffect(() => {
    newest.current = list;
  });
  const open = useCallback(
    (row: GuestRow, place: number) =>
      navigate({ screen: "guest", id: row.id, list: newest.current, place }),
    [navigate],
  );
  const columns = useMemo(() => guestColumns(open), [open]);
  const visible = useMemo(
    () =>
      columns.filter(
        (column) =>
          column.fixed === true || (shown.columns.includes(column.id) && !(narrow && column.wide === true)),
      ),
    [columns, shown.columns, narrow],
  );

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
        primary={chosen.primary}
        commands={chosen.commands}
        aside={
          selection.ids.size > 0 && (
            <SelectionCount
              count={selection.ids.size}
              icon={<Dismiss16Regular />}
              onClear={() => select(nobody.ids)}
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
      {selectAll.isError && (
        <TroubleBar trouble={troubleOf(selectAll.error)} onRetry={() => selectAll.mutate(list)} />
      )}
      {range.isError && <TroubleBar trouble={troubleOf(range.error)} />}
      {chosen.trouble && <TroubleBar trouble={chosen.trouble} onRetry={chosen.retry} />}
      <GuestTable
        list={list}
        onList={setList}
        columns={visible}
        onOpen={open}
        sync={sync}
        reason={mayReason(rights?.invite)}
        selection={selection}
        onSelect={select}
        onSelectAll={() => selectAll.mutate(list)}
        idsOf={(first, count) => range.mutateAsync({ first, count })}
        place={place}
      />
    </Page>
  );
}
