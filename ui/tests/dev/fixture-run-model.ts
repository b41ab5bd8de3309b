import type {
  Explanation,
  Plan,
  PlanRow,
  RunDetail,
  RunRow,
  RunStep,
  RunSummary,
  RunTotals,
  Step,
  StepState,
} from "@/ipc";

const worstFirst: readonly StepState[] = ["failed", "unknown", "waiting", "sending", "planned", "skipped", "done"];

export const rowState = (steps: readonly RunStep[]): StepState =>
  worstFirst.find((state) => steps.some((step) => step.state === state)) ?? "done";

export function runStep(index: number, step: Step, state: StepState = "planned"): RunStep {
  return {
    index,
    step,
    state,
    heldAlready: false,
    explanation: null,
    requestId: null,
    clientRequestId: null,
    sent: null,
    ended: null,
    nextTry: null,
    asksPerson: false,
  };
}

export function runRow(row: PlanRow): RunRow {
  return {
    index: row.index,
    address: row.address,
    displayName: row.displayName,
    userId: row.userId,
    verdict: row.verdict,
    state: "planned",
    steps: row.steps.map((step, index) => runStep(index, step)),
    hasRedeemLink: false,
  };
}

const ended = (step: RunStep): boolean => ["done", "failed", "skipped"].includes(step.state);

export function totalsOf(rows: readonly RunRow[]): RunTotals {
  const steps = rows.flatMap((row) => row.steps);
  const done = steps.filter((step) => step.state === "done" && !step.heldAlready).map(({ step }) => step);
  const people = (state: StepState): number => rows.filter((row) => row.state === state).length;
  return {
    people: rows.length,
    done: people("done"),
    failed: people("failed"),
    unknown: people("unknown"),
    waiting: people("waiting"),
    skipped: people("skipped"),
    steps: steps.length,
    stepsEnded: steps.filter(ended).length,
    invited: done.filter((step) => step.action === "invite").length,
    mails: done.filter((step) => step.action === "resend" || (step.action === "invite" && step.mail)).length,
    memberships: done.filter((step) => step.action === "addToGroup").length,
    assignments: done.filter((step) => step.action === "assignApplication").length,
  };
}

const blockedPartner: Explanation = {
  code: "partnerBlocked",
  summary: "Blocked by cross-tenant access settings",
  cause: "Inbound B2B collaboration is blocked for aldervale.example.",
  remedy: "Have inbound access allowed for that organization, then invite again.",
  who: ["Security Administrator", "Global Administrator"],
  setting: "Cross-tenant access settings › Organizational settings",
  request: "Please allow inbound B2B collaboration for aldervale.example.",
};

export const lostAnswer: Explanation = {
  code: "mailUnknown",
  summary: "The answer was lost, and the directory cannot tell whether the mail was sent.",
  cause: "The connection broke after the request had left.",
  remedy: "Ask the guest, or mail again.",
  who: ["You"],
  setting: null,
  request: null,
};

const lag: Explanation = {
  code: "directoryLag",
  summary: "New guest is not visible to groups yet.",
  cause: "The directory needs a moment before a new guest can be added to groups.",
  remedy: "",
  who: [],
  setting: null,
  request: null,
};

const hex = (seed: number): string => ((seed * 2654435761) >>> 0).toString(16).padStart(8, "0");
const requestId = (row: number, step: number): string =>
  `${hex(row * 7 + step + 1)}-93d4-4a51-b8fe-2d77${hex(row + step * 31 + 5)}`;

/** Carries one step further, as the runner would: sent, then waiting, then an outcome. */
export function advance(row: RunRow, now: Date): RunRow {
  const place = row.steps.findIndex((step) => !ended(step) && step.state !== "unknown");
  const step = row.steps[place];
  if (!step) {
    return row;
  }
  const next: RunStep = { ...step, explanation: null, nextTry: null };
  const time = now.toISOString();
  if (step.state === "planned") {
    next.state = "sending";
    next.sent = time;
  } else if (step.state === "sending" && step.step.action === "addToGroup" && row.index % 5 === 2) {
    next.state = "waiting";
    next.explanation = lag;
    next.nextTry = new Date(now.getTime() + 2000).toISOString();
  } else {
    next.ended = time;
    next.requestId = requestId(row.index, step.index);
    next.clientRequestId = requestId(row.index + 1000, step.index);
    next.state = "done";
    if (row.address.endsWith("@aldervale.example") && step.step.action === "invite") {
      next.state = "failed";
      next.explanation = blockedPartner;
    } else if (row.address.startsWith("lost@") && step.step.action === "invite") {
      next.state = "unknown";
      next.ended = null;
      next.requestId = null;
      next.explanation = lostAnswer;
      next.asksPerson = true;
    }
  }
  const failed = next.state === "failed" || next.state === "unknown";
  const steps = row.steps.map((other, at) => {
    if (at === place) {
      return next;
    }
    return at > place && failed ? { ...other, state: "skipped" as const } : other;
  });
  return {
    ...row,
    steps,
    state: rowState(steps),
    userId: row.userId ?? `guest-of-row-${row.index}`,
    hasRedeemLink: steps.some(({ state, step: { action } }) => state === "done" && (action === "invite" || action === "resend")),
  };
}

export const isSettled = (row: RunRow): boolean =>
  row.steps.every((step) => ended(step) || step.state === "unknown");

/** A new run of a plan, without the rows that were taken out. */
export function newRun(id: string, plan: Plan, leftOut: readonly number[], started: Date): RunDetail {
  const rows = plan.rows
    .filter((row) => row.steps.length > 0 && !leftOut.includes(row.index))
    .map(runRow);
  const verb = { invite: "Invite", resend: "Resend to", giveAccess: "Give access to" }[plan.draft.kind];
  const summary: RunSummary = {
    id,
    kind: plan.draft.kind,
    title: `${verb} ${rows.length} ${rows.length === 1 ? "person" : "people"}`,
    state: "running",
    pausedBecause: null,
    started: started.toISOString(),
    ended: null,
    workedSeconds: 0,
    totals: totalsOf(rows),
  };
  return { summary, rows };
}
