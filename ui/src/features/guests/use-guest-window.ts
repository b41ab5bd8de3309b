import { useQueries } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { troubleOf, type GuestRow, type Trouble } from "@/ipc";
import { commandQuery } from "@/queries/command-query";
import { guestQuery, type GuestListState } from "./list-state";

const pageRows = 100;

export interface GuestWindowState {
  /** Guests that match; undefined before the first answer. */
  total: number | undefined;
  rowAt: (index: number) => GuestRow | undefined;
  /** Told by the table: what is in view. */
  onRange: (first: number, last: number) => void;
  first: number;
  last: number;
  trouble: Trouble | undefined;
  retry: () => void;
}

/** The rows in view, fetched by pages; what was fetched before stays while it is fetched anew. */
export function useGuestWindow(list: GuestListState): GuestWindowState {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const pages = useMemo(() => {
    const from = Math.floor(range.first / pageRows);
    const to = Math.floor(range.last / pageRows);
    // The first page is always there: it tells the total.
    return [...new Set([0, ...Array.from({ length: to - from + 1 }, (_, at) => from + at)])];
  }, [range]);
  const results = useQueries({
    queries: pages.map((page) => commandQuery("guests", guestQuery(list, page * pageRows, pageRows))),
  });
  const total = results[0]?.data?.total;
  const failed = results.find((result) => result.isError);

  const rowAt = (index: number): GuestRow | undefined => {
    const window = results[pages.indexOf(Math.floor(index / pageRows))]?.data;
    return window?.rows[index - window.offset];
  };
  const onRange = useCallback(
    (first: number, last: number) =>
      setRange((before) => (before.first === first && before.last === last ? before : { first, last })),
    [],
  );
  return {
    total,
    rowAt,
    onRange,
    first: range.first,
    last: Math.min(range.last, Math.max(0, (total ?? 0) - 1)),
    trouble: failed ? troubleOf(failed.error) : undefined,
    retry: () => results.forEach((result) => void (result.isError && result.refetch())),
  };
}
