import { keepPreviousData, useQueries, useQuery, type UseQueryOptions, type UseQueryResult } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";

/** Rows that are fetched at a time. */
export const pageRows = 100;

/** The rows in view of a list that never crosses the bridge as a whole. */
export interface RowWindow<Row> {
  /** Rows there are in all; undefined before the first answer. */
  total: number | undefined;
  rowAt: (index: number) => Row | undefined;
  /** Told by the table: what is in view. */
  onRange: (first: number, last: number) => void;
  first: number;
  last: number;
  /** The first page, which is always asked for, and the others in view. */
  results: readonly [UseQueryResult, ...UseQueryResult[]];
}

/**
 * Fetches the rows in view by pages. While another list is asked for, the rows of the one before
 * stay: drawing none and then new ones takes far longer than the answer.
 *
 * @param queryOf the query of a page, by its number
 */
export function useRowWindow<Row, Page extends { total: number; rows: Row[] }>(
  queryOf: (page: number) => UseQueryOptions<Page>,
): RowWindow<Row> {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const pages = useMemo(() => {
    const from = Math.floor(range.first / pageRows);
    const to = Math.floor(range.last / pageRows);
    return Array.from({ length: to - from + 1 }, (_, at) => from + at).filter((page) => page > 0);
  }, [range]);
  // The first page is always there: it tells the total.
  const start = useQuery({ ...queryOf(0), placeholderData: keepPreviousData });
  const further = useQueries({ queries: pages.map(queryOf) });
  const total = start.data?.total;

  const rowAt = (index: number): Row | undefined => {
    const page = Math.floor(index / pageRows);
    const rows = page === 0 ? start.data?.rows : further[pages.indexOf(page)]?.data?.rows;
    return rows?.[index - page * pageRows];
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
    results: [start, ...further],
  };
}
