import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { call, troubleOf, type Draft, type DraftKind, type DraftProblem, type InvitationMessage, type Trouble } from "@/ipc";
import { commandQuery } from "@/queries/command-query";
import {
  compose,
  draftOf,
  emptyComposition,
  useComposition,
  withDefaults,
  type Composition,
} from "./compose-store";
import { useSettled } from "@/components/use-settled";

/** What a page that composes works with. */
export interface Composer {
  kind: DraftKind;
  composition: Composition;
  /** Undefined until the defaults of this tenant are here. */
  message: InvitationMessage | undefined;
  /** Why the defaults could not be read. */
  trouble: Trouble | undefined;
  retry: () => void;
  /** Clears everything but the defaults. */
  startOver: () => void;
  change: (change: Partial<Composition>) => void;
  changeMessage: (change: Partial<InvitationMessage>) => void;
  /** What is wrong with the draft as a whole, by field. */
  problems: readonly DraftProblem[];
  /** The problems are those of what is composed now; otherwise of what was a moment ago. */
  judged: boolean;
}

/** A composition, with the defaults of its tenant and the problems it has now. */
export function useComposer(kind: DraftKind): Composer {
  const composition = useComposition(kind);
  const defaults = useQuery(commandQuery("draft_defaults", { kind }));
  const { data } = defaults;
  useEffect(() => {
    if (data) {
      compose(kind, (before) => withDefaults(before, data));
    }
  }, [kind, data]);

  const message = composition.message ?? undefined;
  return {
    kind,
    composition,
    message,
    trouble: defaults.isError ? troubleOf(defaults.error) : undefined,
    retry: () => void defaults.refetch(),
    startOver: () =>
      compose(kind, () => (data ? withDefaults(emptyComposition, data) : emptyComposition)),
    change: (change) => compose(kind, (before) => ({ ...before, ...change })),
    changeMessage: (change) =>
      compose(kind, (before) =>
        before.message === null ? before : { ...before, message: { ...before.message, ...change } },
      ),
    ...useProblems(kind, composition, message),
  };
}

const noProblems: readonly DraftProblem[] = [];

/**
 * What keeps a draft from being reviewed. It is asked with one address only: single addresses are
 * the plan's business, and a list may be long.
 */
export async function problemsOf(draft: Draft): Promise<readonly DraftProblem[]> {
  const problems = await call("check_draft", { draft: { ...draft, people: draft.people.slice(0, 1) } });
  // That nobody is in the list yet is no mistake while one composes.
  return problems.filter((problem) => problem.field !== "people");
}

function useProblems(
  kind: DraftKind,
  composition: Composition,
  message: InvitationMessage | undefined,
): Pick<Composer, "problems" | "judged"> {
  const { groups, applications, mailPendingAgain } = composition;
  const draft = useMemo<Draft | undefined>(
    () =>
      message === undefined ? undefined : draftOf(kind, { ...composition, people: [] }, message),
    // The rest of the composition does not enter the draft.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [kind, message, groups, applications, mailPendingAgain],
  );
  const settled = useSettled(draft);
  const checked = useQuery({
    queryKey: ["check_draft", settled],
    queryFn: settled ? () => problemsOf(settled) : skipToken,
    placeholderData: keepPreviousData,
  });
  return {
    problems: checked.data ?? noProblems,
    judged: settled === draft && !checked.isPlaceholderData,
  };
}
