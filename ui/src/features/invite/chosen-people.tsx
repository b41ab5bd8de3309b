import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { Dismiss16Regular } from "@fluentui/react-icons";
import type { JSX } from "react";
import { Person as PersonLine } from "@/components/person";
import { useKeptFocus } from "@/components/use-kept-focus";
import { visibleText } from "@/components/visible-text";
import type { Person } from "./people";
import type { PeopleActions } from "./use-people";
import { number } from "@/components/numbers";

const useStyles = makeStyles({
  title: {
    margin: "0 0 8px",
    fontSize: "14px",
    lineHeight: "20px",
    fontWeight: tokens.fontWeightSemibold,
  },
  list: {
    margin: 0,
    padding: 0,
    listStyleType: "none",
    maxHeight: "232px",
    overflowY: "auto",
  },
  item: {
    display: "flex",
    alignItems: "center",
    justifyContent: "space-between",
    gap: "8px",
    minHeight: "44px",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  dim: { color: tokens.colorNeutralForeground3, margin: "8px 0 0" },
});

/** More than this are counted, not listed: the review lists them all. */
const most = 50;

/** The guests that were chosen from the directory. */
export function ChosenPeople({
  people,
  actions,
}: {
  people: readonly Person[];
  actions: PeopleActions;
}): JSX.Element {
  const styles = useStyles();
  const list = useKeptFocus<HTMLUListElement>();
  return (
    <section aria-labelledby="people">
      <h2 id="people" className={styles.title}>
        People
      </h2>
      <ul ref={list} className={styles.list} aria-label="People" tabIndex={people.length > 5 ? 0 : undefined}>
        {people.slice(0, most).map((person) => {
          const name = person.displayName ?? person.address;
          return (
            <li key={person.key} className={styles.item}>
              <PersonLine
                name={name}
                domain={person.address.split("@")[1] ?? ""}
                size={28}
                secondary={person.address === "" ? "No email address" : person.address}
              />
              <Button
                appearance="transparent"
                size="small"
                icon={<Dismiss16Regular />}
                aria-label={`Remove ${visibleText(name)}`}
                onClick={() => actions.remove([person.key])}
              />
            </li>
          );
        })}
      </ul>
      {people.length > most && (
        <p className={styles.dim}>and {number(people.length - most)} more, all in the review</p>
      )}
    </section>
  );
}
