import { useMutation, useQuery } from "@tanstack/react-query";
import { call } from "@/ipc";
import { commandQuery } from "@/queries/command-query";

const standard = ["mail", "partnerDomain", "created", "companyName"];

/** The columns of the guest list that are shown, kept among the preferences. */
export function useShownColumns(): {
  columns: readonly string[];
  setColumns: (columns: string[]) => void;
} {
  const settings = useQuery(commandQuery("settings"));
  const save = useMutation({
    mutationFn: async (guestColumns: string[]) => {
      const { preferences } = await call("settings");
      return call("save_preferences", { preferences: { ...preferences, guestColumns } });
    },
  });
  const columns =
    (save.isPending ? save.variables : undefined) ??
    settings.data?.preferences.guestColumns ??
    standard;
  return { columns, setColumns: save.mutate };
}
