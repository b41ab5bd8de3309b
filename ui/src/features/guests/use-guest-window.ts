import { troubleOf, type GuestRow, type GuestWindow, type Trouble } from "@/ipc";
import { commandQuery } from "@/queries/command-query";
import { pageRows, useRowWindow, type RowWindow } from "@/queries/use-row-window";
import { guestQuery, type GuestListState } from "./list-state";

export interface GuestWindowState extends RowWindow<GuestRow> {
  trouble: Trouble | undefined;
  retry: () => void;
}

/** The guests in view of a list. */
export function useGuestWindow(list: GuestListState): GuestWindowState {
  const rows = useRowWindow<GuestRow, GuestWindow>((page) =>
    commandQuery("guests", guestQuery(list, page * pageRows, pageRows)),
  );
  const failed = rows.results.find((result) => result.isError);
  return {
    ...rows,
    trouble: failed ? troubleOf(failed.error) : undefined,
    retry: () => rows.results.forEach((result) => void (result.isError && result.refetch())),
  };
}
