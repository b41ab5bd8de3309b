import { Checkbox, TableRow, mergeClasses } from "@fluentui/react-components";
import { ArrowDown16Regular, ArrowUp16Regular } from "@fluentui/react-icons";
import type { JSX } from "react";
import type { VirtualTableProps } from "./virtual-table";
import { useTableStyles } from "./virtual-table-styles";

interface HeadProps<Row> extends VirtualTableProps<Row> {
  tracks: string;
  /** The head takes the table's Tab stop while there are no rows. */
  tabStop: boolean;
}

/** The head of a {@link VirtualTable}: names, sort buttons, and the box that selects all. */
export function VirtualTableHead<Row>(props: HeadProps<Row>): JSX.Element {
  const { columns, sort, onSort, selection, rowCount } = props;
  const styles = useTableStyles();
  const some = (selection?.selected.size ?? 0) > 0;
  const firstSortable = columns.find((column) => column.sortable === true)?.id;
  return (
    <TableRow
      aria-rowindex={1}
      className={styles.headRow}
      style={{ gridTemplateColumns: props.tracks }}
    >
      {selection && (
        <div role="columnheader" className={styles.headCell}>
          <Checkbox
            className={styles.checkbox}
            tabIndex={-1}
            aria-label="Select all"
            checked={selection.all ? true : some ? "mixed" : false}
            disabled={rowCount === 0}
            onChange={() => (some ? selection.onChange(new Set()) : selection.onSelectAll())}
          />
        </div>
      )}
      {columns.map((column) => {
        const sorted = sort?.column === column.id;
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={sorted ? (sort.descending ? "descending" : "ascending") : undefined}
            className={mergeClasses(
              styles.headCell,
              sorted && styles.sortedHead,
              column.align === "end" && styles.end,
            )}
          >
            {column.sortable === true && onSort ? (
              <button
                type="button"
                className={styles.sortButton}
                tabIndex={props.tabStop && column.id === firstSortable ? 0 : -1}
                data-sort
                onClick={() =>
                  onSort({ column: column.id, descending: sorted ? !sort.descending : false })
                }
              >
                {column.header}
                {sorted && (sort.descending ? <ArrowDown16Regular /> : <ArrowUp16Regular />)}
              </button>
            ) : (
              <span className={styles.headText} title={column.header}>
                {column.header}
              </span>
            )}
          </div>
        );
      })}
    </TableRow>
  );
}
