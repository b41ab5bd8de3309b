import type {
  AddressEntry,
  AddressProblem,
  Draft,
  DraftProblem,
  Explanation,
  MailElement,
  MailPreview,
  Plan,
  PlanRow,
  Step,
  Verdict,
} from "@/ipc";
import { applicationRows, groupRows } from "./fixture-access";
import { guestRows } from "./fixture-guests";

function problemOf(address: string): AddressProblem | null {
  const [local = "", domain = ""] = address.split("@");
  if (!address.includes("@") || local === "" || domain === "") {
    return { code: "malformed", text: "This is not an email address.", suggestion: null };
  }
  if (local.includes("+")) {
    const suggestion = `${local.split("+")[0] ?? ""}@${domain}`;
    return { code: "plus", text: "Microsoft does not accept + in an address.", suggestion };
  }
  if (!domain.includes(".")) {
    return { code: "incompleteDomain", text: "The domain is incomplete.", suggestion: `${address}.com` };
  }
  return null;
}

/** A stand-in for the core's reader: parted by separators, bare or as `Name <address>`. */
export function readAddresses(text: string): AddressEntry[] {
  return text
    .split(/[\n\r,;\t]+/u)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "")
    .map((piece) => {
      const named = /^(.*)<([^>]*)>$/u.exec(piece);
      const address = (named?.[2] ?? piece).trim();
      const displayName = named?.[1]?.trim().replaceAll('"', "") ?? "";
      return { address, displayName: displayName === "" ? null : displayName, problem: problemOf(address) };
    });
}

export function checkDraft(draft: Draft): DraftProblem[] {
  const problems: DraftProblem[] = [];
  if (draft.kind !== "giveAccess" && !draft.message.redirectUrl.startsWith("https://")) {
    problems.push({ field: "redirectUrl", code: "notHttps", text: "The redirect URL must begin with https://." });
  }
  if (/[,;\s]/u.test(draft.message.cc ?? "")) {
    problems.push({ field: "cc", code: "severalCc", text: "Microsoft takes one Cc recipient only." });
  }
  return problems;
}

export function mailPreview(draft: Draft, person: number): MailPreview {
  const { message } = draft;
  const by = (part: MailElement["part"], text: string, wordedByMicrosoft = true): MailElement => ({
    part,
    text,
    wordedByMicrosoft,
  });
  return {
    sent: message.send,
    warnings: [],
    elements: [
      by("from", "Microsoft invitations on behalf of Contoso Practice <invites@microsoft.com>"),
      by("replyTo", "ines.duarte@practice.contoso.com", false),
      by("to", draft.people[person]?.address ?? "", false),
      ...(message.cc === null ? [] : [by("cc", message.cc, false)]),
      by("subject", "Ines Duarte invited you to access applications within their organization"),
      by("warning", "Please only act on this email if you trust the individual and organization represented below."),
      by("organization", "Organization: Contoso Practice\nDomain: practice.contoso.com"),
      by("inviter", "Sender: Ines Duarte (ines.duarte@practice.contoso.com)"),
      ...(message.body === null ? [] : [by("message", message.body, false)]),
      by("acceptButton", "Accept invitation"),
      by("redirectNote", `If you accept this invitation, you’ll be sent to ${message.redirectUrl}.`),
      by("blockFutureInvitations", "Block future invitations from this organization."),
      by("privacyStatement", "This organization has not provided a privacy statement. Microsoft Corporation facilitated this mail."),
    ],
  };
}

export const domainDenied: Explanation = {
  code: "domainDenied",
  summary: "kestrel.example is not on the allow list",
  cause: "Contoso Practice sends invitations only to listed domains, and kestrel.example is not one of them.",
  remedy: "Have kestrel.example added under Target domains, then check again. A change can take up to an hour.",
  who: ["Global Administrator", "External Identity Provider Administrator"],
  setting: "External collaboration settings › Collaboration restrictions",
  request: "Please add kestrel.example to the target domains of the collaboration restrictions.",
};

