import {
  AppsAddIn20Regular,
  MailArrowForward20Regular,
  PeopleAdd20Regular,
  PersonAdd20Regular,
} from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type RightsView } from "@/ipc";
import type { Command } from "@/components/command-bar";
import { usePageCommands } from "@/components/commands";
import { mayReason } from "@/components/may";
import { useNavigate } from "@/navigation";
import { commandQuery } from "@/queries/command-query";

/** Rights of the signed-in person, once known. */
export function useRights(): RightsView | undefined {
  return useQuery(commandQuery("rights")).data?.rights ?? undefined;
}

/** What can be done with the guests that are selected. */
export function useGuestCommands(selected: ReadonlySet<string>): {
  primary: Command;
  commands: Command[];
} {
  const navigate = useNavigate();
  const rights = useRights();
  const ids = useMemo(() => [...selected], [selected]);
  const rows = useQuery({ ...commandQuery("guest_rows", { ids }), enabled: ids.length > 0 });
  const built = useMemo(() => {
    const pending = (rows.data ?? []).filter((row) => row.invitationState === "pendingAcceptance");
    const none = ids.length === 0 ? "Select guests first." : undefined;
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
        count: pending.length,
        run: () => navigate({ screen: "resend", ids: pending.map((row) => row.id) }),
        reason:
          none ??
          mayReason(rights?.resend) ??
          (rows.data && pending.length === 0
            ? "None of the selected guests is pending acceptance."
            : undefined),
      },
      {
        id: "add-to-group",
        label: "Add to group",
        icon: <PeopleAdd20Regular />,
        run: () => navigate({ screen: "access", ids, add: "group" }),
        reason: none ?? mayReason(rights?.addToGroup),
      },
      {
        id: "assign-application",
        label: "Assign application",
        icon: <AppsAddIn20Regular />,
        run: () => navigate({ screen: "access", ids, add: "application" }),
        reason: none ?? mayReason(rights?.assignApplication),
      },
    ];
    return { primary, commands };
  }, [ids, navigate, rights, rows.data]);
  usePageCommands(useMemo(() => [built.primary, ...built.commands], [built]));
  return built;
}
