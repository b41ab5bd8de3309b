import type {
  GuestKind,
  GuestProfile,
  GuestQuery,
  GuestRow,
  GuestState,
  InvitationState,
} from "@/ipc";
import type { Handlers } from "./handlers";

const people = [
  "Mei-Lin Okafor",
  "Tomás Herrera",
  "Aigerim Sadykova",
  "Kwabena Asante",
  "Freja Mikkelsen",
  "Rohan Deshpande",
  "Yuki Tanabe",
  "Leila Haddad",
  "Oluwaseun Adebayo",
  "Katarzyna Wójcik",
  "Daniel Ferreira",
  "Nguyễn Thu Hà",
  "Siobhán O’Leary",
  "Mateo Quispe",
  "Farid Rahimov",
  "Ana \u202Egnp.exe",
  "Zero\u200BWidth Person",
  "<b>Bold</b> & Co",
  "فاطمة الزهراء",
];
const domains = [
  "quillon.example",
  "litware.com",
  "aldervale.example",
  "halvorsen.example",
  "fabrikam.com",
  "proseware.com",
  "tesserae.example",
  "northwind.example",
  "adatum.com",
];

const newest = Date.UTC(2026, 10, 19, 10, 42);
const day = 86_400_000;

function ascii(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[^\p{ASCII}]/gu, "")
    .replace(/[^a-zA-Z]+/gu, ".")
    .replace(/^\.+|\.+$/gu, "")
    .toLowerCase();
}

export const guestRows: GuestRow[] = Array.from({ length: 340 }, (_, index) => {
  const name = people[index % people.length] ?? "Guest";
  const domain = domains[(index * 7) % domains.length] ?? "contoso.com";
  const invitationState: InvitationState =
    index % 41 === 7 ? "noState" : index % 3 === 0 ? "pendingAcceptance" : "accepted";
  const state: GuestState = index % 13 === 5 ? "blocked" : invitationState;
  const kind: GuestKind =
    index % 60 === 9 ? "externalMember" : index % 60 === 11 ? "internalGuest" : "guest";
  const local = ascii(name) || `guest${index}`;
  const number = index < people.length ? "" : `${index}`;
  return {
    id: `00000000-0000-4000-8000-${index.toString().padStart(12, "0")}`,
    displayName: number ? `${name} ${number}` : name,
    mail: index % 50 === 30 ? null : `${local}${number}@${domain}`,
    userPrincipalName: `${local}${number}_${domain}#EXT#@practice.contoso.com`,
    partnerDomain: index % 50 === 30 ? null : domain,
    companyName: index % 4 === 0 ? null : `${domain.split(".")[0] ?? ""} Ltd`,
    kind,
    state,
    invitationState,
    created: new Date(newest - index * 1.7 * day).toISOString(),
    stateChanged: new Date(newest - index * 1.2 * day).toISOString(),
  };
});

const plain = (text: string): string =>
  text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();

function matching(query: GuestQuery): GuestRow[] {
  const text = plain(query.text);
  const rows = guestRows.filter(
    (row) =>
      plain(`${row.displayName} ${row.mail ?? ""} ${row.companyName ?? ""}`).includes(text) &&
      (query.states.length === 0 || query.states.includes(row.state)) &&
      (query.domains.length === 0 || query.domains.includes(row.partnerDomain ?? "")) &&
      (query.createdFrom === null || (row.created ?? "") >= query.createdFrom),
  );
  const key = query.sort;
  rows.sort((one, other) => (one[key] ?? "").localeCompare(other[key] ?? ""));
  return query.descending ? rows.reverse() : rows;
}

const count = (state: GuestState): number =>
  guestRows.filter((row) => row.state === state).length;

