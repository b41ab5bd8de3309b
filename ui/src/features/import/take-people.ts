import { call, type Access, type Draft, type DraftKind, type DraftPerson } from "@/ipc";
import { compose, composition, withDraft } from "@/features/invite/compose-store";
import { updateFromList } from "@/features/invite/people";

/** What came of adding the people of a list. */
export interface Taken {
  /** Whom the list brings. */
  people: readonly DraftPerson[];
  /** How many were not in the composition before. */
  added: number;
  /** How many were, and took what the list says of them. */
  updated: number;
  draft: Draft;
}

/**
 * Everybody of the list who can be taken, as a draft of this kind; for invitations, they are added
 * at once.
 *
 * @param wanted false once it was called off: nothing is added then
 */
export async function takePeople(
  purpose: DraftKind,
  access: Access | undefined,
  wanted: () => boolean,
): Promise<Taken | undefined> {
  const [{ people }, defaults] = await Promise.all([
    call("sheet_people", { matchGuests: purpose !== "invite" }),
    call("draft_defaults", { kind: purpose }),
  ]);
  if (!wanted()) {
    return undefined;
  }
  const draft: Draft = { ...defaults, people, access: access ?? defaults.access };
  if (purpose !== "invite") {
    return { people, added: people.length, updated: 0, draft };
  }
  const before = composition(purpose).people;
  const { people: known, updated } = updateFromList(before, people);
  compose(purpose, (composed) => withDraft({ ...composed, people: known }, draft));
  return { people, added: composition(purpose).people.length - before.length, updated, draft };
}
