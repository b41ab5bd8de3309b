import { call, type SheetRow, type SheetRowFilter, type SheetRowWindow } from "@/ipc";
import { pageRows, useRowWindow, type RowWindow } from "@/queries/use-row-window";

/** The rows in view of a list that was read. */
export const useSheetRows = (show: SheetRowFilter, reading: number): RowWindow<SheetRow> =>
  useRowWindow<SheetRow, SheetRowWindow>((page) => ({
    queryKey: ["sheet_rows", reading, show, page],
    queryFn: () => call("sheet_rows", { show, offset: page * pageRows, count: pageRows }),
    staleTime: Infinity,
    gcTime: 0,
  }));
