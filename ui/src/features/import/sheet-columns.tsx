import { Dropdown, Option, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { JSX } from "react";
import type { Meaning, SheetView } from "@/ipc";
import { SafeText } from "@/components/safe-text";
import { visibleText } from "@/components/visible-text";
import { mapped, type Mapping } from "./use-sheet";
import { meaningNames, notUsed } from "./words";

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: "none", overflowY: "auto", flex: "1 1 0", minHeight: 0 },
  line: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1.4fr) 200px",
    columnGap: "16px",
    alignItems: "center",
    minHeight: "44px",
    padding: "0 4px",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  head: {
    minHeight: "28px",
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    flexShrink: 0,
  },
  name: { minWidth: 0, fontWeight: tokens.fontWeightSemibold, overflow: "hidden" },
  samples: { minWidth: 0, overflow: "hidden", color: tokens.colorNeutralForeground2 },
  unused: { color: tokens.colorNeutralForeground3, fontWeight: tokens.fontWeightRegular },
  dropdown: { minWidth: 0, width: "100%" },
});

interface SheetColumnsProps {
  sheet: SheetView;
  mapping: Mapping;
  /** The list is being read by this mapping. */
  busy: boolean;
  onMap: (mapping: Mapping) => void;
}

/** Every column with examples of what is in it, and what it means, which the person can change. */
export function SheetColumns({ sheet, mapping, busy, onMap }: SheetColumnsProps): JSX.Element {
  const styles = useStyles();
  return (
    <>
      <div className={mergeClasses(styles.line, styles.head)} aria-hidden>
        <span>Column in the file</span>
        <span>Examples</span>
        <span>Means</span>
      </div>
      <ul className={styles.list} aria-label="Columns" aria-busy={busy}>
        {sheet.columns.map((column, place) => {
          const name = column.name ?? `Column ${place + 1}`;
          const meaning = mapping[place] ?? null;
          return (
            <li key={place} className={styles.line}>
              <span className={mergeClasses(styles.name, meaning === null && styles.unused)}>
                <SafeText ellipsis text={name} />
              </span>
              <span className={styles.samples}>
                <SafeText ellipsis text={column.samples.join(" · ")} />
              </span>
              <Dropdown
                size="small"
                className={styles.dropdown}
                aria-label={`Meaning of ${visibleText(name)}`}
                value={meaning === null ? notUsed : meaningNames[meaning]}
                selectedOptions={[meaning ?? notUsed]}
                onOptionSelect={(_, data) => {
                  const chosen = data.optionValue === notUsed ? null : (data.optionValue as Meaning);
                  onMap(mapped(mapping, place, chosen));
                }}
              >
                <Option value={notUsed}>{notUsed}</Option>
                {Object.entries(meaningNames).map(([value, words]) => (
                  <Option key={value} value={value}>
                    {words}
                  </Option>
                ))}
              </Dropdown>
            </li>
          );
        })}
      </ul>
    </>
  );
}
