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

/** Invited longer ago: what one looks for to resend, or to clear up. */
const longAgo: readonly number[] = [7, 30, 90, 365];

const longAgoText = (days: number): string =>
  days === 365 ? "more than 12 months ago" : `more than ${days} days ago`;

/** The option that is set: within or before some days. */
function chosen({ withinDays, beforeDays }: GuestListState): string {
  return beforeDays === null ? `within ${withinDays ?? ""}` : `before ${beforeDays}`;
}

/** How the time of invitation reads after the word *invited*. */
export function invitedText(list: GuestListState): string {
  const { withinDays, beforeDays, firstDay, lastDay } = list;
  if (withinDays !== null) {
    return `in the ${ageText(withinDays)}`;
  }
  if (beforeDays !== null) {
    return longAgoText(beforeDays);
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
            value={chosen(list)}
            onChange={(_, data) => {
              const [when, days] = data.value.split(" ");
              onList({
                ...withoutInvited(list),
                [when === "before" ? "beforeDays" : "withinDays"]: Number(days),
              });
              close();
            }}
          >
            {ages.map((age) => (
              <Radio key={age.days} value={`within ${age.days}`} label={`In the ${age.label}`} />
            ))}
            {longAgo.map((days) => (
              <Radio
                key={days}
                value={`before ${days}`}
                label={`M${longAgoText(days).slice(1)}`}
              />
            ))}
          </RadioGroup>
          <div className={styles.days}>
            <Field label="From" className={styles.day}>
              <Input
                type="date"
                value={list.firstDay}
                max={list.lastDay === "" ? undefined : list.lastDay}
                onChange={(_, data) => onList({ ...list, withinDays: null, beforeDays: null, firstDay: data.value })}
              />
            </Field>
            <Field label="To" className={styles.day}>
              <Input
                type="date"
                value={list.lastDay}
                min={list.firstDay === "" ? undefined : list.firstDay}
                onChange={(_, data) => onList({ ...list, withinDays: null, beforeDays: null, lastDay: data.value })}
              />
            </Field>
          </div>
        </>
      )}
    </FilterPill>
  );
}
