import type { GroupKind, GroupRow, GuestKind } from "@/ipc";

/** Kinds of groups, as the admin center names them. */
export const groupKindNames: Record<GroupKind, string> = {
  security: "Security",
  microsoft365: "Microsoft 365",
  mailEnabledSecurity: "Mail-enabled security",
  distribution: "Distribution",
};

/** The kind, and what makes the group special. */
export function groupKindName(row: Pick<GroupRow, "kind" | "dynamic">): string {
  return row.dynamic ? `${groupKindNames[row.kind]}, dynamic` : groupKindNames[row.kind];
}

/** User type with the mark of those who are not plain guests. */
export const guestKindNames: Record<GuestKind, string> = {
  guest: "Guest",
  externalMember: "External member",
  internalGuest: "Internal guest",
};
