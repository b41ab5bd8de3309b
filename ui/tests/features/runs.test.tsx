import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Draft, RunDetail, RunState, SessionState } from "@/ipc";
import { composeAs } from "@/features/invite/compose-store";
import { forgetPlan } from "@/features/run/planning";
import { makePlan } from "../dev/fixture-plan";
import { advance, newRun, totalsOf } from "../dev/fixture-run-model";
import { keepRun, pace, resetRuns } from "../dev/fixture-runs";
import { guestRows } from "../dev/fixture-guests";
import { callsOf, openWindow, violations } from "../render";

const draft = (addresses: readonly string[]): Draft => ({
  kind: "invite",
  people: addresses.map((address) => ({ address, displayName: null, userId: null })),
  message: { send: true, body: null, cc: null, language: null, redirectUrl: "https://myapps.microsoft.com" },
  access: { groups: ["group-0"], applications: [] },
  mailPendingAgain: false,
});

/** A run in which the first row has gone some steps, and the rest none. */
function cutOff(state: RunState): RunDetail {
  const run = newRun("run-x", makePlan(draft(["a@new.example", "b@aldervale.example", "c@new.example"])), [], new Date());
  const rows = run.rows.map((row) =>
    row.index < 2 ? Array.from({ length: 2 }).reduce<typeof row>((one) => advance(one, new Date()), row) : row,
  );
  return { rows, summary: { ...run.summary, state, totals: totalsOf(rows) } };
}

beforeEach(() => {
  resetRuns();
  pace.run = 5;
  pace.rowsAtOnce = 50;
});

afterEach(() => {
  composeAs(undefined);
  forgetPlan();
});

describe("a run that was interrupted", () => {
  it("is offered for resumption and goes on to its receipt", async () => {
    keepRun(cutOff("interrupted"));
    const { user, backend } = openWindow();
    expect(await screen.findByText(/was interrupted/u)).toBeTruthy();
    expect(await violations()).toEqual([]);
    await user.click(await screen.findByRole("button", { name: "Resume" }));
    expect(await screen.findByRole("heading", { level: 1, name: "Receipt" })).toBeTruthy();
    expect(callsOf(backend, "resume_run")).toEqual([{ id: "run-x" }]);
    expect(await screen.findByText("2 of 3 people are done")).toBeTruthy();
  });
});

describe("a run under way", () => {
  it("that rests because the sign-in has ended goes on after signing in again", async () => {
    const run = cutOff("paused");
    const why = {
      code: "signInEnded", summary: "You have to sign in again.", cause: "The sign-in has ended.",
      remedy: "Sign in again.", who: [], setting: null, request: null,
    };
    keepRun({ ...run, summary: { ...run.summary, pausedBecause: why, pausedBy: "signInRequired" } });
    const { user, backend } = openWindow();
    const session = (await backend.call("session_state", { args: null })) as SessionState;
    backend.answers.sign_in = (_, emit) => {
      if (session.state === "signedIn") {
        emit({ event: "signedIn", session: session.session });
      }
      return null;
    };
    await user.click(await screen.findByRole("button", { name: /^Activity/u }));
    await user.click(await screen.findByText("Invite 3 people"));
    await user.click(await screen.findByRole("button", { name: "Sign in again" }));
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
    await user.click(await screen.findByRole("button", { name: "Get a code" }));
    await waitFor(() => expect(callsOf(backend, "resume_run")).toEqual([{ id: "run-x" }]));
    expect(callsOf(backend, "sign_in")).toEqual([{ to: "again" }]);
  });

  it("keeps its order until asked, opens a row's steps, pauses and stops", async () => {
    keepRun(cutOff("paused"));
    const { user, backend } = openWindow();
    await user.click(await screen.findByRole("button", { name: /^Activity/u }));
    await user.click(await screen.findByText("Invite 3 people"));
    const progress = await screen.findByRole("region", { name: "Progress" });
    expect(await within(progress).findByText("50 %")).toBeTruthy();
    const rows = (await screen.findAllByRole("row")).slice(1);
    expect(rows[0]?.textContent).toContain("b@aldervale.example");
    await user.click(await within(rows[0]!).findByText("b@aldervale.example"));
    expect(await screen.findByText(/Who can: Security Administrator/u)).toBeTruthy();
    expect(await violations()).toEqual([]);
    await user.click(await screen.findByRole("button", { name: "Stop" }));
    expect((await screen.findAllByText(/You stopped the run/u)).length).toBeGreaterThan(0);
    expect(callsOf(backend, "stop_run")).toEqual([{ id: "run-x" }]);
  });
});

