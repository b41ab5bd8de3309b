import { DialogBody, DialogSurface, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { Search20Regular } from "@fluentui/react-icons";
import { useDeferredValue, useEffect, useId, useRef, useState, type JSX, type KeyboardEvent } from "react";
import type { PracticeView } from "@/ipc";
import { OpenDialog } from "@/components/open-dialog";
import { SafeText } from "@/components/safe-text";
import { usePaletteEntries, type PaletteEntry } from "./palette-entries";
import { usher } from "@/theme";

const useStyles = makeStyles({
  surface: {
    width: "600px",
    maxWidth: "calc(100% - 48px)",
    padding: 0,
    marginTop: "64px",
    overflow: "hidden",
  },
  body: { display: "block" },
  top: {
    display: "flex",
    alignItems: "center",
    gap: "10px",
    padding: "0 16px",
    height: "48px",
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  input: {
    flex: "1 1 auto",
    minWidth: 0,
    height: "100%",
    border: "none",
    outline: "none",
    background: "none",
    color: tokens.colorNeutralForeground1,
    font: "inherit",
    fontSize: tokens.fontSizeBase400,
    "::placeholder": { color: tokens.colorNeutralForeground3, opacity: 1 },
  },
  list: { maxHeight: "min(420px, 60vh)", overflowY: "auto", padding: "6px" },
  group: {
    padding: "8px 10px 4px",
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
  },
  option: {
    display: "flex",
    alignItems: "center",
    gap: "10px",
    minHeight: "34px",
    padding: "0 10px",
    borderRadius: tokens.borderRadiusMedium,
    cursor: "pointer",
  },
  active: {
    backgroundColor: usher.activeOption,
    outline: `2px solid ${usher.selectedOutline}`,
    outlineOffset: "-2px",
  },
  closed: { color: tokens.colorNeutralForegroundDisabled, cursor: "not-allowed" },
  icon: { display: "inline-flex", flexShrink: 0 },
  second: {
    marginLeft: "auto",
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    maxWidth: "55%",
  },
  none: { padding: "20px", textAlign: "center", color: tokens.colorNeutralForeground3 },
});


interface PaletteProps {
  practice: PracticeView | null;
  onClose: () => void;
}

/** Every screen, every action of the page in view, and guests, groups and applications by name. */
export function Palette({ practice, onClose }: PaletteProps): JSX.Element {
  const styles = useStyles();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const { entries, asking, trouble } = usePaletteEntries(useDeferredValue(text), practice);
  const at = Math.min(active, entries.length - 1);

  const run = (entry: PaletteEntry | undefined): void => {
    if (entry && entry.reason === undefined) {
      onClose();
      entry.run();
    }
  };
  const move = (to: number): void => {
    const next = (to + entries.length) % Math.max(1, entries.length);
    setActive(next);
    document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(entries[at]);
    }
  };

  return (
    <OpenDialog onOpenChange={onClose}>
      <DialogSurface className={styles.surface} aria-label="Search and commands">
        <DialogBody className={styles.body}>
          <div className={styles.top}>
            <Search20Regular />
            <input
              ref={input}
              className={styles.input}
              role="combobox"
              aria-label="Search guests, groups and commands"
              aria-expanded
              aria-controls={`${id}-list`}
              aria-autocomplete="list"
              aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
              placeholder="Search guests, groups and commands"
              spellCheck={false}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setActive(0);
              }}
              onKeyDown={onKeyDown}
            />
          </div>
          <div id={`${id}-list`} role="listbox" aria-label="Results" className={styles.list}>
            {entries.map((entry, index) => (
              <div key={entry.id} role="presentation">
                {entry.group !== entries[index - 1]?.group && (
                  <div role="presentation" className={styles.group}>
                    {entry.group}
                  </div>
                )}
                <div
                  id={`${id}-${index}`}
                  role="option"
                  aria-selected={index === at}
                  aria-disabled={entry.reason !== undefined}
                  title={entry.reason}
                  className={mergeClasses(
                    styles.option,
                    index === at && styles.active,
                    entry.reason !== undefined && styles.closed,
                  )}
                  onMouseMove={() => setActive(index)}
                  onClick={() => run(entry)}
                >
                  <span className={styles.icon}>{entry.icon}</span>
                  <SafeText ellipsis text={entry.label} />
                  {(entry.reason ?? entry.secondary) !== undefined && (
                    <SafeText
                      ellipsis
                      className={styles.second}
                      text={entry.reason ?? entry.secondary ?? ""}
                    />
                  )}
                </div>
              </div>
            ))}
          </div>
          <div role="status">
            {asking ? (
              <div className={styles.none}>Asking the directory</div>
            ) : trouble ? (
              <div className={styles.none}>
                Guests, groups and applications could not all be looked up.{" "}
                <SafeText text={trouble.explanation.summary} />
              </div>
            ) : (
              entries.length === 0 && <div className={styles.none}>Nothing is called that.</div>
            )}
          </div>
        </DialogBody>
      </DialogSurface>
    </OpenDialog>
  );
}
