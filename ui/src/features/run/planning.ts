import { useSyncExternalStore } from "react";
import { call, troubleOf, watch, type Draft, type Plan, type PlanProgress, type Trouble } from "@/ipc";

/** Where the making of a plan stands. */
export type Phase =
  | { at: "checking"; progress: PlanProgress }
  | { at: "made"; plan: Plan }
  | { at: "failed"; trouble: Trouble }
  | { at: "cancelled" };

export interface Planning {
  readonly draft: Draft;
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

/**
 * Holds a draft against the directory. Starting again with the draft that is under way does
 * nothing, so that a page drawn twice asks once.
 *
 * @param leftOut rows that stay out, where the same people are planned again
 */
export function startPlanning(draft: Draft, leftOut: ReadonlySet<number> = new Set()): void {
  if (planning?.draft === draft) {
    return;
  }
  void plan(draft, leftOut);
}

/** Asks the directory again, for the draft under review. */
export function planAgain(): void {
  if (planning) {
    void plan(planning.draft, planning.leftOut);
  }
}

async function plan(draft: Draft, leftOut: ReadonlySet<number>): Promise<void> {
  turn += 1;
  const mine = turn;
  detach?.();
  const say = (phase: Phase): void => {
    if (mine === turn && planning) {
      publish({ ...planning, phase });
    }
  };
  publish({
    draft,
    leftOut,
    phase: { at: "checking", progress: { checked: 0, total: draft.people.length } },
  });
  try {
    detach = await watch("make_plan", { draft }, (event) => {
      switch (event.event) {
        case "checking":
          say({ at: "checking", progress: event.progress });
          break;
        case "made":
          say({ at: "made", plan: event.plan });
          break;
        case "failed":
          say(
            event.trouble.code === "cancelled"
              ? { at: "cancelled" }
              : { at: "failed", trouble: event.trouble },
          );
      }
    });
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
  publish({ ...planning, leftOut });
}

/** Forgets the plan: it runs, or was given up. */
export function forgetPlan(): void {
  turn += 1;
  detach?.();
  publish(undefined);
}