function accessSteps(draft: Draft): Step[] {
  return [
    ...draft.access.groups.map<Step>((groupId) => ({
      action: "addToGroup",
      groupId,
      groupName: groupRows.find((row) => row.group.id === groupId)?.group.displayName ?? groupId,
    })),
    ...draft.access.applications.map<Step>(({ servicePrincipalId, appRoleId }) => {
      const row = applicationRows.find((candidate) => candidate.application.id === servicePrincipalId);
      return {
        action: "assignApplication",
        servicePrincipalId,
        applicationName: row?.application.displayName ?? servicePrincipalId,
        appRoleId,
        roleName: row?.roles.find((role) => role.id === appRoleId)?.displayName ?? "Default Access",
      };
    }),
  ];
}

interface Judged {
  verdict: Verdict;
  reason: string;
  steps: Step[];
  explanation?: Explanation;
}

function judge(draft: Draft, address: string, userId: string | null, seen: ReadonlySet<string>): Judged {
  const problem = problemOf(address);
  const guest = guestRows.find(
    (row) => row.id === userId || row.mail?.toLowerCase() === address.toLowerCase(),
  );
  const access = accessSteps(draft);
  const skip = (verdict: Verdict, reason: string, explanation?: Explanation): Judged => ({
    verdict,
    reason,
    steps: [],
    ...(explanation && { explanation }),
  });
  if (userId === null && problem) {
    return skip("invalidAddress", problem.text);
  }
  if (seen.has(address.toLowerCase())) {
    return skip("duplicate", "Stands earlier in the list");
  }
  if (address.endsWith("@kestrel.example")) {
    return skip("blockedDomain", domainDenied.summary, domainDenied);
  }
  if (address.endsWith("@practice.contoso.com")) {
    return skip("member", "Already a member of practice.contoso.com");
  }
  if (draft.kind === "resend") {
    return guest?.invitationState === "pendingAcceptance"
      ? { verdict: "pendingGuest", reason: "Invited 19 Nov; the earlier link may stop working", steps: [{ action: "resend" }] }
      : skip("notPending", "The invitation is not pending");
  }
  if (!guest) {
    return { verdict: "newGuest", reason: "Not in the directory", steps: [{ action: "invite", mail: draft.message.send }, ...access] };
  }
  if (guest.invitationState === "pendingAcceptance") {
    const again: Step[] = draft.mailPendingAgain ? [{ action: "resend" }] : [];
    return { verdict: "pendingGuest", reason: "Invited 19 Nov", steps: [...again, ...access] };
  }
  return { verdict: "acceptedGuest", reason: "Accepted 21 Oct", steps: access };
}

let plans = 0;

export function makePlan(draft: Draft): Plan {
  const seen = new Set<string>();
  const rows = draft.people.map<PlanRow>((person, index) => {
    const judged = judge(draft, person.address, person.userId, seen);
    seen.add(person.address.toLowerCase());
    return {
      index,
      address: person.address,
      displayName: person.displayName,
      userId: person.userId,
      explanation: null,
      remarks: [],
      ...judged,
    };
  });
  const steps = rows.flatMap((row) => row.steps);
  const withSteps = rows.filter((row) => row.steps.length > 0).length;
  plans += 1;
  return {
    id: `plan-${plans}`,
    tenantId: "tenant",
    made: new Date().toISOString(),
    draft,
    rows,
    notes: [],
    totals: {
      addresses: rows.length,
      withSteps,
      newGuests: steps.filter((step) => step.action === "invite").length,
      mails: steps.filter((step) => step.action === "resend" || (step.action === "invite" && step.mail)).length,
      memberships: steps.filter((step) => step.action === "addToGroup").length,
      assignments: steps.filter((step) => step.action === "assignApplication").length,
      leftOut: rows.length - withSteps,
    },
  };
}
