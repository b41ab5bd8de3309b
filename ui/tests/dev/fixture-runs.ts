import type { ChosenDraft, Draft, OpenedPlan, Plan, PlanChange, RunDetail, RunEvent, RunPace, RunRow, RunState } from "@/ipc";
import { guestRows } from "./fixture-guests";
import { checkDraft, mailPreview, makePlan, readAddresses } from "./fixture-plan";
import { advance, isSettled, newRun, rowState, totalsOf } from "./fixture-run-model";
import type { Handlers } from "./handlers";

type Watcher = (event: RunEvent) => void;

interface Kept {
  detail: RunDetail;
  watchers: Set<Watcher>;
}

const plans = new Map<string, Plan>();
const runs = new Map<string, Kept>();
let cancelled = false;
let started = 0;
let openedPlan: OpenedPlan | undefined;

/** How fast a fixture run goes, and how long a plan takes to make. */
export const pace = { run: 250, rowsAtOnce: 6, plan: 0 };

function kept(id: string): Kept {
  const found = runs.get(id);
  if (!found) {
    throw new Error(`No run ${id}`);
  }
  return found;
}

/** Two steps a second, as the made-up run goes. */
function paceOf({ summary }: RunDetail): RunPace {
  const left = summary.totals.steps - summary.totals.stepsEnded;
  const runs = summary.state === "running";
  return { stepsPerMinute: runs ? 120 : 0, secondsLeft: runs ? Math.ceil(left / 2) : null, waitsFor: "nothing", until: null };
}

function put(id: string, rows: readonly RunRow[], state: RunState): void {
  const run = kept(id);
  const before = new Map(run.detail.rows.map((row) => [row.index, row]));
  const changed = rows.filter((row) => before.get(row.index) !== row);
  const ended = state === "finished" || state === "stopped" ? new Date().toISOString() : null;
  run.detail = {
    rows: [...rows],
    summary: { ...run.detail.summary, state, ended, totals: totalsOf(rows) },
  };
  for (const watcher of run.watchers) {
    watcher({ event: "progress", progress: { summary: run.detail.summary, rows: changed, pace: paceOf(run.detail) } });
    if (ended !== null) {
      watcher({ event: "ended" });
    }
  }
}

function tick(id: string): void {
  const detail = runs.get(id)?.detail;
  if (detail?.summary.state !== "running") {
    return;
  }
  const { rows } = detail;
  let moved = 0;
  const next = rows.map((row) => {
    if (moved >= pace.rowsAtOnce || isSettled(row)) {
      return row;
    }
    moved += 1;
    return advance(row, new Date());
  });
  put(id, next, next.every(isSettled) ? "finished" : "running");
  setTimeout(() => tick(id), pace.run);
}

/** Puts a run into the fixtures as it stands. */
export function keepRun(detail: RunDetail): void {
  runs.set(detail.summary.id, { detail, watchers: new Set() });
}

/** Forgets every plan and run. */
export function resetRuns(): void {
  plans.clear();
  runs.clear();
}

const myApps = "https://myapps.microsoft.com/?tenantid=practice.contoso.com";

const emptyDraft = (kind: Draft["kind"]): Draft => ({
  kind,
  people: [],
  message: { send: true, body: null, cc: null, language: "en-US", redirectUrl: myApps },
  access: { groups: [], applications: [] },
  mailPendingAgain: false,
});

function chosenDraft(kind: Draft["kind"], ids: readonly string[]): ChosenDraft {
  const wanted = new Set(ids);
  const people = guestRows
    .filter((row) => wanted.has(row.id))
    .map((row) => ({ address: row.mail ?? "", displayName: row.displayName, userId: row.id }));
  return { draft: { ...emptyDraft(kind), people }, gone: ids.length - people.length };
}

