import { SearchBox, Spinner, makeStyles } from "@fluentui/react-components";
import { useRef, type JSX } from "react";
import { useSearchKey } from "@/components/use-search-key";

const useStyles = makeStyles({
  row: {
    display: "flex",
    alignItems: "center",
    gap: "12px",
    minHeight: "40px",
    padding: "8px 20px 4px",
    flexShrink: 0,
  },
  search: { width: "360px", maxWidth: "100%" },
});

interface FindBarProps {
  label: string;
  text: string;
  onText: (text: string) => void;
  busy: boolean;
}

/** The search box of a list that the directory itself searches. */
export function FindBar({ label, text, onText, busy }: FindBarProps): JSX.Element {
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
      {busy && <Spinner size="tiny" aria-label="Asking the directory" delay={500} />}
    </div>
  );
}
