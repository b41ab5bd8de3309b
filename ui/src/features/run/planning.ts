import { useSyncExternalStore } from "react";
import {
  call,
  troubleOf,
  watch,
  type Draft,
  type HeldPlan,
  type HoldPlanEvent,
  type OpenedPlan,
  type Plan,
  type PlanEvent,
  type PlanProgress,
  type Trouble,
} from "@/ipc";
import { compose, composition } from "@/features/invite/compose-store";
import { personKey } from "@/features/invite/people";

/** Where the making of a plan stands. */
export type Phase =
  | { at: "checking"; progress: PlanProgress }
  | { at: "made"; plan: Plan }
  | { at: "failed"; trouble: Trouble }
  | { at: "cancelled" };

/** Where a draft comes from that was not composed: a plan file, or what failed in a run. */
export type Origin = { readonly from: "file"; readonly opened: OpenedPlan } | { readonly from: "run" };

export interface Planning {
  readonly draft: Draft;
  /** Absent: it was composed. */
  readonly origin: Origin | undefined;
  /** What became different since a plan was saved, once it was held against the directory. */
  readonly held: HeldPlan | undefined;
  readonly phase: Phase;
  /** Rows that the person took out, by their place in the draft. */
  readonly leftOut: ReadonlySet<number>;
}

let planning: Planning | undefined;
let detach: (() => void) | undefined;
let turn = 0;
const listeners = new Set<() => void>();

function publish(next: Planning | undefined): void {
  planning = next;
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The plan that is being made or reviewed; it outlives the page. */
export const usePlanning = (): Planning | undefined => useSyncExternalStore(subscribe, () => planning);

/** The rows of these people in a draft. */
const rowsOf = (draft: Draft, people: ReadonlySet<string> | undefined): ReadonlySet<number> =>
  new Set(people ? draft.people.flatMap((person, row) => (people.has(personKey(person)) ? row : [])) : []);

/** Keeps with what was composed who is left out of it, for the time when it is reviewed again. */
function keepLeftOut({ draft, leftOut, origin }: Planning): void {
  if (origin === undefined) {
    const people = new Set(draft.people.filter((_, row) => leftOut.has(row)).map(personKey));
    compose(draft.kind, (before) => ({ ...before, leftOut: people }));
  }
}

/**
 * Holds a draft against the directory. Starting again with the draft that is under way does
 * nothing, so that a page drawn twice asks once.
 *
 * @param leftOut rows that stay out; of what was composed, those that were left out before
 * @param origin where the draft comes from, where it was not composed
 */
export function startPlanning(draft: Draft, leftOut?: ReadonlySet<number>, origin?: Origin): void {
  if (planning?.draft === draft) {
    return;
  }
  const before = origin === undefined ? composition(draft.kind).leftOut : undefined;
  void plan(draft, leftOut ?? rowsOf(draft, before), origin);
}

/** Asks the directory again, for the draft under review. */
export function planAgain(): void {
  if (planning) {
    void plan(planning.draft, planning.leftOut, planning.origin);
  }
}

/** A plan out of a file is told from any other by its draft, until that is changed in the review. */
const fileOf = (draft: Draft, origin: Origin | undefined): OpenedPlan | undefined =>
  origin?.from === "file" && origin.opened.draft === draft ? origin.opened : undefined;

async function plan(draft: Draft, leftOut: ReadonlySet<number>, origin: Origin | undefined): Promise<void> {
  turn += 1;
  const mine = turn;
  detach?.();
  const say = (phase: Phase, held = planning?.held): void => {
    if (mine === turn && planning) {
      publish({ ...planning, phase, held });
    }
  };
  const hear = (event: PlanEvent | HoldPlanEvent): void => {
    switch (event.event) {
      case "checking":
        say({ at: "checking", progress: event.progress });
        break;
      case "made":
        say({ at: "made", plan: event.plan });
        break;
      case "held":
        say({ at: "made", plan: event.held.plan }, event.held);
        break;
      case "failed":
        say(
          event.trouble.code === "cancelled"
            ? { at: "cancelled" }
            : { at: "failed", trouble: event.trouble },
        );
    }
  };
  const begun: Planning = {
    draft,
    leftOut,
    origin,
    held: origin !== undefined && origin === planning?.origin ? planning.held : undefined,
    phase: { at: "checking", progress: { checked: 0, total: draft.people.length } },
  };
  keepLeftOut(begun);
  publish(begun);
  try {
    const file = fileOf(draft, origin);
    detach = await (file ? watch("hold_plan", { id: file.id }, hear) : watch("make_plan", { draft }, hear));
  } catch (thrown) {
    say({ at: "failed", trouble: troubleOf(thrown) });
  }
}

export async function cancelPlanning(): Promise<void> {
  turn += 1;
  if (planning) {
    publish({ ...planning, phase: { at: "cancelled" } });
  }
  // The answer is not waited for by anything: a plan that is made all the same is not shown.
  await call("cancel_plan").catch(() => undefined);
}

/** Takes rows out, or puts them back. */
export function leaveOut(rows: Iterable<number>, out: boolean): void {
  if (!planning) {
    return;
  }
  const leftOut = new Set(planning.leftOut);
  for (const row of rows) {
    if (out) {
      leftOut.add(row);
    } else {
      leftOut.delete(row);
    }
  }
  const next = { ...planning, leftOut };
  keepLeftOut(next);
  publish(next);
}

/** Forgets the plan: it runs, or was given up. */
export function forgetPlan(): void {
  turn += 1;
  detach?.();
  publish(undefined);
}
