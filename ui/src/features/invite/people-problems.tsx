import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { ErrorCircle16Filled } from "@fluentui/react-icons";
import { useMemo, type JSX, type RefObject } from "react";
import { SafeText } from "@/components/safe-text";
import { useKeptFocus } from "@/components/use-kept-focus";
import { visibleText } from "@/components/visible-text";
import { usher } from "@/theme";
import { counted, suggestionLabel, type Person } from "./people";
import type { PeopleActions } from "./use-people";
import { number } from "@/components/numbers";

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: "none" },
  line: { display: "flex", alignItems: "center", gap: "8px", minHeight: "24px" },
  icon: { color: usher.dangerText, flexShrink: 0 },
  words: { flex: "1 1 0", minWidth: 0, overflowWrap: "anywhere" },
  link: { color: tokens.colorBrandForegroundLink, fontWeight: tokens.fontWeightSemibold, flexShrink: 0 },
});

const most = 3;

interface PeopleProblemsProps {
  people: readonly Person[];
  actions: PeopleActions;
  /** Takes the focus once nothing is wrong any more. */
  field: RefObject<HTMLElement | null>;
  onShowAll: () => void;
}

/** One line for each wrong address: cause, correction, Remove. */
export function PeopleProblems({ people, actions, field, onShowAll }: PeopleProblemsProps): JSX.Element | null {
  const styles = useStyles();
  const list = useKeptFocus<HTMLUListElement>(field);
  const wrong = useMemo(() => people.filter((person) => person.problem !== null), [people]);
  const duplicates = useMemo(
    () => wrong.filter((person) => person.problem?.code === "duplicate"),
    [wrong],
  );
  if (wrong.length === 0) {
    return null;
  }
  return (
    <ul ref={list} className={styles.list} aria-label="Problems">
      {wrong.slice(0, most).map((person) => (
        <ProblemLine key={person.key} person={person} actions={actions} />
      ))}
      {wrong.length > most && (
        <li className={styles.line}>
          <ErrorCircle16Filled className={styles.icon} />
          <span className={styles.words}>{counted(wrong.length - most, "more problem")}</span>
          {duplicates.length > 1 && (
            <Button
              appearance="transparent"
              size="small"
              className={styles.link}
              onClick={() => actions.remove(duplicates.map((person) => person.key))}
            >
              Remove {number(duplicates.length)} duplicates
            </Button>
          )}
          <Button appearance="transparent" size="small" className={styles.link} onClick={onShowAll}>
            Show all
          </Button>
        </li>
      )}
    </ul>
  );
}

function ProblemLine({ person, actions }: { person: Person; actions: PeopleActions }): JSX.Element {
  const styles = useStyles();
  const { address, problem } = person;
  const suggestion = problem?.suggestion ?? null;
  return (
    <li className={styles.line}>
      <ErrorCircle16Filled className={styles.icon} />
      <span className={styles.words}>
        <b>
          <SafeText text={address} />
        </b>{" "}
        {problem?.text}
      </span>
      {suggestion !== null && (
        <Button
          appearance="transparent"
          size="small"
          className={styles.link}
          onClick={() => void actions.fix(person.key, suggestion)}
        >
          {suggestionLabel(address, suggestion)}
        </Button>
      )}
      <Button
        appearance="transparent"
        size="small"
        className={styles.link}
        aria-label={`Remove ${visibleText(address)}`}
        onClick={() => actions.remove([person.key])}
      >
        Remove
      </Button>
    </li>
  );
}
