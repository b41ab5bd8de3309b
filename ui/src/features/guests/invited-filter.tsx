import { Field, Input, Radio, RadioGroup, makeStyles } from "@fluentui/react-components";
import type { JSX } from "react";
import { FilterPill } from "@/components/filter-pill";
import { dayText } from "@/components/dates";
import { isInvitedSet, withoutInvited, type GuestListState } from "./list-state";

const useStyles = makeStyles({
  days: { display: "flex", gap: "8px", padding: "8px 8px 4px" },
  day: { width: "140px" },
});

const ages: readonly { days: number; label: string }[] = [
  { days: 7, label: "last 7 days" },
  { days: 30, label: "last 30 days" },
  { days: 90, label: "last 90 days" },
  { days: 365, label: "last 12 months" },
];

const ageText = (days: number): string =>
  ages.find((age) => age.days === days)?.label ?? `last ${days} days`;

/** How the time of invitation reads after the word *invited*. */
export function invitedText(list: GuestListState): string {
  const { withinDays, firstDay, lastDay } = list;
  if (withinDays !== null) {
    return `in the ${ageText(withinDays)}`;
  }
  const [first, last] = [dayOf(firstDay), dayOf(lastDay)];
  if (firstDay !== "" && lastDay !== "") {
    return firstDay === lastDay ? `on ${first}` : `from ${first} to ${last}`;
  }
  return firstDay === "" ? `up to ${last}` : `since ${first}`;
}

/** Noon, so that the day is the same wherever it is read. */
const dayOf = (day: string): string => (day === "" ? "" : dayText(`${day}T12:00:00`));

interface InvitedFilterProps {
  list: GuestListState;
  onList: (list: GuestListState) => void;
}

/** When guests were invited: within some days, or between two days. */
export function InvitedFilter({ list, onList }: InvitedFilterProps): JSX.Element {
  const styles = useStyles();
  return (
    <FilterPill
      label="Invited"
      verb=""
      value={isInvitedSet(list) ? invitedText(list) : undefined}
      onClear={() => onList(withoutInvited(list))}
    >
      {(close) => (
        <>
          <RadioGroup
            aria-label="Invited"
            value={list.withinDays?.toString() ?? ""}
            onChange={(_, data) => {
              onList({ ...withoutInvited(list), withinDays: Number(data.value) });
              close();
            }}
          >
            {ages.map((age) => (
              <Radio key={age.days} value={age.days.toString()} label={`In the ${age.label}`} />
            ))}
          </RadioGroup>
          <div className={styles.days}>
            <Field label="From" className={styles.day}>
              <Input
                type="date"
                value={list.firstDay}
                max={list.lastDay === "" ? undefined : list.lastDay}
                onChange={(_, data) => onList({ ...list, withinDays: null, firstDay: data.value })}
              />
            </Field>
            <Field label="To" className={styles.day}>
              <Input
                type="date"
                value={list.lastDay}
                min={list.firstDay === "" ? undefined : list.firstDay}
                onChange={(_, data) => onList({ ...list, withinDays: null, lastDay: data.value })}
              />
            </Field>
          </div>
        </>
      )}
    </FilterPill>
  );
}
