import type { Plan, PlanRow, Step, Verdict } from "@/ipc";
import type { BarHue } from "@/components/count-bar";

/** What the legend of a review counts; several verdicts may share one. */
export type VerdictGroup = "new" | "pending" | "guest" | "other" | "blocked" | "problem";

const groupOf: Record<Verdict, VerdictGroup> = {
  newGuest: "new",
  pendingGuest: "pending",
  acceptedGuest: "guest",
  guestWithoutState: "guest",
  member: "other",
  otherObject: "other",
  ownDomain: "other",
  notAGuest: "other",
  notPending: "other",
  blockedDomain: "blocked",
  blockedPartner: "blocked",
  mayNot: "blocked",
  deletedGuest: "problem",
  invalidAddress: "problem",
  duplicate: "problem",
};

export const verdictGroup = (verdict: Verdict): VerdictGroup => groupOf[verdict];

/** A verdict's name in the table. */
export const verdictNames: Record<Verdict, string> = {
  newGuest: "New guest",
  pendingGuest: "Already pending",
  acceptedGuest: "Already a guest",
  guestWithoutState: "Guest without state",
  member: "Member",
  otherObject: "Address in use",
  deletedGuest: "Deleted guest",
  blockedDomain: "Blocked domain",
  blockedPartner: "Blocked partner",
  ownDomain: "Own domain",
  invalidAddress: "Address not valid",
  duplicate: "Duplicate",
  notAGuest: "Not a guest",
  notPending: "Not pending",
  mayNot: "You may not",
};

export interface GroupFace {
  id: VerdictGroup;
  label: string;
  hue: BarHue;
}

/** The legend, in the order of the bar. */
export const groupFaces: readonly GroupFace[] = [
  { id: "new", label: "New guest", hue: "brand" },
  { id: "pending", label: "Already pending", hue: "lightBlue" },
  { id: "guest", label: "Already a guest", hue: "slate" },
  { id: "other", label: "Not to be invited", hue: "lightGrey" },
  { id: "blocked", label: "Blocked", hue: "red" },
  { id: "problem", label: "Problem", hue: "orange" },
];

export const sendsMail = (step: Step): boolean =>
  step.action === "resend" || (step.action === "invite" && step.mail);

/** What comes of the rows of one legend entry, in two or three words. */
export function outcomeOf(rows: readonly PlanRow[]): string {
  if (rows.every((row) => row.steps.length === 0)) {
    return "skipped";
  }
  const mailed = rows.some((row) => row.steps.some(sendsMail));
  const invited = rows.some((row) => row.steps.some((step) => step.action === "invite"));
  if (mailed && !invited) {
    return "will be mailed again";
  }
  return mailed || invited ? "" : "access only";
}

/** How much a row wants to be looked at: refusals first, then what is skipped, then the rest. */
function urgency(row: PlanRow): number {
  if (row.steps.length === 0) {
    const order: Record<VerdictGroup, number> = {
      blocked: 0,
      problem: 1,
      other: 2,
      pending: 3,
      guest: 3,
      new: 3,
    };
    return order[groupOf[row.verdict]];
  }
  if (row.explanation !== null) {
    return 4;
  }
  return { pending: 5, guest: 6, other: 6, blocked: 6, problem: 6, new: 7 }[groupOf[row.verdict]];
}

/** Rows with what needs attention first; otherwise in the order of the draft. */
export function byAttention(rows: readonly PlanRow[]): PlanRow[] {
  return rows
    .map((row) => ({ row, urgency: urgency(row) }))
    .sort((one, other) => one.urgency - other.urgency || one.row.index - other.row.index)
    .map(({ row }) => row);
}

/** What will be done once the rows that were taken out are left aside. */
export interface Outlook {
  people: number;
  mails: number;
  newGuests: number;
  /** Rows with nothing to do. */
  skipped: number;
  /** Rows that a person took out. */
  leftOut: number;
}

export function outlook(plan: Plan, leftOut: ReadonlySet<number>): Outlook {
  const sum: Outlook = { people: 0, mails: 0, newGuests: 0, skipped: 0, leftOut: 0 };
  for (const row of plan.rows) {
    if (row.steps.length === 0) {
      sum.skipped += 1;
      continue;
    }
    if (leftOut.has(row.index)) {
      sum.leftOut += 1;
      continue;
    }
    sum.people += 1;
    sum.mails += row.steps.filter(sendsMail).length;
    sum.newGuests += row.steps.filter((step) => step.action === "invite").length;
  }
  return sum;
}