describe("activity", () => {
  it("is empty at first and says what will be there", async () => {
    const { user } = openWindow();
    await user.click(await screen.findByRole("button", { name: /^Activity/u }));
    expect(await screen.findByText("Nothing has been run yet")).toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it("lists runs, filters them and offers to resume", async () => {
    keepRun(cutOff("paused"));
    const { user } = openWindow();
    await user.click(await screen.findByRole("button", { name: /^Activity/u }));
    expect(await screen.findByRole("button", { name: "Resume Invite 3 people" })).toBeTruthy();
    expect(await violations()).toEqual([]);
    await user.type(await screen.findByRole("searchbox", { name: "Search runs" }), "zzz");
    expect(await screen.findByText("No run matches")).toBeTruthy();
  });

  it("tells a failure with a way to try again", async () => {
    const { user, backend } = openWindow({}, ({ answers }) => {
      answers.runs = () => {
        throw new Error("The disk is full");
      };
    });
    await user.click(await screen.findByRole("button", { name: /^Activity/u }));
    const again = await screen.findByRole("button", { name: "Try again" });
    delete backend.answers.runs;
    await user.click(again);
    expect(await screen.findByText("Nothing has been run yet")).toBeTruthy();
  });
});

describe("resend", () => {
  it("says what a resend means before it is sent, and sends only what is pending", async () => {
    const [first, second] = guestRows;
    const { user, backend } = openWindow();
    await user.click(await screen.findByRole("checkbox", { name: `Select ${first!.displayName}` }));
    await user.click(await screen.findByRole("checkbox", { name: `Select ${second!.displayName}` }));
    await user.click(await screen.findByRole("button", { name: /Resend invitation\s*1/u }));
    expect(await screen.findByRole("heading", { level: 1, name: "Resend invitation" })).toBeTruthy();
    expect(await screen.findByText(/The mail goes out in your name/u)).toBeTruthy();
    expect(await screen.findByRole("textbox", { name: "Redirect URL" })).toBeTruthy();
    expect(await violations()).toEqual([]);
    await user.click(await screen.findByRole("button", { name: /^Review \d invitations?$/u }));
    expect(await screen.findByText("Sends 1 mail")).toBeTruthy();
    expect(await screen.findByText(/whatever the first one was for/u)).toBeTruthy();
    expect(callsOf(backend, "start_run")).toEqual([]);
  });
});

describe("a run that ends while another screen is shown", () => {
  it("is told, with the way to its receipt", async () => {
    const run = cutOff("running");
    keepRun(run);
    const { user, backend } = openWindow();
    await user.click(await screen.findByRole("button", { name: /^Activity/u }));
    expect(await screen.findByText("Invite 3 people")).toBeTruthy();
    expect(screen.queryByText("Open receipt")).toBeNull();
    const ended = new Date().toISOString();
    keepRun({ ...run, summary: { ...run.summary, state: "finished", ended } });
    backend.change(["runs"]);
    await user.click(await screen.findByText("Open receipt"));
    expect(await screen.findByRole("heading", { level: 1, name: "Receipt" })).toBeTruthy();
  });
});

describe("settings", () => {
  it("offers what it can do in the palette, and asks there too before it deletes", async () => {
    const { user, backend } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Settings" }));
    await screen.findByRole("button", { name: "Delete data" });
    await user.keyboard("{Control>}k{/Control}");
    for (const name of ["Forget this account", "Open data folder", "Start the practice tenant afresh"]) {
      expect(await screen.findByRole("option", { name, hidden: true })).toBeTruthy();
    }
    await user.click(await screen.findByRole("option", { name: "Delete data", hidden: true }));
    expect(await screen.findByText("Delete the data of this account?")).toBeTruthy();
    expect(callsOf(backend, "delete_local_data")).toEqual([]);
  });

  it("saves defaults, changes the theme and deletes only after asking", async () => {
    const { user, backend } = openWindow();
    backend.answers.save_defaults = () => null;
    backend.answers.delete_local_data = () => null;
    await user.click(await screen.findByRole("button", { name: "Settings" }));
    const redirect = await screen.findByRole("textbox", { name: "Redirect URL" });
    expect(await violations()).toEqual([]);
    await user.clear(redirect);
    await user.type(redirect, "http://plain.example");
    expect(await screen.findByText(/begins with https/u)).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Save defaults" }));
    expect(callsOf(backend, "save_defaults")).toEqual([]);
    await user.clear(redirect);
    await user.click(await screen.findByRole("button", { name: "Save defaults" }));
    await waitFor(() =>
      expect(callsOf(backend, "save_defaults")).toEqual([
        { defaults: { redirectUrl: null, language: "en-US", message: null, send: true } },
      ]),
    );
    await user.click(await screen.findByRole("radio", { name: "Dark" }));
    expect(callsOf(backend, "save_preferences")).toEqual([
      { preferences: { theme: "dark", guestColumns: null } },
    ]);
    await user.click(await screen.findByRole("button", { name: "Delete data" }));
    expect(callsOf(backend, "delete_local_data")).toEqual([]);
    expect(await violations()).toEqual([]);
    await user.click(await screen.findByRole("button", { name: "Delete", hidden: true }));
    await waitFor(() => expect(callsOf(backend, "delete_local_data")).toEqual([{ key: "tenant_ines" }]));
  });
});
