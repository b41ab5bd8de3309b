import {
  AppsAddIn20Regular,
  MailArrowForward20Regular,
  PeopleAdd20Regular,
  PersonAdd20Regular,
} from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { call, troubleOf, type RightsView, type Trouble, type UserId } from "@/ipc";
import type { Command } from "@/components/command-bar";
import { usePageCommands } from "@/components/commands";
import { mayReason } from "@/components/may";
import { useSettled } from "@/components/use-settled";
import { useNavigate } from "@/navigation";
import { commandQuery } from "@/queries/command-query";
import { identityOf } from "@/queries/identity";

/** Nobody is asked about a selection that is still being made. */
const pause = 150;

/** Rights of the signed-in person, once known. */
export function useRights(): RightsView | undefined {
  return useQuery(commandQuery("rights")).data?.rights ?? undefined;
}

const none: UserId[] = [];

interface GuestCommands {
  primary: Command;
  commands: Command[];
  /** Why it is not known who of the selection is pending. */
  trouble: Trouble | undefined;
  retry: () => void;
}

/**
 * What can be done with the guests that are selected, in any number. `growing`: ids of the selection
 * are on their way.
 */
export function useGuestCommands(selected: ReadonlySet<string>, growing: boolean): GuestCommands {
  const navigate = useNavigate();
  const rights = useRights();
  const settled = useSettled(selected, pause);
  const read = useQuery({
    // By the name of the command, so that it is asked again when guests have changed.
    queryKey: ["pending_guests", identityOf(settled)],
    queryFn: () => call("pending_guests", { ids: [...settled] }),
    enabled: settled.size > 0,
    gcTime: 0,
  });
  const pending = settled === selected ? read.data : undefined;
  const failed = settled === selected && read.isError;
  const built = useMemo(() => {
    const reason =
      selected.size === 0 ? "Select guests first." : growing ? "One moment: the selection is being read." : undefined;
    const primary: Command = {
      id: "invite",
      label: "Invite guests",
      icon: <PersonAdd20Regular />,
      run: () => navigate({ screen: "invite" }),
      reason: mayReason(rights?.invite),
    };
    const commands: Command[] = [
      {
        id: "resend",
        label: "Resend invitation",
        icon: <MailArrowForward20Regular />,
        count: selected.size === 0 ? 0 : pending?.length,
        run: () => navigate({ screen: "resend", ids: pending ?? none }),
        reason: reason ?? mayReason(rights?.resend) ?? reasonNotToResend(pending, failed),
      },
      {
        id: "add-to-group",
        label: "Add to group",
        icon: <PeopleAdd20Regular />,
        run: () => navigate({ screen: "access", ids: [...selected], add: "group" }),
        reason: reason ?? mayReason(rights?.addToGroup),
      },
      {
        id: "assign-application",
        label: "Assign application",
        icon: <AppsAddIn20Regular />,
        run: () => navigate({ screen: "access", ids: [...selected], add: "application" }),
        reason: reason ?? mayReason(rights?.assignApplication),
      },
    ];
    return { primary, commands };
  }, [selected, growing, navigate, rights, pending, failed]);
  usePageCommands(useMemo(() => [built.primary, ...built.commands], [built]));
  return {
    ...built,
    trouble: failed ? troubleOf(read.error) : undefined,
    retry: () => void read.refetch(),
  };
}

function reasonNotToResend(pending: UserId[] | undefined, failed: boolean): string | undefined {
  if (failed) {
    return "Who of the selected guests is pending acceptance could not be read.";
  }
  if (pending === undefined) {
    return "One moment: the selection is being read.";
  }
  return pending.length === 0 ? "None of the selected guests is pending acceptance." : undefined;
}
