import {
  AppsAddIn20Regular,
  ArrowSync20Regular,
  Link20Regular,
  MailArrowForward20Regular,
  PeopleAdd20Regular,
} from "@fluentui/react-icons";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { call, troubleOf, type GuestProfile } from "@/ipc";
import type { Command } from "@/components/command-bar";
import { usePageCommands } from "@/components/commands";
import { mayReason } from "@/components/may";
import { useNotify } from "@/components/toasts";
import { useRights } from "@/features/guests/use-guest-commands";
import { useNavigate } from "@/navigation";

/** What can be done with one guest. Resend comes first while the invitation is pending. */
export function useProfileCommands(profile: GuestProfile): {
  primary: Command | undefined;
  commands: Command[];
} {
  const navigate = useNavigate();
  const notify = useNotify();
  const client = useQueryClient();
  const rights = useRights();
  const built = useMemo(() => {
    const ids = [profile.guest.id];
    const link = profile.redeemLink;
    const resend: Command = {
      id: "resend",
      label: "Resend invitation",
      icon: <MailArrowForward20Regular />,
      run: () => navigate({ screen: "resend", ids }),
      reason: mayReason(profile.mayResend),
    };
    const others: Command[] = [
      {
        id: "add-to-group",
        label: "Add to group",
        icon: <PeopleAdd20Regular />,
        run: () => navigate({ screen: "access", ids, add: "group" }),
        reason: mayReason(rights?.addToGroup),
      },
      {
        id: "assign-application",
        label: "Assign application",
        icon: <AppsAddIn20Regular />,
        run: () => navigate({ screen: "access", ids, add: "application" }),
        reason: mayReason(rights?.assignApplication),
      },
      {
        id: "copy-redeem-link",
        label: "Copy redeem link",
        icon: <Link20Regular />,
        reason: link
          ? undefined
          : "The directory tells a redeem link only once. Usher keeps those of its own invitations, and has none of this guest.",
        run: () => {
          if (link) {
            call("copy_redeem_link", { id: link.runId, row: link.row }).then(
              () =>
                notify({
                  intent: "success",
                  title: "Redeem link copied",
                  body: "Whoever has it can accept the invitation: give it to the guest only.",
                }),
              (thrown: unknown) =>
                notify({ intent: "error", title: troubleOf(thrown).explanation.summary }),
            );
          }
        },
      },
      {
        id: "refresh",
        label: "Refresh",
        icon: <ArrowSync20Regular />,
        run: () => void client.invalidateQueries({ queryKey: ["guest_profile"] }),
      },
    ];
    const pending = profile.invitationState === "pendingAcceptance";
    return pending && resend.reason === undefined
      ? { primary: resend, commands: others }
      : { primary: undefined, commands: [resend, ...others] };
  }, [client, navigate, notify, profile, rights]);
  usePageCommands(
    useMemo(() => (built.primary ? [built.primary, ...built.commands] : built.commands), [built]),
  );
  return built;
}
