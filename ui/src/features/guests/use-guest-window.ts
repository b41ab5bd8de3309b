import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { troubleOf, type GuestRow, type GuestWindow, type Trouble } from "@/ipc";
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

/**
 * The rows in view, fetched by pages. While another list is asked for, the rows of the one before
 * stay: drawing none and then new ones takes far longer than the answer.
 */
export function useGuestWindow(list: GuestListState): GuestWindowState {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const pages = useMemo(() => {
    const from = Math.floor(range.first / pageRows);
    const to = Math.floor(range.last / pageRows);
    return Array.from({ length: to - from + 1 }, (_, at) => from + at).filter((page) => page > 0);
  }, [range]);
  const page = (number: number) => commandQuery("guests", guestQuery(list, number * pageRows, pageRows));
  // The first page is always there: it tells the total.
  const start = useQuery({ ...page(0), placeholderData: keepPreviousData<GuestWindow> });
  const further = useQueries({ queries: pages.map(page) });
  const results = [start, ...further];
  const total = start.data?.total;
  const failed = results.find((result) => result.isError);

  const rowAt = (index: number): GuestRow | undefined => {
    const at = Math.floor(index / pageRows);
    const window = at === 0 ? start.data : further[pages.indexOf(at)]?.data;
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
