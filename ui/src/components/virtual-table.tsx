import { Table, TableBody, TableHeader } from "@fluentui/react-components";
import { defaultRangeExtractor, useVirtualizer, type Range } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type JSX, type ReactNode } from "react";
import { useTableKeys } from "./use-table-keys";
import { checkboxTrack, headHeight, useTableStyles } from "./virtual-table-styles";
import { VirtualTableHead } from "./virtual-table-head";
import { useRowActs, VirtualTableRow } from "./virtual-table-row";

/** A column of a {@link VirtualTable}. */
export interface Column<Row> {
  id: string;
  header: string;
  /** A CSS grid track: `120px`, `minmax(0, 2fr)`. */
  track: string;
  align?: "end";
  sortable?: boolean;
  /** Controls inside must have `tabIndex={-1}`: the table is one Tab stop, arrow right reaches them. */
  cell: (row: Row, index: number) => ReactNode;
}

export interface Sort {
  column: string;
  descending: boolean;
}

/** Selection by id; it survives sorting and filtering. */
export interface TableSelection<Row> {
  selected: ReadonlySet<string>;
  onChange: (selected: ReadonlySet<string>) => void;
  /** Selects every row that matches, also those never fetched. */
  onSelectAll: () => void;
  /** Every row that matches is selected. */
  all: boolean;
  /** Ids of the rows of a range, also of those never fetched; absent: every row is at hand. */
  idsOf?: (first: number, count: number) => Promise<readonly string[]>;
  /** The checkbox's name. */
  rowName: (row: Row) => string;
}

/** Where somebody is in a table; the table writes it, so that they can come back. */
export interface TablePlace {
  active: number;
  top: number;
}

export interface VirtualTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rowCount: number;
  /** Undefined while the row is being fetched. */
  rowAt: (index: number) => Row | undefined;
  rowId: (row: Row) => string;
  rowHeight?: number;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  selection?: TableSelection<Row>;
  onOpen?: (row: Row, index: number) => void;
  /** Rows `first..=last` are, or are about to be, in view. */
  onRange?: (first: number, last: number) => void;
  /** What an expanded row shows below its cells; undefined when it is closed. */
  detail?: (row: Row) => ReactNode;
  /** A change takes the table back to its first row. */
  resetKey?: string;
  /** Where the table begins, and where it was left. */
  place?: TablePlace;
  /** Shown in place of rows when there are none. */
  empty?: ReactNode;
}

/**
 * A grid that draws only the rows in view. One Tab stop; arrows, Home, End, PageUp and PageDown move,
 * Space selects, Shift+arrow extends, Enter opens, Ctrl+A selects all that match, Esc clears.
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>): JSX.Element {
  const { columns, rowCount, rowAt, rowId, rowHeight = 36, selection, onRange, resetKey, place } = props;
  const styles = useTableStyles();
  const scroller = useRef<HTMLDivElement>(null);
  const [activeRow, setActiveRow] = useState(place?.active ?? 0);
  const active = Math.max(0, Math.min(activeRow, rowCount - 1));

  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      // The row that holds the focus is always drawn, however far away it has been scrolled.
      if (active < range.count && !indexes.includes(active)) {
        indexes.push(active);
        indexes.sort((one, other) => one - other);
      }
      return indexes;
    },
    [active],
  );
  const virtual = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
    scrollMargin: headHeight,
    initialOffset: place?.top ?? 0,
    scrollPaddingStart: headHeight,
    rangeExtractor,
  });

  const first = virtual.range?.startIndex ?? 0;
  const last = virtual.range?.endIndex ?? 0;
  useEffect(() => {
    if (rowCount > 0) {
      onRange?.(first, last);
    }
  }, [first, last, rowCount, onRange]);

  useEffect(() => {
    if (place) {
      place.active = activeRow;
    }
  }, [place, activeRow]);
  useLayoutEffect(() => {
    const element = scroller.current;
    return () => {
      if (place && element) {
        place.top = element.scrollTop;
      }
    };
  }, [place]);

  const reset = useRef(resetKey);
  useEffect(() => {
    if (reset.current !== resetKey) {
      reset.current = resetKey;
      setActiveRow(0);
      scroller.current?.scrollTo({ top: 0 });
    }
  }, [resetKey]);

  const keys = useTableKeys({
    ...props,
    active,
    setActive: setActiveRow,
    scroller,
    reveal: (index) => virtual.scrollToIndex(index),
    pageRows: Math.max(1, last - first - 1),
  });

  const acts = useRowActs({
    onFocus: setActiveRow,
    onClick: keys.onRowClick,
    onDoubleClick: keys.onRowDoubleClick,
    onToggle: keys.toggle,
    rowName: selection?.rowName,
  });

  const tracks = [
    ...(selection ? [checkboxTrack] : []),
    ...columns.map((column) => column.track),
  ].join(" ");

  return (
    <div ref={scroller} className={styles.scroller}>
      <Table
        noNativeElements
        role="grid"
        aria-label={props.label}
        aria-rowcount={rowCount + 1}
        aria-multiselectable={selection ? true : undefined}
        className={styles.table}
        onKeyDown={keys.onKeyDown}
      >
        <TableHeader className={styles.header}>
          <VirtualTableHead {...props} tracks={tracks} tabStop={rowCount === 0} />
        </TableHeader>
        <TableBody className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rowAt(item.index);
            return (
              <VirtualTableRow
                key={item.index}
                index={item.index}
                row={row}
                top={item.start - headHeight}
                height={rowHeight}
                tracks={tracks}
                columns={columns}
                active={item.index === active}
                selected={selection && row !== undefined && selection.selected.has(rowId(row))}
                detail={row === undefined ? undefined : props.detail?.(row)}
                acts={acts}
                measure={props.detail ? virtual.measureElement : undefined}
              />
            );
          })}
        </TableBody>
      </Table>
      {rowCount === 0 && props.empty}
    </div>
  );
}
