import { Radio, RadioGroup, makeStyles, tokens, useId } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { call, type DraftKind } from "@/ipc";
import { number } from "@/components/numbers";
import { counted } from "@/features/invite/people";

const useStyles = makeStyles({
  field: { display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: "8px" },
  label: { fontWeight: tokens.fontWeightSemibold },
  group: { flexWrap: "wrap" },
  known: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

interface PurposeFieldProps {
  purpose: DraftKind;
  onChange: (purpose: DraftKind) => void;
  /** Counts the readings of the list. */
  reading: number;
}

/** What the list is for; for guests, how many of its people are guests already. */
export function PurposeField({ purpose, onChange, reading }: PurposeFieldProps): JSX.Element {
  const styles = useStyles();
  const label = useId("purpose");
  const matched = useQuery({
    queryKey: ["sheet_people", reading],
    queryFn: async () => {
      const { people, guests } = await call("sheet_people", { matchGuests: true });
      return { all: people.length, guests };
    },
    enabled: purpose !== "invite",
    gcTime: 0,
    staleTime: Infinity,
  });
  return (
    <div className={styles.field}>
      <span id={label} className={styles.label}>
        Use this list to
      </span>
      <RadioGroup
        layout="horizontal"
        className={styles.group}
        aria-labelledby={label}
        value={purpose}
        onChange={(_, data) => onChange(data.value as DraftKind)}
      >
        <Radio value="invite" label="Invite guests" />
        <Radio value="resend" label="Resend invitations" />
        <Radio value="giveAccess" label="Give access" />
      </RadioGroup>
      {purpose !== "invite" && matched.data && (
        <span className={styles.known}>
          {counted(matched.data.guests, "person", "people")} of {number(matched.data.all)} are guests here
        </span>
      )}
    </div>
  );
}
