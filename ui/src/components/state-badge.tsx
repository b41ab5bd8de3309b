import { Tooltip, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import {
  CheckmarkCircle16Filled,
  Clock16Filled,
  Prohibited16Filled,
} from "@fluentui/react-icons";
import type { JSX } from "react";
import type { GuestState, InvitationState } from "@/ipc";
import { usher } from "@/theme";

const useStyles = makeStyles({
  state: {
    display: "inline-flex",
    alignItems: "center",
    gap: "6px",
    height: "22px",
    whiteSpace: "nowrap",
    boxSizing: "border-box",
  },
  pill: {
    padding: "0 8px 0 4px",
    borderRadius: tokens.borderRadiusCircular,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    border: `1px solid ${usher.pillOutline}`,
  },
  pending: { color: usher.amberText, backgroundColor: usher.amberTint },
  blocked: { color: usher.dangerText, backgroundColor: usher.dangerTint },
  ok: { color: usher.okText },
  dim: { color: tokens.colorNeutralForeground3 },
});

/** The states' names, as the Entra admin center has them. */
export const stateNames: Record<GuestState, string> = {
  accepted: "Accepted",
  pendingAcceptance: "Pending acceptance",
  blocked: "Blocked",
  noState: "No state",
};

/** The state of an invitation: icon and word, tinted only when it asks for attention. */
export function StateBadge({
  state,
  behind,
}: {
  state: GuestState;
  /** What a blocked guest's invitation state is, for the tooltip. */
  behind?: InvitationState;
}): JSX.Element {
  const styles = useStyles();
  switch (state) {
    case "accepted":
      return (
        <span className={styles.state}>
          <CheckmarkCircle16Filled className={styles.ok} />
          {stateNames.accepted}
        </span>
      );
    case "pendingAcceptance":
      return (
        <span className={mergeClasses(styles.state, styles.pill, styles.pending)}>
          <Clock16Filled />
          {stateNames.pendingAcceptance}
        </span>
      );
    case "blocked":
      return (
        <Tooltip
          content={`${stateNames[behind ?? "noState"]}, sign-in blocked`}
          relationship="description"
        >
          <span className={mergeClasses(styles.state, styles.pill, styles.blocked)}>
            <Prohibited16Filled />
            {stateNames.blocked}
          </span>
        </Tooltip>
      );
    case "noState":
      return <span className={mergeClasses(styles.state, styles.dim)}>{stateNames.noState}</span>;
  }
}
