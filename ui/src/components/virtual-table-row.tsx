import { Checkbox, mergeClasses } from "@fluentui/react-components";
import { memo, useLayoutEffect, useMemo, useRef, type JSX, type MouseEvent, type ReactNode } from "react";
import type { Column } from "./virtual-table";
import { useTableStyles } from "./virtual-table-styles";

/** What can be done with a row of a table. */
export interface RowActs<Row> {
  onFocus: (index: number) => void;
  onClick: (event: MouseEvent, index: number) => void;
  onDoubleClick: (event: MouseEvent, index: number) => void;
  onToggle: (index: number) => void;
  rowName: ((row: Row) => string) | undefined;
}

/** Acts that stay the same for as long as the table is there, and do what the newest ones do. */
export function useRowActs<Row>(acts: RowActs<Row>): RowActs<Row> {
  const newest = useRef(acts);
  useLayoutEffect(() => {
    newest.current = acts;
  });
  return useMemo(
    () => ({
      onFocus: (index) => newest.current.onFocus(index),
      onClick: (event, index) => newest.current.onClick(event, index),
      onDoubleClick: (event, index) => newest.current.onDoubleClick(event, index),
      onToggle: (index) => newest.current.onToggle(index),
      rowName: (row) => newest.current.rowName?.(row) ?? "",
    }),
    [],
  );
}

interface VirtualTableRowProps<Row> {
  index: number;
  /** Undefined while the row is being fetched. */
  row: Row | undefined;
  top: number;
  height: number;
  tracks: string;
  columns: readonly Column<Row>[];
  /** The table's Tab stop. */
  active: boolean;
  /** Undefined where nothing can be selected. */
  selected: boolean | undefined;
  detail: ReactNode;
  acts: RowActs<Row>;
  /** Measures rows whose height is not that of all. */
  measure: ((element: HTMLElement | null) => void) | undefined;
}

function Row<Row>(props: VirtualTableRowProps<Row>): JSX.Element {
  const { index, row, columns, selected, detail, acts } = props;
  const styles = useTableStyles();
  return (
    <div
      role="row"
      ref={props.measure}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={props.active ? 0 : -1}
      className={mergeClasses(
        styles.row,
        selected === true && styles.selected,
        detail !== undefined && styles.expanded,
      )}
      style={{
        gridTemplateColumns: props.tracks,
        gridTemplateRows: `${props.height}px`,
        transform: `translateY(${props.top}px)`,
      }}
      onFocus={() => acts.onFocus(index)}
      onClick={(event) => acts.onClick(event, index)}
      onDoubleClick={(event) => acts.onDoubleClick(event, index)}
    >
      {selected !== undefined && (
        <div role="gridcell" className={styles.cell}>
          {row !== undefined && (
            <Checkbox
              className={styles.checkbox}
              tabIndex={-1}
              checked={selected}
              aria-label={acts.rowName?.(row)}
              onChange={() => acts.onToggle(index)}
            />
          )}
        </div>
      )}
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className={mergeClasses(styles.cell, column.align === "end" && styles.end)}
        >
          {row === undefined ? <span className={styles.waiting} /> : column.cell(row, index)}
        </div>
      ))}
      {detail !== undefined && (
        <div role="gridcell" data-detail className={styles.detail}>
          {detail}
        </div>
      )}
    </div>
  );
}

/**
 * A row of a {@link VirtualTable}. It is drawn again when something of its own has changed, not
 * whenever the table is: typing in a search field must not wait for all rows.
 */
export const VirtualTableRow = memo(Row) as typeof Row;
