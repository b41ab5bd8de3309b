import { Dropdown, Label, Option, Switch, makeStyles, tokens, useId } from "@fluentui/react-components";
import { Info16Regular } from "@fluentui/react-icons";
import type { JSX } from "react";
import type { Delimiter, SheetView } from "@/ipc";
import { SafeText } from "@/components/safe-text";
import type { SheetState } from "./use-sheet";
import { delimiterNames } from "./words";

const useStyles = makeStyles({
  facts: { display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: "20px", rowGap: "4px" },
  fact: { display: "inline-flex", alignItems: "center", gap: "8px" },
  label: { color: tokens.colorNeutralForeground2 },
  encoding: { minWidth: 0, width: "200px" },
  delimiter: { minWidth: 0, width: "116px" },
  header: { marginLeft: "-8px" },
  notes: {
    margin: 0,
    padding: 0,
    listStyleType: "none",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    maxHeight: "64px",
    overflowY: "auto",
    flexShrink: 0,
  },
  note: { display: "flex", gap: "6px" },
  icon: { flexShrink: 0 },
});

/** How the file was read, which the person may know better, and what was noticed in reading. */
export function SheetFacts({ sheet, state }: { sheet: SheetView; state: SheetState }): JSX.Element {
  const styles = useStyles();
  const [encodingId, delimiterId] = [useId("encoding"), useId("delimiter")];
  const { options, readAs } = state;
  const known = sheet.encodings.find((choice) => choice.label === sheet.encoding);
  return (
    <>
      <div className={styles.facts}>
        <span className={styles.fact}>
          <Label id={encodingId} className={styles.label}>
            Encoding
          </Label>
          <Dropdown
            size="small"
            className={styles.encoding}
            aria-labelledby={encodingId}
            value={known?.name ?? sheet.encoding}
            selectedOptions={[sheet.encoding]}
            onOptionSelect={(_, data) => readAs({ ...options, encoding: data.optionValue ?? null })}
          >
            {sheet.encodings.map((choice) => (
              <Option key={choice.label} value={choice.label}>
                {choice.name}
              </Option>
            ))}
          </Dropdown>
        </span>
        <span className={styles.fact}>
          <Label id={delimiterId} className={styles.label}>
            Delimiter
          </Label>
          <Dropdown
            size="small"
            className={styles.delimiter}
            aria-labelledby={delimiterId}
            value={delimiterNames[sheet.delimiter]}
            selectedOptions={[sheet.delimiter]}
            onOptionSelect={(_, data) =>
              readAs({ ...options, delimiter: data.optionValue as Delimiter })
            }
          >
            {Object.entries(delimiterNames).map(([value, words]) => (
              <Option key={value} value={value}>
                {words}
              </Option>
            ))}
          </Dropdown>
        </span>
        <Switch
          className={styles.header}
          label="First row names the columns"
          checked={sheet.hasHeader}
          onChange={(_, data) => readAs({ ...options, header: data.checked })}
        />
      </div>
      {sheet.notes.length > 0 && (
        <ul className={styles.notes} aria-label="Notes">
          {sheet.notes.map((note) => (
            <li key={note.text} className={styles.note}>
              <Info16Regular className={styles.icon} />
              <SafeText text={note.text} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
