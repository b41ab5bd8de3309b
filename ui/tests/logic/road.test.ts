import { describe, expect, it, vi } from "vitest";
import type { AddressEntry, PlanRow, RunRow, RunStep, RunSummary, Step, StepState } from "@/ipc";
import { resultWords } from "@/features/activity/run-words";
import { chipsThatFit } from "@/features/invite/fold";
import { addEntries, counted, peopleSummary, suggestionLabel, without } from "@/features/invite/people";
import { arrange, doneWords, happening, holdsLeavers, isOutOfOrder, keepUp, linkWasLost, percentOf } from "@/features/run/run-rows";
import { filterRows, wholePlan, type PlanFilter } from "@/features/run/plan-filter";
import { groupFaces, verdictNames } from "@/features/run/verdicts";
import { waitWords } from "@/features/run/wait-words";
import { takeIn } from "@/features/run/use-run";
import { lasted, whenWords } from "@/features/run/time";
import { rowState, runStep, totalsOf } from "../dev/fixture-run-model";
import { redirectProblem } from "@/features/settings/defaults-card";

const entry = (address: string): AddressEntry => ({ address, displayName: null, problem: null });

const invite: Step = { action: "invite", mail: true };
const group: Step = { action: "addToGroup", groupId: "g", groupName: "Suppliers" };

function row(index: number, ...steps: RunStep[]): RunRow {
  return {
    index,
    address: `p${index}@new.example`,
    displayName: null,
    userId: null,
    verdict: "newGuest",
    state: rowState(steps),
    steps,
    hasRedeemLink: false,
  };
}

const standing = (index: number, state: StepState): RunRow => row(index, runStep(0, invite, state));

describe("people of a composition", () => {
  it("marks an address again in other letter case, and frees it when the first goes", () => {
    const people = addEntries([], [entry("Anna@new.example"), entry("anna@NEW.example")]);
    expect(people.map((person) => person.problem?.code)).toEqual([undefined, "duplicate"]);
    const first = people[0]?.key ?? 0;
    expect(without(people, new Set([first])).map((person) => person.problem)).toEqual([null]);
    expect(peopleSummary(people)).toBe("2 addresses from 1 domain");
  });

  it("names a correction by what it changes", () => {
    expect(suggestionLabel("tomas+ext@litware.com", "tomas@litware.com")).toBe("Use tomas@");
    expect(suggestionLabel("priya@fabrikam", "priya@fabrikam.com")).toBe("Use fabrikam.com");
  });

  it("folds what does not fit into the rows, leaving room to say so", () => {
    expect(chipsThatFit([100, 100, 100], 3, 400, 4)).toBe(3);
    const fit = chipsThatFit(new Array<number>(50).fill(100), 50, 420, 2);
    expect(fit).toBeGreaterThanOrEqual(4);
    expect(fit).toBeLessThan(8);
  });
});

describe("rows of a run", () => {
  const rows = [standing(0, "done"), standing(1, "planned"), standing(2, "failed"), standing(3, "unknown")];

  it("adds what comes to match at the end, and notices what has left", () => {
    const failed = { text: "", state: "failed" as const, attentionFirst: true };
    const places = arrange(rows, failed);
    expect(places).toEqual([2]);
    expect(keepUp(places, rows, failed)).toBe(places);
    const later = [standing(0, "failed"), standing(1, "planned"), standing(2, "done"), standing(3, "failed")];
    const kept = keepUp(places, later, failed);
    expect(kept).toEqual([2, 0, 3]);
    expect(holdsLeavers(later, kept, failed)).toBe(true);
    expect(holdsLeavers(later, [0, 3], failed)).toBe(false);
  });

  it("puts what needs attention first and notices when it no longer is", () => {
    const places = arrange(rows, { text: "", state: null, attentionFirst: true });
    expect(places).toEqual([3, 2, 0, 1]);
    expect(isOutOfOrder(rows, places)).toBe(false);
    expect(isOutOfOrder(rows, [0, 1, 2, 3])).toBe(true);
    expect(arrange(rows, { text: "P1@", state: null, attentionFirst: true })).toEqual([1]);
    expect(arrange(rows, { text: "", state: "failed", attentionFirst: false })).toEqual([2]);
  });

  it("takes changed rows in without touching the others", () => {
    const unheard = { summary: undefined, rows: [], trouble: undefined, pace: undefined };
    const summary = {
      id: "r", kind: "invite" as const, title: "", state: "running" as const, pausedBecause: null,
      started: "2026-11-24T00:00:00Z", ended: null, workedSeconds: 0, totals: totalsOf(rows),
    };
    const pace = { stepsPerMinute: 0, secondsLeft: null, waitsFor: "nothing" as const, until: null };
    const whole = takeIn(unheard, { summary, rows, pace });
    const next = takeIn(whole, { summary, rows: [standing(1, "done")], pace });
    expect(next.rows.map((one) => one.state)).toEqual(["done", "done", "failed", "unknown"]);
    expect(next.rows[0]).toBe(whole.rows[0]);
    expect(next.pace).toBe(pace);
  });

  it("says that the network is waited for, and until when", () => {
    const pace = { stepsPerMinute: 0, secondsLeft: null, waitsFor: "network" as const, until: "2026-11-24T00:00:03Z" };
    expect(waitWords(pace, Date.parse("2026-11-24T00:00:00Z"))).toMatch(/network.*Next try in 3 s/);
    expect(waitWords({ ...pace, until: null }, 0)).toContain("by itself");
  });

  it("never says 100 percent before the last step has ended", () => {
    const totals = { ...totalsOf([]), steps: 1000, stepsEnded: 999 };
    expect(percentOf(totals)).toBe(99);
    expect(percentOf({ ...totals, stepsEnded: 1000 })).toBe(100);
  });

  it("tells in one line what was done, what waits and for how long", () => {
    const done = row(0, runStep(0, invite, "done"), runStep(1, group, "done"));
    expect(doneWords(done)).toBe("Invited, added to Suppliers");
    const waiting = row(0, runStep(0, invite, "done"), {
      ...runStep(1, group, "waiting"),
      nextTry: "2026-11-24T00:00:02Z",
    });
    expect(happening(waiting, Date.parse("2026-11-24T00:00:00Z"))).toContain("Next try in 2 s");
    expect(happening(waiting, null)).toBe("Waits for the run to go on");
    const lost = row(0, { ...runStep(0, invite, "unknown"), nextTry: "2026-11-24T00:00:02Z" });
    expect(happening(lost, Date.parse("2026-11-24T00:00:00Z"))).toBe(
      "Answer lost; looked up, not sent again. Next look in 2 s",
    );
    expect(happening(lost, null)).toBe("Answer lost; looked up once the run goes on");
    const held = row(0, { ...runStep(0, group, "done"), heldAlready: true });
    expect(doneWords(held)).toBe("All of it was in place already");
  });
});

