import { SearchBox, makeStyles } from "@fluentui/react-components";
import { useRef, type JSX } from "react";
import { InlineWait } from "@/components/inline-wait";
import { useSearchKey } from "@/components/use-search-key";
import { side } from "@/theme";

const useStyles = makeStyles({
  row: {
    display: "flex",
    alignItems: "center",
    gap: "12px",
    minHeight: "40px",
    padding: `8px ${side} 4px`,
    flexShrink: 0,
  },
  search: { width: "360px", maxWidth: "100%" },
});

interface FindBarProps {
  label: string;
  text: string;
  onText: (text: string) => void;
  busy: boolean;
  /** Calls the search off. */
  onCancel: () => void;
}

/** The search box of a list that the directory itself searches. */
export function FindBar({ label, text, onText, busy, onCancel }: FindBarProps): JSX.Element {
  const styles = useStyles();
  const search = useRef<HTMLInputElement>(null);
  useSearchKey(search);
  return (
    <div className={styles.row} role="search" aria-label={label}>
      <SearchBox
        ref={search}
        className={styles.search}
        appearance="filled-darker"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(_, data) => onText(data.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            onText("");
          }
        }}
      />
      {busy && <InlineWait label="Asking the directory" onCancel={onCancel} />}
    </div>
  );
}
