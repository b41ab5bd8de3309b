import { Button } from "@fluentui/react-components";
import { FilterDismiss20Regular, PersonAdd20Regular } from "@fluentui/react-icons";
import { useQueries } from "@tanstack/react-query";
import { Fragment, type JSX, type ReactNode } from "react";
import { EmptyState } from "@/components/states";
import { stateNames } from "@/components/state-badge";
import { SafeText } from "@/components/safe-text";
import { visibleText } from "@/components/visible-text";
import { useNavigate } from "@/navigation";
import { commandQuery } from "@/queries/command-query";
import { domainsText } from "./guest-filters";
import { invitedText } from "./invited-filter";
import { guestQuery, isInvitedSet, withoutFilters, withoutInvited, type GuestListState } from "./list-state";

/** A condition of the list, and the list without it. */
interface Condition {
  name: string;
  without: GuestListState;
}

/** What the list is narrowed by. */
export function conditionsOf(list: GuestListState): Condition[] {
  const conditions: Condition[] = [];
  if (list.state !== null) {
    conditions.push({ name: stateNames[list.state], without: { ...list, state: null } });
  }
  if (list.domains.length > 0) {
    conditions.push({ name: domainsText(list.domains), without: { ...list, domains: [] } });
  }
  if (isInvitedSet(list)) {
    conditions.push({ name: `invited ${invitedText(list)}`, without: withoutInvited(list) });
  }
  if (list.text.trim() !== "") {
    conditions.push({ name: list.text.trim(), without: { ...list, text: "" } });
  }
  return conditions;
}

function sentence(conditions: readonly Condition[]): ReactNode {
  return conditions.map((condition, index) => (
    <Fragment key={condition.name}>
      {index > 0 && (index === conditions.length - 1 ? " and " : ", ")}
      <b>
        <SafeText text={condition.name} />
      </b>
    </Fragment>
  ));
}

const numbers = ["No condition is", "One condition is", "Two conditions are", "Three conditions are", "Four conditions are"];

interface NoMatchProps {
  list: GuestListState;
  onList: (list: GuestListState) => void;
}

/** Nothing matches: which conditions are set, and how many guests there would be without each. */
export function NoMatch({ list, onList }: NoMatchProps): JSX.Element {
  const conditions = conditionsOf(list);
  const several = conditions.length > 1;
  const totals = useQueries({
    queries: (several ? conditions : []).map((condition) =>
      commandQuery("guests", guestQuery(condition.without, 0, 1)),
    ),
  });
  const helpful = conditions.filter((_, index) => (totals[index]?.data?.total ?? 0) > 0);
  return (
    <EmptyState
      title="No guests match"
      actions={
        <>
          {conditions.map((condition, index) => {
            const total = totals[index]?.data?.total ?? 0;
            return (
              total > 0 && (
                <Button key={condition.name} onClick={() => onList(condition.without)}>
                  {`Without “${visibleText(condition.name)}”: ${total.toLocaleString("en")} ${total === 1 ? "guest" : "guests"}`}
                </Button>
              )
            );
          })}
          <Button
            appearance="subtle"
            icon={<FilterDismiss20Regular />}
            onClick={() => onList(withoutFilters(list))}
          >
            Clear all
          </Button>
        </>
      }
    >
      {numbers[conditions.length]} set: {sentence(conditions)}.
      {helpful.length > 0 && " One less, and there are some:"}
    </EmptyState>
  );
}

/** A directory without guests. */
export function NoGuests({ reason }: { reason: string | undefined }): JSX.Element {
  const navigate = useNavigate();
  return (
    <EmptyState
      title="No guests yet"
      actions={
        <Button
          appearance="primary"
          icon={<PersonAdd20Regular />}
          disabledFocusable={reason !== undefined}
          onClick={() => navigate({ screen: "invite" })}
        >
          Invite guests
        </Button>
      }
    >
      {reason ?? "Those you invite to this directory appear here, with the state of their invitation."}
    </EmptyState>
  );
}
