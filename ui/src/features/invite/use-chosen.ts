import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { call, troubleOf, type Draft, type Trouble, type UserId } from "@/ipc";
import { identityOf } from "@/queries/identity";
import { compose, composition, emptyComposition, withDraft, type Choice, type Composition } from "./compose-store";

/** Whether a composition was begun for this choice; people may have been removed since. */
function isFor(composed: Composition, { ids, list }: Pick<Choice, "ids" | "list">): boolean {
  const { choice, people } = composed;
  if (choice === undefined || people.length === 0 || choice.list !== list) {
    return false;
  }
  const wanted = new Set(ids);
  return choice.ids.length === wanted.size && choice.ids.every((id) => wanted.has(id));
}

interface Chosen {
  /** How many of them are not in the directory any more. */
  gone: number;
  loading: boolean;
  trouble: Trouble | undefined;
  retry: () => void;
}

/**
 * Composes for guests that were chosen elsewhere. What was composed for the same guests stays; for
 * others it begins anew, since nothing but the choice was typed.
 */
export function useChosen(
  kind: "resend" | "giveAccess",
  ids: readonly UserId[],
  { draft, list }: { draft?: Draft | undefined; list?: Draft | undefined } = {},
): Chosen {
  const choice = useMemo(() => ({ ids, list }), [ids, list]);
  const begun = useMemo(() => {
    const composed = composition(kind);
    return isFor(composed, choice) ? composed.choice : undefined;
  }, [kind, choice]);
  const read = useQuery({
    queryKey: ["chosen", kind, identityOf(ids)],
    enabled: list === undefined && !begun,
    queryFn: () => call(kind === "resend" ? "resend_draft" : "access_draft", { ids: [...ids] }),
    staleTime: Infinity,
    gcTime: 0,
  });
  const data = list ?? read.data?.draft;
  const gone = read.data?.gone ?? 0;
  useEffect(() => {
    if (data && !isFor(composition(kind), choice)) {
      compose(kind, ({ defaultRedirectUrl }) => ({
        ...withDraft({ ...emptyComposition, defaultRedirectUrl }, data),
        choice: { ...choice, gone },
        message: { ...data.message, send: kind === "resend" || data.message.send },
      }));
    }
    if ((data || begun) && draft) {
      compose(kind, (before) => withDraft(before, { ...draft, people: [] }));
    }
  }, [kind, data, gone, choice, begun, draft]);
  return {
    gone: list === undefined ? (read.data?.gone ?? begun?.gone ?? 0) : 0,
    loading: data === undefined && !begun && read.isPending,
    trouble: read.isError ? troubleOf(read.error) : undefined,
    retry: () => void read.refetch(),
  };
}