describe("a redeem link", () => {
  it("is not known where the answer that held it was lost, and none where none was asked for", () => {
    expect(linkWasLost(row(0, runStep(0, invite, "done")))).toBe(true);
    expect(linkWasLost(row(0, runStep(0, invite, "unknown")))).toBe(true);
    expect(linkWasLost({ ...row(0, runStep(0, invite, "done")), hasRedeemLink: true })).toBe(false);
    expect(linkWasLost(row(0, runStep(0, invite, "failed")))).toBe(false);
    expect(linkWasLost(row(0, runStep(0, group, "done")))).toBe(false);
  });
});

describe("rows of a plan", () => {
  const planned = (index: number, verdict: PlanRow["verdict"]): PlanRow => ({
    index,
    address: `p${index}@new.example`,
    displayName: null,
    userId: null,
    verdict,
    reason: "",
    remarks: [],
    explanation: null,
    steps: [],
  });
  const rows = [planned(0, "member"), planned(1, "ownDomain"), planned(2, "newGuest")];
  const shown = (filter: Partial<PlanFilter>): number[] =>
    filterRows(rows, { ...wholePlan, ...filter }).map((one) => one.index);

  it("are found by exactly one verdict, where a group holds several, and by its name", () => {
    expect(shown({})).toEqual([0, 1, 2]);
    expect(shown({ group: "other" })).toEqual([0, 1]);
    expect(shown({ verdict: "ownDomain" })).toEqual([1]);
    expect(shown({ text: "own dom" })).toEqual([1]);
    expect(shown({ text: "p2@" })).toEqual([2]);
  });

  it("have no verdict of the name under which the legend counts all problems", () => {
    const problems = groupFaces.find((face) => face.id === "problem")?.label;
    expect(problems).toBeDefined();
    expect(Object.values(verdictNames)).not.toContain(problems);
  });
});

describe("words", () => {
  it("group numbers the English way, as they are English, whatever the desktop speaks", () => {
    const german = vi.spyOn(Number.prototype, "toLocaleString");
    german.mockImplementation(function (this: number, locales) {
      return new Intl.NumberFormat(locales ?? "de").format(this);
    });
    try {
      expect((1234).toLocaleString("de")).toBe("1.234");
      expect(counted(1234, "person", "people")).toBe("1,234 people");
      const totals = { ...totalsOf([]), people: 5000, done: 1234 };
      const run = { kind: "giveAccess" as const, state: "running" as const, totals };
      expect(resultWords(run as RunSummary)).toBe("1,234 of 5,000 done");
    } finally {
      german.mockRestore();
    }
  });

  it("say of access what an administrator would", () => {
    const of = (memberships: number): RunSummary =>
      ({ kind: "giveAccess", state: "finished", totals: { ...totalsOf([]), people: 3, done: 3, memberships } }) as unknown as RunSummary;
    expect(resultWords(of(3))).toBe("3 accesses given");
    expect(resultWords(of(1))).toBe("1 access given");
    expect(resultWords(of(0))).toBe("All of it was in place already");
  });

  it("tells times as people do", () => {
    const now = new Date(2026, 10, 24, 12, 0);
    expect(whenWords(new Date(2026, 10, 24, 8, 51).toISOString(), now)).toBe("Today, 08:51");
    expect(whenWords(new Date(2026, 10, 23, 23, 59).toISOString(), now)).toBe("Yesterday, 23:59");
    expect(lasted(41_400)).toBe("41 s");
    expect(lasted(7_500_000)).toBe("2 h 5 min");
  });

  it("takes https redirect URLs only", () => {
    expect(redirectProblem("")).toBeUndefined();
    expect(redirectProblem("https://contoso.com/a")).toBeUndefined();
    for (const url of ["http://contoso.com", "contoso.com", "https://", "javascript:alert(1)"]) {
      expect(redirectProblem(url)).toBeDefined();
    }
  });
});