function profile(row: GuestRow): GuestProfile {
  const pending = row.invitationState === "pendingAcceptance";
  return {
    guest: {
      id: row.id,
      displayName: row.displayName,
      mail: row.mail,
      userPrincipalName: row.userPrincipalName,
      userType: row.kind === "externalMember" ? "Member" : "Guest",
      creationType: row.kind === "internalGuest" ? null : "Invitation",
      externalUserState: pending ? "PendingAcceptance" : "Accepted",
      externalUserStateChange: row.stateChanged,
      created: row.created,
      accountEnabled: row.state !== "blocked",
      companyName: row.companyName,
      otherMails: row.mail === null ? [] : [row.mail],
    },
    kind: row.kind,
    state: row.state,
    invitationState: row.invitationState,
    partnerDomain: row.partnerDomain,
    identities: pending
      ? []
      : [{ signInType: "federated", issuer: "ExternalAzureAD", issuerAssignedId: null }],
    invitedByUs: pending ? { runId: "run-1", at: row.created ?? "" } : null,
    groups: {
      state: "listed",
      items: [
        {
          id: "group-0",
          displayName: "Suppliers Q4",
          description: "Price lists and deliveries",
          kind: "microsoft365",
          dynamic: false,
        },
        {
          id: "group-1",
          displayName: "SG-Partner-Read",
          description: null,
          kind: "security",
          dynamic: false,
        },
      ],
    },
    applications: {
      state: "listed",
      items: [
        {
          servicePrincipalId: "app-0",
          displayName: "Supplier Portal",
          appRoleId: "role-buyer",
          roleName: "Buyer",
          throughGroup: null,
          assigned: row.created,
        },
      ],
    },
    mayResend: pending
      ? { may: "yes" }
      : {
          may: "no",
          explanation: {
            code: "notPending",
            summary: "The invitation is not pending.",
            cause: "The guest has accepted the invitation.",
            remedy: "",
            who: [],
            setting: null,
            request: null,
          },
        },
    redeemLink: pending ? { runId: "run-1", row: 0 } : null,
    mayReport: pending
      ? [
          {
            code: "guestGotNoMail",
            summary: "No mail arrived.",
            cause: "A spam filter kept it.",
            remedy: "Copy the redeem link and send it yourself.",
            who: ["You"],
            setting: null,
            request: null,
          },
          {
            code: "guestNotInFederatedDirectory",
            summary: "AADB2B_0001: no self-service account can be created.",
            cause: "The domain is federated.",
            remedy: "Have the account created there.",
            who: ["An administrator of quillon.example"],
            setting: null,
            request: "Please create the account.",
          },
        ]
      : [],
  };
}

function rowOf(id: string): GuestRow {
  const row = guestRows.find((candidate) => candidate.id === id);
  if (!row) {
    throw new Error(`No fixture has the id ${id}`);
  }
  return row;
}

export const guestHandlers: Partial<Handlers> = {
  guests: (query) => {
    const rows = matching(query);
    return {
      total: rows.length,
      offset: query.offset,
      rows: rows.slice(query.offset, query.offset + query.count),
    };
  },
  guest_ids: (query) =>
    matching(query)
      .slice(query.offset, query.offset + query.count)
      .map((row) => row.id),
  pending_guests: ({ ids }) =>
    ids.filter((id) => rowOf(id).invitationState === "pendingAcceptance"),
  guest_counts: () => ({
    all: guestRows.length,
    pendingAcceptance: count("pendingAcceptance"),
    accepted: count("accepted"),
    blocked: count("blocked"),
    noState: count("noState"),
  }),
  guest_domains: ({ text }) =>
    domains
      .filter((domain) => domain.includes(text))
      .map((domain) => ({
        domain,
        guests: guestRows.filter((row) => row.partnerDomain === domain).length,
      })),
  sync_status: () => ({
    phase: "idle",
    loaded: guestRows.length,
    expected: guestRows.length,
    synced: new Date(Date.now() - 120_000).toISOString(),
    note: null,
    trouble: null,
  }),
  refresh_guests: () => ({
    phase: "idle",
    loaded: guestRows.length,
    expected: guestRows.length,
    synced: new Date().toISOString(),
    note: null,
    trouble: null,
  }),
  guest_profile: ({ id }) => profile(rowOf(id)),
};
