import { call, type Access, type Draft, type DraftKind, type DraftPerson } from "@/ipc";
import { compose, composition, withDraft } from "@/features/invite/compose-store";

/** What came of adding the people of a list. */
export interface Taken {
  /** Whom the list brings. */
  people: readonly DraftPerson[];
  /** How many were not in the composition before. */
  added: number;
  draft: Draft;
}

/** Everybody of the list who can be taken, as a draft of this kind; for invitations, they are added at once. */
export async function takePeople(purpose: DraftKind, access: Access | undefined): Promise<Taken> {
  const [{ people }, defaults] = await Promise.all([
    call("sheet_people", { matchGuests: purpose !== "invite" }),
    call("draft_defaults", { kind: purpose }),
  ]);
  const draft: Draft = { ...defaults, people, access: access ?? defaults.access };
  if (purpose !== "invite") {
    return { people, added: people.length, draft };
  }
  const before = composition(purpose).people.length;
  compose(purpose, (composed) => withDraft(composed, draft));
  return { people, added: composition(purpose).people.length - before, draft };
}
