import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Draft, Explanation, RunDetail, RunEvent, RunRow, RunState, StepState } from "@/ipc";
import { makePlan } from "../dev/fixture-plan";
import { newRun, totalsOf } from "../dev/fixture-run-model";
import { keepRun, pace, resetRuns } from "../dev/fixture-runs";
import { callsOf, openWindow, type Opened } from "../render";

const people = 6;
const draft: Draft = {
  kind: "invite",
  people: Array.from({ length: people }, (_, index) => ({
    address: `p${index}@new.example`,
    displayName: null,
    userId: null,
  })),
  message: { send: true, body: null, cc: null, language: null, redirectUrl: "https://myapps.microsoft.com" },
  access: { groups: [], applications: [] },
  mailPendingAgain: false,
};

/** A run in which these rows have failed. */
function runWith(failed: readonly number[], state: RunState = "running"): RunDetail {
  const run = newRun("run-x", makePlan(draft), [], new Date());
  const stand = (row: RunRow, to: StepState): RunRow => ({
    ...row,
    state: to,
    steps: row.steps.map((step) => ({ ...step, state: to })),
  });
  const rows = run.rows.map((row) => stand(row, failed.includes(row.index) ? "failed" : "planned"));
  return { rows, summary: { ...run.summary, state, totals: totalsOf(rows) } };
}

const progress = ({ rows, summary }: RunDetail): RunEvent => ({
  event: "progress",
  progress: { summary, rows, pace: { stepsPerMinute: 0, secondsLeft: null, waits: null } } as never,
});

/** Opens the page of a run whose channel is in the test's hand. */
async function openRun(run: RunDetail): Promise<Opened & { tell: (event: RunEvent) => void }> {
  keepRun(run);
  let emit: (event: RunEvent) => void = () => undefined;
  const opened = openWindow({}, ({ answers }) => {
    answers.watch_run = (_, to) => {
      emit = to;
      setTimeout(() => to(progress(run)), 0);
      return null;
    };
  });
  await opened.user.click(await screen.findByRole("button", { name: /^Activity/u }));
  await opened.user.click(await screen.findByText(`Invite ${people} people`));
  await screen.findByRole("region", { name: "Progress" });
  return { ...opened, tell: (event) => act(() => emit(event)) };
}

const shownRows = (): (string | undefined)[] =>
  screen.getAllByRole("row").slice(1).map((row) => /p\d/u.exec(row.textContent)?.[0]);

beforeEach(() => {
  resetRuns();
  pace.run = 60_000;
});
afterEach(resetRuns);

describe("a filter while a run goes on", () => {
  it("shows what comes to match at the end, and offers to sort out what has left", async () => {
    const { user, tell } = await openRun(runWith([4]));
    await user.click(await screen.findByRole("radio", { name: /failed/u }));
    await waitFor(() => expect(shownRows()).toEqual(["p4"]));
    tell(progress(runWith([1, 4])));
    await waitFor(() => expect(shownRows()).toEqual(["p4", "p1"]));
    expect(screen.queryByRole("button", { name: "Sort again" })).toBeNull();
    tell(progress(runWith([1])));
    await user.click(await screen.findByRole("button", { name: "Sort again" }));
    await waitFor(() => expect(shownRows()).toEqual(["p1"]));
  });
});

describe("the page of a run", () => {
  it("says when the run cannot be followed any more, and follows it again", async () => {
    const { user, tell, backend } = await openRun(runWith([]));
    tell({ event: "ended" });
    expect(await screen.findByText("The run cannot be followed any more.")).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    await waitFor(() => expect(screen.queryByText("The run cannot be followed any more.")).toBeNull());
    expect(callsOf(backend, "watch_run")).toHaveLength(2);
  });

  it("lets the trouble of one command go with the next", async () => {
    const { user, backend } = await openRun(runWith([]));
    backend.answers.pause_run = () => {
      throw new Error("It would not.");
    };
    await user.click(await screen.findByRole("button", { name: "Pause" }));
    expect(await screen.findByText("Usher stumbled over a fault of its own.")).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Stop" }));
    await waitFor(() =>
      expect(screen.queryByText("Usher stumbled over a fault of its own.")).toBeNull(),
    );
  });
});

describe("a run at rest", () => {
  it("says of nobody that the directory is waited for or tried again by itself", async () => {
    const run = runWith([], "paused");
    const lags: Explanation = {
      code: "directoryLags", summary: "Waiting for the directory.", cause: "The guest was made a moment ago.",
      remedy: "Nothing to do: it is tried again by itself.", who: [], setting: null, request: null,
    };
    const rows = run.rows.map((row): RunRow =>
      row.index === 0
        ? { ...row, state: "waiting", steps: row.steps.map((step) => ({ ...step, state: "waiting", explanation: lags })) }
        : row,
    );
    const { user } = await openRun({ ...run, rows });
    await user.click(await screen.findByText("Waits for the run to go on"));
    expect(await screen.findByText("The guest was made a moment ago. It goes on once the run does.")).toBeTruthy();
    expect(screen.queryByText(/Waiting for the directory|by itself/u)).toBeNull();
    expect(screen.queryByRole("img", { name: /Waiting for the directory/u })).toBeNull();
  });
});

describe("the offer to resume", () => {
  it("can be shown or put away where resuming fails", async () => {
    keepRun(runWith([], "interrupted"));
    const { user } = openWindow({}, ({ answers }) => {
      answers.resume_run = () => {
        throw new Error("It is held elsewhere.");
      };
    });
    await user.click(await screen.findByRole("button", { name: "Resume" }));
    expect(await screen.findByText("Usher stumbled over a fault of its own.")).toBeTruthy();
    expect(await screen.findByRole("button", { name: "Show" })).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Later" }));
    await waitFor(() => expect(screen.queryByText(/was interrupted/u)).toBeNull());
    expect(screen.queryByText("Usher stumbled over a fault of its own.")).toBeNull();
  });
});

describe("what needs attention", () => {
  it("is the same number in the rail and in Activity", async () => {
    keepRun(runWith([1], "stopped"));
    const { user } = openWindow();
    await user.click(await screen.findByRole("button", { name: /^Activity\s*1/u }));
    await user.click(await screen.findByRole("button", { name: /^Needs attention/u }));
    expect(await screen.findByText(`Invite ${people} people`)).toBeTruthy();
  });

  it("is nothing that a run may still settle itself", async () => {
    const run = runWith([]);
    keepRun({ ...run, summary: { ...run.summary, totals: { ...run.summary.totals, unknown: 2 } } });
    openWindow();
    const activity = await screen.findByRole("button", { name: /^Activity/u });
    await screen.findByRole("grid", { name: "Guests" });
    await waitFor(() => expect(activity.textContent).toMatch(/%/u));
    expect(screen.queryByLabelText(/need attention/u)).toBeNull();
  });
});
