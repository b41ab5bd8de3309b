import { useMutation } from "@tanstack/react-query";
import { call, type Access, type UserId } from "@/ipc";
import { useNotify } from "@/components/toasts";
import { troubleOf } from "@/ipc";
import { useNavigate } from "@/navigation";

interface AddGuests {
  /** Guests who are in the directory: their access is reviewed next. */
  existing: (ids: UserId[], access: Access) => void;
  /** New guests by address: the Invite page, with this access filled in. */
  invite: (access: Access) => void;
}

/** The two ways onto the one road from a group's or an application's page. */
export function useAddGuests(): AddGuests {
  const navigate = useNavigate();
  const notify = useNotify();
  const begin = useMutation({
    mutationFn: async ({ ids, access }: { ids: UserId[] | undefined; access: Access }) => {
      const draft = await call("draft_defaults", { kind: ids ? "giveAccess" : "invite" });
      return { ids, draft: { ...draft, access } };
    },
    onSuccess: ({ ids, draft }) =>
      navigate(ids ? { screen: "access", ids, draft } : { screen: "invite", draft }),
    onError: (thrown) =>
      notify({ intent: "error", title: troubleOf(thrown).explanation.summary }),
  });
  return {
    existing: (ids, access) => begin.mutate({ ids, access }),
    invite: (access) => begin.mutate({ ids: undefined, access }),
  };
}
