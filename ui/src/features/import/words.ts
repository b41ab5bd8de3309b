import type { Delimiter, Meaning, OwnDetails, SheetCounts } from "@/ipc";
import { counted } from "@/features/invite/people";

/** What a column can mean, in the words of the Invite page. */
export const meaningNames: Record<Meaning, string> = {
  address: "Email",
  displayName: "Display name",
  firstName: "First name",
  lastName: "Last name",
  redirectUrl: "Redirect URL",
  sendMail: "Send invite message",
  message: "Message",
  language: "Message language",
  cc: "Cc recipient",
  groups: "Groups",
  applications: "Applications",
};

export const notUsed = "Not used";

export const delimiterNames: Record<Delimiter, string> = {
  comma: "Comma",
  semicolon: "Semicolon",
  tab: "Tab",
};

/** "13 rows with problems", and what else is not simply taken. */
export function countWords(counts: SheetCounts): { ready: string; problems: string; warnings: string } {
  return {
    ready: `${counted(counts.people, "person", "people")} ready`,
    problems: counts.withProblems > 0 ? `${counted(counts.withProblems, "row")} with problems` : "",
    warnings: counts.withWarnings > 0 ? `${counted(counts.withWarnings, "row")} with a note` : "",
  };
}

/** What a list says of one person alone, in a few words. */
export function ownWords(own: OwnDetails | undefined): string {
  if (!own) {
    return "";
  }
  const { groups, applications } = own.access;
  return [
    own.send === false ? "no mail" : "",
    own.send === true ? "mail" : "",
    own.body === null ? "" : "own message",
    own.language ?? "",
    own.cc === null ? "" : "own Cc",
    own.redirectUrl === null ? "" : "own redirect URL",
    groups.length > 0 ? counted(groups.length, "group") : "",
    applications.length > 0 ? counted(applications.length, "application") : "",
  ]
    .filter((word) => word !== "")
    .join(" · ");
}
