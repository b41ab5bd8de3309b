import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from "@fluentui/react-components";
import { AppsAddIn20Regular, PersonAdd20Regular } from "@fluentui/react-icons";
import { useMemo, useState, type JSX } from "react";
import type {
  Access,
  AppRole,
  ApplicationDetail,
  ApplicationRow,
  ServicePrincipalId,
} from "@/ipc";
import type { Command } from "@/components/command-bar";
import { usePageCommands } from "@/components/commands";
import { mayReason } from "@/components/may";
import { number } from "@/components/numbers";
import { OpenDialog } from "@/components/open-dialog";
import { Page, PageFooter } from "@/components/page";
import { RoleChoice, roleCount } from "@/components/pickers/application-picker";
import { GuestPicker } from "@/components/pickers/guest-picker";
import { SafeText } from "@/components/safe-text";
import { EmptyState } from "@/components/states";
import { AccessGuests } from "@/features/directory/access-guests";
import { TargetHead } from "@/features/directory/target-page";
import { TargetRead } from "@/features/directory/target-read";
import { useAddGuests } from "@/features/directory/use-add-guests";
import { useAccessOfDrops } from "@/features/import/importing";
import { useRights } from "@/features/guests/use-guest-commands";
import { useNavigate } from "@/navigation";
import { commandQuery } from "@/queries/command-query";

/** An application: what it is, its guests, and the ways to assign more. */
export function ApplicationScreen({ id }: { id: ServicePrincipalId }): JSX.Element {
  return (
    <TargetRead title="Application" query={commandQuery("application", { id })}>
      {(detail) => <ApplicationPage detail={detail} />}
    </TargetRead>
  );
}

type Way = "existing" | "invite";

function accessOf(row: ApplicationRow, role: AppRole): Access {
  const one = { servicePrincipalId: row.application.id, appRoleId: role.id };
  return { groups: [], applications: [one] };
}

function ApplicationPage({ detail }: { detail: ApplicationDetail }): JSX.Element {
  const navigate = useNavigate();
  const rights = useRights();
  const add = useAddGuests();
  // First the role, where there is a choice; then the way.
  const [choosing, setChoosing] = useState<Way>();
  const [picking, setPicking] = useState<AppRole>();
  const { row, guests } = detail;
  const { application, roles } = row;
  const reason = mayReason(row.mayAssign);
  const [only, ...others] = roles;
  const soleRole = others.length === 0 ? only : undefined;
  useAccessOfDrops(useMemo(() => soleRole && accessOf(row, soleRole), [row, soleRole]));

  const go = (way: Way, role: AppRole): void => {
    setChoosing(undefined);
    if (way === "existing") {
      setPicking(role);
    } else {
      add.invite(accessOf(row, role));
    }
  };
  const begin = (way: Way): void => {
    if (soleRole) {
      go(way, soleRole);
    } else {
      setChoosing(way);
    }
  };
  const primary: Command = {
    id: "assign-existing",
    label: "Assign guests",
    icon: <AppsAddIn20Regular />,
    reason,
    run: () => begin("existing"),
  };
  const invite: Command = {
    id: "invite-to-application",
    label: "Invite new guests",
    icon: <PersonAdd20Regular />,
    reason: reason ?? mayReason(rights?.invite),
    run: () => begin("invite"),
  };
  usePageCommands(
    // The commands are made anew with the detail and the rights alone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    useMemo(() => [primary, invite], [detail, rights]),
  );

  return (
    <Page>
      <TargetHead
        parent="Applications"
        onParent={() => navigate({ screen: "applications" })}
        name={application.displayName}
        tag={roleCount(row)}
        facts={[
          application.appRoleAssignmentRequired
            ? "Assignment required"
            : "Assignment not required: everyone may sign in",
          ...(application.hidden ? ["Hidden from My Apps"] : []),
          ...(application.accountEnabled ? [] : ["Sign-in is disabled"]),
          `${number(detail.otherUsers)} assigned users who are not guests`,
          ...(detail.groups.length === 0
            ? []
            : [<SafeText key="g" text={`Assigned groups: ${detail.groups.join(", ")}`} />]),
        ]}
        may={row.mayAssign}
        commandsLabel="Application commands"
        primary={primary}
        commands={[invite]}
      />
      <AccessGuests
        label="Guests of this application"
        guests={guests}
        roles
        empty={
          <EmptyState title="No guests assigned">
            Assign those who are in the directory, or invite new ones: they are assigned in the same
            step.
          </EmptyState>
        }
      />
      <PageFooter>
        {guests.length} {guests.length === 1 ? "guest" : "guests"}, assigned directly
      </PageFooter>
      {choosing && (
        <RoleDialog row={row} onPick={(role) => go(choosing, role)} onClose={() => setChoosing(undefined)} />
      )}
      {picking && (
        <GuestPicker
          title="Assign guests to the application"
          holders={
            new Set(
              guests.filter((guest) => guest.appRoleId === picking.id).map((guest) => guest.id),
            )
          }
          holderReason="Already assigned with this role."
          onClose={() => setPicking(undefined)}
          onDone={(ids) => {
            setPicking(undefined);
            add.existing(ids, accessOf(row, picking));
          }}
        />
      )}
    </Page>
  );
}

interface RoleDialogProps {
  row: ApplicationRow;
  onPick: (role: AppRole) => void;
  onClose: () => void;
}

function RoleDialog({ row, onPick, onClose }: RoleDialogProps): JSX.Element {
  return (
    <OpenDialog onOpenChange={onClose}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Select a role</DialogTitle>
          <DialogContent>
            <RoleChoice row={row} onPick={onPick} />
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Close</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </OpenDialog>
  );
}
