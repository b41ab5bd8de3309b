import {
  Button,
  Field,
  Input,
  Tag,
  TagGroup,
  makeStyles,
  mergeClasses,
  tokens,
} from "@fluentui/react-components";
import {
  ClipboardPaste20Regular,
  DocumentArrowUp20Regular,
  ErrorCircle16Filled,
  PeopleEdit20Regular,
} from "@fluentui/react-icons";
import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type ClipboardEvent,
  type JSX,
  type KeyboardEvent,
  type RefObject,
} from "react";
import { usePageCommands } from "@/components/commands";
import { InlineWait } from "@/components/inline-wait";
import { SafeText } from "@/components/safe-text";
import { TroubleBar } from "@/components/trouble";
import { visibleText } from "@/components/visible-text";
import { ChooseFile } from "@/features/import/choose-file";
import { usher } from "@/theme";
import { chip, chipsThatFit, textWidth } from "./fold";
import { PasteDialog } from "./paste-dialog";
import { peopleSummary, type Person } from "./people";
import { PeopleListDialog } from "./people-list-dialog";
import { PeopleProblems } from "./people-problems";
import type { PeopleActions } from "./use-people";
import { number } from "@/components/numbers";

const useStyles = makeStyles({
  section: { display: "flex", flexDirection: "column", gap: "8px" },
  head: { display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: "8px", minHeight: "32px" },
  ways: { display: "flex", gap: "8px", marginLeft: "auto" },
  title: {
    margin: 0,
    fontSize: "14px",
    lineHeight: "20px",
    fontWeight: tokens.fontWeightSemibold,
  },
  dim: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, whiteSpace: "nowrap" },
  link: {
    color: tokens.colorBrandForegroundLink,
    fontWeight: tokens.fontWeightSemibold,
    whiteSpace: "nowrap",
  },
  box: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: "4px",
    padding: "5px 6px",
    minHeight: "34px",
    boxSizing: "border-box",
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderBottomColor: tokens.colorNeutralStrokeAccessible,
    borderRadius: tokens.borderRadiusMedium,
    cursor: "text",
    ":focus-within": {
      borderBottomColor: tokens.colorCompoundBrandStroke,
      boxShadow: `inset 0 -1px 0 ${tokens.colorCompoundBrandStroke}`,
    },
  },
  chips: { display: "contents" },
  chip: { maxWidth: `${chip.longest}px`, minWidth: 0 },
  wrong: {
    color: usher.dangerText,
    backgroundColor: usher.dangerTint,
    border: `1px solid ${usher.dangerText}`,
  },
  input: {
    flex: "1 1 160px",
    minWidth: "120px",
    height: "24px",
    border: "none",
    outline: "none",
    background: "none",
    padding: "0 4px",
    color: "inherit",
    font: "inherit",
    "::placeholder": { color: tokens.colorNeutralForeground4, opacity: 1 },
  },
});

const invitation = { purpose: "invite", access: undefined } as const;
const rowsShown = 4;
const separators = /[\n\r,;\t]/u;

interface PeopleFieldProps {
  people: readonly Person[];
  typed: string;
  onTyped: (typed: string) => void;
  actions: PeopleActions;
}