export const runHandlers: Partial<Handlers> = {
  read_addresses: ({ text }) => readAddresses(text),
  draft_defaults: ({ kind }) => emptyDraft(kind),
  resend_draft: ({ ids }) => chosenDraft("resend", ids),
  access_draft: ({ ids }) => chosenDraft("giveAccess", ids),
  check_draft: ({ draft }) => checkDraft(draft),
  mail_preview: ({ draft, person }) => mailPreview(draft, person),
  make_plan: ({ draft }, emit) => {
    cancelled = false;
    const total = draft.people.length;
    const step = (checked: number): void => {
      if (cancelled) {
        return;
      }
      if (checked < total && pace.plan > 0) {
        emit({ event: "checking", progress: { checked, total } });
        setTimeout(() => step(checked + Math.ceil(total / 10)), pace.plan);
        return;
      }
      const plan = makePlan(draft);
      plans.set(plan.id, plan);
      emit({ event: "made", plan });
    };
    setTimeout(() => step(0), 0);
    return null;
  },
  cancel_plan: () => {
    cancelled = true;
    return null;
  },
  plan: ({ id }) => {
    const plan = plans.get(id);
    if (!plan) {
      throw new Error(`No plan ${id}`);
    }
    return plan;
  },
  estimate_plan: ({ planId, leftOut }) => {
    const rows = (plans.get(planId)?.rows ?? []).filter(
      (row) => row.steps.length > 0 && !leftOut.includes(row.index),
    );
    const changes = rows.reduce((sum, row) => sum + row.steps.length, 0);
    return {
      people: rows.length,
      requests: changes + rows.length,
      changes,
      mails: rows.length,
      seconds: Math.ceil(changes / 20) + 1,
    };
  },
  start_run: ({ planId, leftOut }) => {
    const plan = plans.get(planId);
    if (!plan) {
      throw new Error(`No plan ${planId}`);
    }
    started += 1;
    const id = `run-${started}`;
    keepRun(newRun(id, plan, leftOut, new Date()));
    setTimeout(() => tick(id), pace.run);
    return { id };
  },
  runs: () =>
    [...runs.values()]
      .map((run) => run.detail.summary)
      .sort((one, other) => other.started.localeCompare(one.started)),
  run: ({ id }) => kept(id).detail,
  watch_run: ({ id }, emit) => {
    const { detail, watchers } = kept(id);
    watchers.add(emit);
    emit({ event: "progress", progress: { summary: detail.summary, rows: detail.rows, pace: paceOf(detail) } });
    return null;
  },
  pause_run: ({ id }) => {
    put(id, kept(id).detail.rows, "paused");
    return null;
  },
  resume_run: ({ id }) => {
    put(id, kept(id).detail.rows, "running");
    setTimeout(() => tick(id), pace.run);
    return null;
  },
  stop_run: ({ id }) => {
    const rows = kept(id).detail.rows.map((row) => {
      const steps = row.steps.map((step) =>
        step.state === "planned" || step.state === "waiting" ? { ...step, state: "skipped" as const } : step,
      );
      return { ...row, steps, state: rowState(steps) };
    });
    put(id, rows, "stopped");
    return null;
  },
  decide: ({ id, row, step, decision }) => {
    const { detail } = kept(id);
    const rows = detail.rows.map((one) => {
      if (one.index !== row) {
        return one;
      }
      const steps = one.steps.map((other) =>
        other.index === step
          ? { ...other, state: decision === "takeAsDone" ? ("done" as const) : ("planned" as const), asksPerson: false, explanation: null }
          : other,
      );
      return { ...one, steps, state: rowState(steps) };
    });
    put(id, rows, decision === "takeAsDone" ? detail.summary.state : "running");
    return null;
  },
  copy_redeem_link: () => null,
  retry_draft: ({ id }) => {
    const failed = kept(id).detail.rows.filter((row) => row.state === "failed" || row.state === "skipped");
    return {
      ...emptyDraft("invite"),
      people: failed.map(({ address, displayName }) => ({ address, displayName, userId: null })),
    };
  },
  save_run_results: ({ format }) => ({ id: 1, name: `Results.${format}`, folder: "/home/ines/Downloads" }),
  save_plan: () => ({ id: 2, name: "Plan for 2 addresses in Contoso.json", folder: "/home/ines/Downloads" }),
  open_plan: ({ text }) => {
    openedPlan = { id: 1, ...(JSON.parse(text) as { draft: Draft; leftOut: number[] }) };
    return openedPlan;
  },
  hold_plan: (_args, emit) => {
    if (!openedPlan) {
      throw new Error("No plan was opened");
    }
    const { draft, leftOut } = openedPlan;
    const plan = makePlan(draft);
    plans.set(plan.id, plan);
    const invited = plan.rows.filter((row) => row.verdict === "pendingGuest").map((row) => row.index);
    const changes: PlanChange[] =
      invited.length === 0
        ? []
        : [{ kind: "invitedSince", text: `${invited.length} addresses have been invited since`, rows: invited }];
    const held = { plan, leftOut, changes, madeBy: "theo.brandt@practice.contoso.com", made: "2026-11-24T09:00:00Z" };
    setTimeout(() => emit({ event: "held", held }), 0);
    return null;
  },
  close_window: () => null,
  close_is_asked: () => null,
};
