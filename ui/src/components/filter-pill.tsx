import {
  Popover,
  PopoverSurface,
  PopoverTrigger,
  ToggleButton,
  makeStyles,
  mergeClasses,
  tokens,
} from "@fluentui/react-components";
import { ChevronDown12Regular, Dismiss12Regular } from "@fluentui/react-icons";
import { useState, type JSX, type ReactNode } from "react";

const useStyles = makeStyles({
  pill: { display: "inline-flex", position: "relative", flexShrink: 0 },
  button: { height: "28px", minWidth: "auto", fontWeight: tokens.fontWeightRegular, padding: "0 12px" },
  set: {
    paddingRight: "30px",
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    borderTopColor: tokens.colorBrandStroke2,
    borderRightColor: tokens.colorBrandStroke2,
    borderBottomColor: tokens.colorBrandStroke2,
    borderLeftColor: tokens.colorBrandStroke2,
    ":hover": {
      backgroundColor: tokens.colorBrandBackground2Hover,
      color: tokens.colorBrandForeground2,
    },
    ":hover:active": { color: tokens.colorBrandForeground2 },
  },
  words: { whiteSpace: "nowrap", maxWidth: "280px", overflow: "hidden", textOverflow: "ellipsis" },
  clear: {
    position: "absolute",
    right: "6px",
    top: "4px",
    display: "inline-flex",
    alignItems: "center",
    justifyContent: "center",
    width: "20px",
    height: "20px",
    padding: 0,
    border: "none",
    borderRadius: tokens.borderRadiusCircular,
    background: "none",
    color: tokens.colorBrandForeground2,
    cursor: "pointer",
    ":hover": { backgroundColor: tokens.colorBrandBackground2Pressed },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  surface: { padding: "8px", minWidth: "220px" },
});

interface FilterPillProps {
  /** What is filtered by: "Partner domain". */
  label: string;
  /** How the filter reads after the label when it is set: "is", "within". */
  verb?: string;
  /** What it is set to; undefined: not set. */
  value: string | undefined;
  onClear: () => void;
  /** The choice; `close` closes the pill's surface. */
  children: (close: () => void) => ReactNode;
}

/** A filter that reads as a sentence once it is set. */
export function FilterPill(props: FilterPillProps): JSX.Element {
  const { label, verb = "is", value, onClear, children } = props;
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const set = value !== undefined;
  return (
    <span className={styles.pill}>
      <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} trapFocus positioning="below-start">
        <PopoverTrigger disableButtonEnhancement>
          <ToggleButton
            shape="circular"
            checked={set}
            aria-pressed={undefined}
            aria-expanded={open}
            className={mergeClasses(styles.button, set && styles.set)}
            icon={set ? undefined : <ChevronDown12Regular />}
            iconPosition="after"
          >
            <span className={styles.words}>
              {set ? (
                <>
                  {label} {verb} <b>{value}</b>
                </>
              ) : (
                label
              )}
            </span>
          </ToggleButton>
        </PopoverTrigger>
        <PopoverSurface className={styles.surface} aria-label={label}>
          {children(() => setOpen(false))}
        </PopoverSurface>
      </Popover>
      {set && (
        <button
          type="button"
          className={styles.clear}
          aria-label={`Clear ${label.toLowerCase()}`}
          onClick={onClear}
        >
          <Dismiss12Regular />
        </button>
      )}
    </span>
  );
}
