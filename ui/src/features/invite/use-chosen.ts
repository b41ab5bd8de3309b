import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { call, troubleOf, type Draft, type Trouble, type UserId } from "@/ipc";
import { identityOf } from "@/queries/identity";
import { compose, composition, emptyComposition, withDraft, type Composition } from "./compose-store";

/** Whether a composition is about these guests, or some of them after others were removed. */
function isAbout(composed: Composition, ids: readonly UserId[], list: Draft | undefined): boolean {
  if (list) {
    return composed.list === list;
  }
  const wanted = new Set(ids);
  const known = composed.people.filter((person) => person.userId !== null);
  const others = composed.people.length - known.length;
  return (
    composed.people.length > 0 &&
    (others === 0 || composed.list !== undefined) &&
    (known.length > 0 || ids.length === 0) &&
    known.every((person) => person.userId !== null && wanted.has(person.userId))
  );
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
  const read = useQuery({
    queryKey: ["chosen", kind, identityOf(ids)],
    enabled: list === undefined,
    queryFn: () => call(kind === "resend" ? "resend_draft" : "access_draft", { ids: [...ids] }),
    staleTime: Infinity,
    gcTime: 0,
  });
  const data = list ?? read.data?.draft;
  useEffect(() => {
    if (data && !isAbout(composition(kind), ids, list)) {
      compose(kind, ({ defaultRedirectUrl }) => ({
        ...withDraft({ ...emptyComposition, defaultRedirectUrl }, data),
        list,
        message: { ...data.message, send: kind === "resend" || data.message.send },
      }));
    }
    if (data && draft) {
      compose(kind, (before) => withDraft(before, { ...draft, people: [] }));
    }
  }, [kind, data, ids, draft, list]);
  return {
    gone: list === undefined ? (read.data?.gone ?? 0) : 0,
    loading: data === undefined && read.isPending,
    trouble: read.isError ? troubleOf(read.error) : undefined,
    retry: () => void read.refetch(),
  };
}