/** Whom it concerns: chips, a field for more in any form, and what is wrong with which. */
export function PeopleField({ people, typed, onTyped, actions }: PeopleFieldProps): JSX.Element {
  const styles = useStyles();
  const [dialog, setDialog] = useState<"list" | "paste">();
  const [box, input] = [useRef<HTMLDivElement>(null), useRef<HTMLInputElement>(null)];
  const visible = useVisible(people, box);
  const summary = useMemo(() => peopleSummary(people), [people]);
  const hidden = people.length - visible.length;
  const single = people.length === 1 ? people[0] : undefined;
  const isEmpty = people.length === 0;
  usePageCommands(
    useMemo(
      () => [
        {
          id: "paste-list",
          label: "Paste list",
          icon: <ClipboardPaste20Regular />,
          run: () => setDialog("paste"),
        },
        {
          id: "edit-list",
          label: "Edit list",
          icon: <PeopleEdit20Regular />,
          run: () => setDialog("list"),
          reason: isEmpty ? "Nobody is in the list." : undefined,
        },
      ],
      [isEmpty],
    ),
  );

  const onPaste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const text = event.clipboardData.getData("text");
    if (separators.test(text.trim()) || text.includes("@")) {
      event.preventDefault();
      onTyped("");
      void actions.add(`${typed} ${text}`.trim());
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const ends = event.key === "Enter" || event.key === "," || event.key === ";";
    if (ends && typed.trim() !== "") {
      event.preventDefault();
      void actions.takeTyped();
    } else if (event.key === "Backspace" && typed === "") {
      const last = box.current?.querySelectorAll<HTMLElement>("[data-chip]");
      last?.[last.length - 1]?.focus();
    }
  };

  return (
    <section className={styles.section} aria-labelledby="people">
      <div className={styles.head}>
        <h2 id="people" className={styles.title}>
          People
        </h2>
        {people.length > 0 && <span className={styles.dim}>{summary}</span>}
        {actions.reading && <InlineWait label="Reading the list" />}
        <span className={styles.ways}>
          {people.length > 0 && (
            <Button
              appearance="transparent"
              size="small"
              className={styles.link}
              icon={<PeopleEdit20Regular />}
              onClick={() => setDialog("list")}
            >
              Edit list
            </Button>
          )}
          <ChooseFile
            appearance="transparent"
            size="small"
            className={styles.link}
            icon={<DocumentArrowUp20Regular />}
            importing={invitation}
          >
            Upload CSV
          </ChooseFile>
          <Button
            appearance="transparent"
            size="small"
            className={styles.link}
            icon={<ClipboardPaste20Regular />}
            onClick={() => setDialog("paste")}
          >
            Paste list
          </Button>
        </span>
      </div>
      <div
        ref={box}
        className={styles.box}
        onMouseDown={(event) => {
          if (event.target === event.currentTarget) {
            event.preventDefault();
            input.current?.focus();
          }
        }}
      >
        {visible.length > 0 && (
          <TagGroup
            className={styles.chips}
            aria-label="People"
            size="small"
            onDismiss={(_, data) => {
              actions.remove([Number(data.value)]);
              input.current?.focus();
            }}
          >
            {visible.map((person) => (
              <PersonChip key={person.key} person={person} />
            ))}
          </TagGroup>
        )}
        {hidden > 0 && (
          <Button
            appearance="transparent"
            size="small"
            className={styles.link}
            onClick={() => setDialog("list")}
          >
            + {number(hidden)} more
          </Button>
        )}
        <input
          ref={input}
          className={styles.input}
          aria-label="Email"
          value={typed}
          autoComplete="off"
          spellCheck={false}
          placeholder={people.length === 0 ? "Type or paste email addresses, or drop a CSV file" : ""}
          onChange={(event) => onTyped(event.target.value)}
          onBlur={() => void actions.takeTyped()}
          onPaste={onPaste}
          onKeyDown={onKeyDown}
        />
      </div>
      <PeopleProblems
        people={people}
        actions={actions}
        field={input}
        onShowAll={() => setDialog("list")}
      />
      {actions.trouble && <TroubleBar trouble={actions.trouble} />}
      {single?.userId === null && (
        <Field label="Display name">
          <Input
            value={single.displayName ?? ""}
            maxLength={256}
            placeholder="Optional; left out, Microsoft takes it from the address"
            autoComplete="off"
            onChange={(_, data) => actions.setName(single.key, data.value)}
          />
        </Field>
      )}
      {dialog === "list" && (
        <PeopleListDialog people={people} actions={actions} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "paste" && (
        <PasteDialog
          onClose={() => setDialog(undefined)}
          onAdd={(text) => {
            setDialog(undefined);
            void actions.add(text);
          }}
        />
      )}
    </section>
  );
}

function PersonChip({ person }: { person: Person }): JSX.Element {
  const styles = useStyles();
  const wrong = person.problem !== null;
  return (
    <Tag
      dismissible
      data-chip
      value={String(person.key)}
      className={mergeClasses(styles.chip, wrong && styles.wrong)}
      icon={wrong ? <ErrorCircle16Filled /> : undefined}
      title={person.displayName === null ? undefined : visibleText(person.displayName)}
      dismissIcon={{ "aria-label": `Remove ${visibleText(person.address)}` }}
    >
      <SafeText ellipsis text={labelOf(person)} />
    </Tag>
  );
}

/** People from the directory may have no address: their name stands for them. */
const labelOf = (person: Person): string =>
  person.address === "" ? (person.displayName ?? "") : person.address;

/** The chips that fit into four rows of the box. */
function useVisible(people: readonly Person[], box: RefObject<HTMLDivElement | null>): readonly Person[] {
  const [space, setSpace] = useState({ width: 600, font: "" });
  useEffect(() => {
    const element = box.current;
    if (!element) {
      return undefined;
    }
    const measure = (): void => {
      const style = getComputedStyle(element);
      const family = style.fontFamily || "sans-serif";
      setSpace({ width: Math.max(200, element.clientWidth - 12) || 600, font: `12px ${family}` });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return useMemo(() => {
    // Four rows never hold more than this many, so a long list is not measured to its end.
    const candidates = people.slice(0, 100);
    const widths = candidates.map(
      (person) =>
        textWidth(labelOf(person), space.font) + chip.padding + (person.problem ? chip.problem : 0),
    );
    const fit = chipsThatFit(widths, candidates.length, space.width, rowsShown);
    return people.slice(0, fit);
  }, [people, space]);
}
