import type { AccessGuest, AppRole, ApplicationRow, GroupRow, May } from "@/ipc";
import { guestRows } from "./fixture-guests";
import type { Handlers } from "./handlers";

const no = (cause: string, remedy: string, who: string[]): May => ({
  may: "no",
  explanation: { code: "mayNot", summary: cause, cause, remedy, who, setting: null, request: null },
});

function group(
  index: number,
  displayName: string,
  kind: GroupRow["kind"],
  mayAdd: May,
  dynamic = false,
): GroupRow {
  return {
    group: {
      id: `group-${index}`,
      displayName,
      description: index % 2 === 0 ? "Price lists and deliveries" : null,
      mail: kind === "microsoft365" ? `group${index}@practice.contoso.com` : null,
      groupTypes: kind === "microsoft365" ? ["Unified"] : [],
      mailEnabled: kind !== "security",
      securityEnabled: kind === "security",
      onPremisesSyncEnabled: false,
      isAssignableToRole: false,
      allowToAddGuests: null,
    },
    kind,
    dynamic,
    owned: index === 0,
    mayAdd,
  };
}

export const groupRows: GroupRow[] = [
  group(0, "Suppliers Q4", "microsoft365", { may: "yes" }),
  group(1, "SG-Partner-Read", "security", { may: "yes" }),
  group(
    2,
    "All guests of Litware",
    "security",
    no("Its membership follows a rule.", "Change the rule, or choose another group.", []),
    true,
  ),
  group(
    3,
    "Finance announcements",
    "distribution",
    no("Distribution lists are kept in Exchange.", "Add the guest there as a mail contact.", [
      "Exchange Administrator",
    ]),
  ),
  group(
    4,
    "SG-Helpdesk-Tier2",
    "security",
    no("Directory roles can be assigned to it.", "Ask someone who may.", [
      "Privileged Role Administrator",
    ]),
  ),
];

const role = (id: string, displayName: string, description: string | null = null): AppRole => ({
  id,
  displayName,
  description,
  value: displayName.toLowerCase(),
  isEnabled: true,
  allowedMemberTypes: ["User"],
});

function application(
  index: number,
  displayName: string,
  roles: AppRole[],
  mayAssign: May,
): ApplicationRow {
  return {
    application: {
      id: `app-${index}`,
      appId: `11111111-0000-4000-8000-${index.toString().padStart(12, "0")}`,
      displayName,
      accountEnabled: true,
      appRoleAssignmentRequired: index % 2 === 0,
      hidden: false,
      appRoles: roles,
      homepage: `https://${displayName.toLowerCase().replace(/\W+/gu, "-")}.contoso.com`,
    },
    roles,
    owned: false,
    mayAssign,
  };
}

export const applicationRows: ApplicationRow[] = [
  application(
    0,
    "Supplier Portal",
    [role("role-buyer", "Buyer", "Sees prices and orders"), role("role-viewer", "Viewer")],
    { may: "yes" },
  ),
  application(
    1,
    "Travel Desk",
    [role("00000000-0000-0000-0000-000000000000", "Default Access")],
    { may: "yes" },
  ),
  application(
    2,
    "Payroll API",
    [],
    no("Its only role is for applications.", "Have a role for users added.", [
      "Application Administrator",
    ]),
  ),
];

const members: AccessGuest[] = guestRows.slice(0, 8).map((row) => ({
  id: row.id,
  displayName: row.displayName,
  mail: row.mail,
  state: row.state,
  appRoleId: null,
  roleName: null,
}));

const has = (name: string, text: string): boolean =>
  name.toLowerCase().includes(text.toLowerCase());

function found<Row>(rows: readonly Row[], is: (row: Row) => boolean): Row {
  const row = rows.find(is);
  if (!row) {
    throw new Error("No fixture has that id");
  }
  return row;
}

export const accessHandlers: Partial<Handlers> = {
  groups: ({ text }) => ({
    rows: groupRows.filter((row) => has(row.group.displayName, text)),
    more: false,
  }),
  group: ({ id }) => ({
    row: found(groupRows, (row) => row.group.id === id),
    guests: members,
    otherMembers: 12,
    owners: ["Ines Duarte"],
  }),
  applications: ({ text }) => ({
    rows: applicationRows.filter((row) => has(row.application.displayName, text)),
    more: false,
  }),
  application: ({ id }) => ({
    row: found(applicationRows, (row) => row.application.id === id),
    guests: members.map((member) => ({
      ...member,
      appRoleId: "role-buyer",
      roleName: "Buyer",
    })),
    groups: ["Suppliers Q4"],
    otherUsers: 4,
  }),
};
