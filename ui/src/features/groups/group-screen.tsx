import { PeopleAdd20Regular, PersonAdd20Regular } from "@fluentui/react-icons";
import { useMemo, useState, type JSX } from "react";
import type { Access, GroupDetail, GroupId } from "@/ipc";
import type { Command } from "@/components/command-bar";
import { usePageCommands } from "@/components/commands";
import { groupKindName } from "@/components/kinds";
import { mayReason } from "@/components/may";
import { number } from "@/components/numbers";
import { Page, PageFooter } from "@/components/page";
import { GuestPicker } from "@/components/pickers/guest-picker";
import { SafeText } from "@/components/safe-text";
import { EmptyState } from "@/components/states";
import { AccessGuests } from "@/features/directory/access-guests";
import { TargetHead } from "@/features/directory/target-page";
import { TargetRead } from "@/features/directory/target-read";
import { useAddGuests } from "@/features/directory/use-add-guests";
import { useRights } from "@/features/guests/use-guest-commands";
import { useNavigate } from "@/navigation";
import { commandQuery } from "@/queries/command-query";

/** A group: what it is, its guests, and the ways to add more. */
export function GroupScreen({ id }: { id: GroupId }): JSX.Element {
  return (
    <TargetRead title="Group" query={commandQuery("group", { id })}>
      {(detail) => <GroupPage detail={detail} />}
    </TargetRead>
  );
}

function GroupPage({ detail }: { detail: GroupDetail }): JSX.Element {
  const navigate = useNavigate();
  const rights = useRights();
  const add = useAddGuests();
  const [picking, setPicking] = useState(false);
  const { row, guests } = detail;
  const access: Access = { groups: [row.group.id], applications: [] };
  const reason = mayReason(row.mayAdd);

  const primary: Command = {
    id: "add-existing",
    label: "Add guests",
    icon: <PeopleAdd20Regular />,
    reason,
    run: () => setPicking(true),
  };
  const invite: Command = {
    id: "invite-to-group",
    label: "Invite new guests",
    icon: <PersonAdd20Regular />,
    reason: reason ?? mayReason(rights?.invite),
    run: () => add.invite(access),
  };
  usePageCommands(
    // The commands are made anew with the detail and the rights alone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    useMemo(() => [primary, invite], [detail, rights]),
  );

  return (
    <Page>
      <TargetHead
        parent="Groups"
        onParent={() => navigate({ screen: "groups" })}
        name={row.group.displayName}
        tag={groupKindName(row)}
        facts={[
          ...(row.group.description === null ? [] : [<SafeText key="d" text={row.group.description} />]),
          detail.owners.length === 0
            ? "No owner"
            : [
                detail.owners.length === 1 ? "Owner: " : "Owners: ",
                ...detail.owners.flatMap((owner, at) => [
                  at > 0 && ", ",
                  <SafeText key={at} text={owner} />,
                ]),
              ],
          `${number(detail.otherMembers)} members who are not guests`,
        ]}
        may={row.mayAdd}
        commandsLabel="Group commands"
        primary={primary}
        commands={[invite]}
      />
      <AccessGuests
        label="Guests of this group"
        guests={guests}
        roles={false}
        empty={
          <EmptyState title="No guests in this group">
            Add those who are in the directory, or invite new ones: they join the group in the same
            step.
          </EmptyState>
        }
      />
      <PageFooter>
        {guests.length} {guests.length === 1 ? "guest" : "guests"}, direct members
      </PageFooter>
      {picking && (
        <GuestPicker
          title="Add guests to the group"
          holders={new Set(guests.map((guest) => guest.id))}
          holderReason="Already a member."
          onClose={() => setPicking(false)}
          onDone={(ids) => {
            setPicking(false);
            add.existing(ids, access);
          }}
        />
      )}
    </Page>
  );
}
