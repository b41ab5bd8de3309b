import { useSyncExternalStore } from "react";
import type {
  AppRoleId,
  Draft,
  DraftKind,
  GroupId,
  InvitationMessage,
  ServicePrincipalId,
  UserId,
} from "@/ipc";
import { addDraftPeople, draftPeople, type Person } from "./people";

/** A group that was chosen; its name is looked up where only its id is known. */
export interface ChosenGroup {
  readonly id: GroupId;
  readonly name: string | null;
  /** Its kind, in the admin center's words. */
  readonly kind: string | null;
}

/** An application that was chosen, with the role. */
export interface ChosenApplication {
  readonly id: ServicePrincipalId;
  readonly roleId: AppRoleId;
  readonly name: string | null;
  readonly roleName: string | null;
}

/** Guests chosen elsewhere, or the people of a list. */
export interface Choice {
  readonly ids: readonly UserId[];
  readonly list: Draft | undefined;
  /** How many of them are not in the directory any more. */
  readonly gone: number;
}

/** What is being composed. It outlives the page, so that nothing is lost by looking elsewhere. */
export interface Composition {
  readonly people: readonly Person[];
  /** What stands in the address field and was not taken yet. */
  readonly typed: string;
  /** Null until the defaults of this tenant have been read. */
  readonly message: InvitationMessage | null;
  /** The redirect URL that new drafts have here. */
  readonly defaultRedirectUrl: string | null;
  readonly groups: readonly ChosenGroup[];
  readonly applications: readonly ChosenApplication[];
  readonly mailPendingAgain: boolean;
  /** The choice that it was begun for, where the people were not typed. */
  readonly choice?: Choice | undefined;
  /** Who was left out in the review, by `personKey`. */
  readonly leftOut?: ReadonlySet<string> | undefined;
}

export const emptyComposition: Composition = {
  people: [],
  typed: "",
  message: null,
  defaultRedirectUrl: null,
  groups: [],
  applications: [],
  mailPendingAgain: false,
};

type Compositions = Readonly<Record<DraftKind, Composition>>;

const nothing: Compositions = {
  invite: emptyComposition,
  resend: emptyComposition,
  giveAccess: emptyComposition,
};

let compositions = nothing;
let owner: string | undefined;
const listeners = new Set<() => void>();

function publish(next: Compositions): void {
  compositions = next;
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const composition = (kind: DraftKind): Composition => compositions[kind];

export function compose(kind: DraftKind, change: (before: Composition) => Composition): void {
  publish({ ...compositions, [kind]: change(compositions[kind]) });
}

/** Forgets what was composed by anybody but the account of this key. */
export function composeAs(key: string | undefined): void {
  if (owner !== key) {
    owner = key;
    publish(nothing);
  }
}

export function useComposition(kind: DraftKind): Composition {
  return useSyncExternalStore(subscribe, () => compositions[kind]);
}

/** Whether there is something to lose. */
export const isBegun = (before: Composition): boolean =>
  before.people.length > 0 ||
  before.typed.trim() !== "" ||
  before.groups.length > 0 ||
  before.applications.length > 0;

/** Fills in the defaults of a new draft, without touching what was written already. */
export function withDefaults(before: Composition, defaults: Draft): Composition {
  return {
    ...before,
    message: before.message ?? defaults.message,
    defaultRedirectUrl: defaults.message.redirectUrl,
  };
}

/** Adds what another screen or an earlier step asks for; what was begun stays. */
export function withDraft(before: Composition, draft: Draft): Composition {
  const groups = draft.access.groups.filter((id) => !before.groups.some((group) => group.id === id));
  const applications = draft.access.applications.filter(
    (wanted) => !before.applications.some((chosen) => chosen.id === wanted.servicePrincipalId),
  );
  return {
    ...before,
    people: addDraftPeople(before.people, draft.people),
    groups: [...before.groups, ...groups.map((id) => ({ id, name: null, kind: null }))],
    applications: [
      ...before.applications,
      ...applications.map(({ servicePrincipalId, appRoleId }) => ({
        id: servicePrincipalId,
        roleId: appRoleId,
        name: null,
        roleName: null,
      })),
    ],
  };
}

/** The draft that a composition asks for, with all its people or with some. */
export function draftOf(
  kind: DraftKind,
  from: Composition,
  message: InvitationMessage,
  people: readonly Person[] = from.people,
): Draft {
  const blank = (text: string | null): string | null => (text?.trim() ? text : null);
  return {
    kind,
    people: draftPeople(people),
    message: {
      ...message,
      body: blank(message.body),
      cc: blank(message.cc)?.trim() ?? null,
      redirectUrl: message.redirectUrl.trim(),
    },
    access: {
      groups: from.groups.map((group) => group.id),
      applications: from.applications.map((chosen) => ({
        servicePrincipalId: chosen.id,
        appRoleId: chosen.roleId,
      })),
    },
    mailPendingAgain: from.mailPendingAgain,
  };
}
