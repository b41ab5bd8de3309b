import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { call, type SheetRow, type SheetRowFilter } from "@/ipc";

const pageRows = 100;

interface SheetRows {
  total: number | undefined;
  rowAt: (index: number) => SheetRow | undefined;
  onRange: (first: number, last: number) => void;
}

/** The rows in view of a list, fetched by pages. */
export function useSheetRows(show: SheetRowFilter, reading: number): SheetRows {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const pages = useMemo(() => {
    const from = Math.floor(range.first / pageRows);
    const to = Math.floor(range.last / pageRows);
    // The first page is always there: it tells the total.
    return [...new Set([0, ...Array.from({ length: to - from + 1 }, (_, at) => from + at)])];
  }, [range]);
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: ["sheet_rows", reading, show, page],
      queryFn: () => call("sheet_rows", { show, offset: page * pageRows, count: pageRows }),
      placeholderData: keepPreviousData,
      staleTime: Infinity,
      gcTime: 0,
    })),
  });
  const rowAt = (index: number): SheetRow | undefined => {
    const page = Math.floor(index / pageRows);
    return results[pages.indexOf(page)]?.data?.rows[index - page * pageRows];
  };
  const onRange = useCallback(
    (first: number, last: number) =>
      setRange((before) => (before.first === first && before.last === last ? before : { first, last })),
    [],
  );
  return { total: results[0]?.data?.total, rowAt, onRange };
}
