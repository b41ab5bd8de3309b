import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  SearchBox,
  Spinner,
  makeStyles,
  mergeClasses,
  tokens,
} from "@fluentui/react-components";
import { CheckmarkCircle16Regular, Prohibited16Regular } from "@fluentui/react-icons";
import { useEffect, useId, useRef, useState, type JSX, type KeyboardEvent, type ReactElement, type ReactNode } from "react";
import type { Trouble } from "@/ipc";
import { OpenDialog } from "@/components/open-dialog";
import { SafeText } from "@/components/safe-text";
import { Tag } from "@/components/tag";
import { TroubleBar } from "@/components/trouble";
import { usher } from "@/theme";

/** One thing that can be picked, or the reason why it cannot. */
export interface PickerOption {
  id: string;
  label: string;
  secondary?: string | undefined;
  /** A short word at the right: the kind. */
  tag?: string | undefined;
  icon: ReactElement;
  /** Why it cannot be picked; shown below its name. */
  reason?: string | undefined;
  /** Already picked. */
  taken?: boolean;
}

const useStyles = makeStyles({
  surface: { width: "560px", maxWidth: "calc(100% - 48px)" },
  content: { display: "flex", flexDirection: "column", gap: "8px", minHeight: "min(400px, 60vh)" },
  search: { width: "100%", maxWidth: "none" },
  list: { flex: "1 1 0", overflowY: "auto", minHeight: "120px", maxHeight: "360px", margin: 0, padding: 0 },
  option: {
    display: "grid",
    gridTemplateColumns: "20px minmax(0, 1fr) auto",
    alignItems: "center",
    columnGap: "12px",
    padding: "6px 8px",
    borderRadius: tokens.borderRadiusMedium,
    cursor: "pointer",
  },
  active: {
    backgroundColor: usher.activeOption,
    outline: `2px solid ${usher.selectedOutline}`,
    outlineOffset: "-2px",
  },
  closed: { cursor: "default", color: tokens.colorNeutralForeground3 },
  words: { display: "flex", flexDirection: "column", minWidth: 0 },
  second: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  reason: {
    display: "flex",
    gap: "4px",
    alignItems: "flex-start",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    whiteSpace: "normal",
  },
  taken: { display: "inline-flex", gap: "4px", alignItems: "center", color: usher.okText },
  quiet: { color: tokens.colorNeutralForeground3, padding: "12px 8px" },
});

interface PickerDialogProps {
  title: string;
  /** The search box's name, such as "Search groups". */
  searchLabel: string;
  text: string;
  onText: (text: string) => void;
  options: readonly PickerOption[];
  /** The answer for the text is still on its way. */
  loading: boolean;
  more: boolean;
  trouble: Trouble | undefined;
  onRetry: () => void;
  onPick: (id: string) => void;
  /** Picked ones can be let go again where this is given. */
  onUnpick?: (id: string) => void;
  onClose: () => void;
  /** Stands in place of the list: the choice of a role. */
  children?: ReactNode;
  actions?: ReactNode;
}

/** Search as you type, arrows and Enter pick; what cannot be picked is there and says why. */
export function PickerDialog(props: PickerDialogProps): JSX.Element {
  const { title, searchLabel, text, onText, options, onPick, onClose } = props;
  const styles = useStyles();
  const id = useId();
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => search.current?.focus(), []);
  const [active, setActive] = useState(0);
  const at = Math.min(active, options.length - 1);

  const pick = (option: PickerOption | undefined): void => {
    if (option === undefined || option.reason !== undefined) {
      return;
    }
    if (option.taken === true) {
      props.onUnpick?.(option.id);
    } else {
      onPick(option.id);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length > 0) {
      event.preventDefault();
      const next = (at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
      setActive(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      pick(options[at]);
    }
  };

  return (
    <OpenDialog onOpenChange={onClose}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            {props.children ?? (
              <>
                <SearchBox
                  ref={search}
                  className={styles.search}
                  appearance="filled-darker"
                  value={text}
                  placeholder={searchLabel}
                  input={{
                    role: "combobox",
                    "aria-label": searchLabel,
                    "aria-expanded": true,
                    "aria-autocomplete": "list",
                    "aria-controls": `${id}-list`,
                    "aria-activedescendant": at >= 0 ? `${id}-${at}` : undefined,
                    onKeyDown,
                  }}
                  onChange={(_, data) => {
                    onText(data.value);
                    setActive(0);
                  }}
                />
                {props.trouble && <TroubleBar trouble={props.trouble} onRetry={props.onRetry} />}
                <div id={`${id}-list`} role="listbox" aria-label={title} className={styles.list}>
                  {options.map((option, index) => (
                    <Option
                      key={option.id}
                      id={`${id}-${index}`}
                      option={option}
                      active={index === at}
                      fixed={props.onUnpick === undefined}
                      onHover={() => setActive(index)}
                      onPick={() => pick(option)}
                    />
                  ))}
                </div>
                <div role="status" className={styles.quiet}>
                  {props.loading && <Spinner size="tiny" label="Asking the directory" delay={500} />}
                  {!props.loading && options.length === 0 && !props.trouble && "Nothing is called that."}
                  {!props.loading && props.more && "There are more: go on typing to narrow the list."}
                </div>
              </>
            )}
          </DialogContent>
          <DialogActions>
            {props.actions}
            <Button onClick={onClose}>Close</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </OpenDialog>
  );
}

interface OptionProps {
  id: string;
  option: PickerOption;
  active: boolean;
  /** What is picked stays picked. */
  fixed: boolean;
  onHover: () => void;
  onPick: () => void;
}

function Option({ id, option, active, fixed, onHover, onPick }: OptionProps): JSX.Element {
  const styles = useStyles();
  const closed = option.reason !== undefined || (fixed && option.taken === true);
  return (
    <div
      id={id}
      role="option"
      aria-selected={active}
      aria-disabled={closed}
      className={mergeClasses(styles.option, active && styles.active, closed && styles.closed)}
      onMouseMove={onHover}
      onClick={onPick}
    >
      {option.icon}
      <span className={styles.words}>
        <SafeText ellipsis text={option.label} />
        {option.secondary !== undefined && (
          <SafeText ellipsis className={styles.second} text={option.secondary} />
        )}
        {option.reason !== undefined && (
          <span className={styles.reason}>
            <Prohibited16Regular style={{ flexShrink: 0 }} />
            <SafeText text={option.reason} />
          </span>
        )}
      </span>
      {option.taken === true ? (
        <span className={styles.taken}>
          <CheckmarkCircle16Regular /> Added
        </span>
      ) : (
        option.tag !== undefined && <Tag text={option.tag} />
      )}
    </div>
  );
}
