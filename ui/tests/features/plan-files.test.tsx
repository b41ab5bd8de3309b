import { act, screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Draft } from "@/ipc";
import { TroubleError } from "@/ipc";
import { composeAs, composition } from "@/features/invite/compose-store";
import { forgetPlan } from "@/features/run/planning";
import { dropList } from "../dev/drop-list";
import { guestRows } from "../dev/fixture-guests";
import { makePlan } from "../dev/fixture-plan";
import { advance, newRun, totalsOf } from "../dev/fixture-run-model";
import { keepRun, pace, resetRuns } from "../dev/fixture-runs";
import { callsOf, openWindow, violations } from "../render";

const pending = guestRows.find((row) => row.invitationState === "pendingAcceptance" && row.mail !== null)?.mail ?? "";

const draft = (addresses: readonly string[]): Draft => ({
  kind: "invite",
  people: addresses.map((address) => ({ address, displayName: null, userId: null })),
  message: { send: true, body: null, cc: null, language: null, redirectUrl: "https://myapps.microsoft.com" },
  access: { groups: ["group-0"], applications: [] },
  mailPendingAgain: false,
});

beforeEach(() => {
  resetRuns();
  pace.run = 5;
  pace.rowsAtOnce = 50;
});

afterEach(() => {
  composeAs(undefined);
  forgetPlan();
});

function planFile(addresses: readonly string[], leftOut: readonly number[]): File {
  const text = JSON.stringify({ draft: draft(addresses), leftOut });
  return new File([text], "plan.json", { type: "application/json" });
}

async function choose(user: UserEvent, file: File): Promise<void> {
  await user.upload(await screen.findByLabelText("Plan file"), file);
}

describe("a plan in a file", () => {
  it("is reviewed with what changed since, its rows left out, and does not touch what was begun", async () => {
    const { user, backend } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Invite" }));
    await screen.findByRole("button", { name: "Open plan" });
    await user.click(await screen.findByRole("textbox", { name: "Email" }));
    await user.paste("begun@new.example, ");
    await screen.findByRole("button", { name: "Review 1 person" });

    await choose(user, planFile(["a@new.example", pending, "c@new.example"], [2]));
    expect(await screen.findByText("The directory has changed since this plan was made")).toBeTruthy();
    expect(await screen.findByText(/Made by theo.brandt@practice.contoso.com/u)).toBeTruthy();
    expect(await screen.findByRole("button", { name: "Put back c@new.example" })).toBeTruthy();
    expect(await violations()).toEqual([]);

    const grid = await screen.findByRole("grid", { name: "Plan" });
    expect(await within(grid).findAllByRole("row")).toHaveLength(4);
    await user.click(await screen.findByRole("button", { name: "1 addresses have been invited since" }));
    await waitFor(() => expect(within(grid).getAllByRole("row")).toHaveLength(2));
    expect(await within(grid).findByText(pending)).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Show all rows" }));

    await user.click(await screen.findByRole("button", { name: "Run for 2 people" }));
    expect(await screen.findByRole("heading", { level: 1, name: "Receipt" })).toBeTruthy();
    expect(callsOf(backend, "start_run")).toEqual([{ planId: expect.any(String) as string, leftOut: [2] }]);
    expect(composition("invite").people.map((person) => person.address)).toEqual(["begun@new.example"]);
  });

  it("is kept with what was left out of it when one looks elsewhere, until it is discarded", async () => {
    const { user, backend } = openWindow();
    await choose(user, planFile(["a@new.example", "b@new.example"], []));
    await user.click(await screen.findByRole("button", { name: "Leave out a@new.example" }));
    await user.click(await screen.findByRole("button", { name: "Activity" }));
    await user.click(await screen.findByRole("button", { name: "Back to review" }));
    expect(await screen.findByRole("button", { name: "Put back a@new.example" })).toBeTruthy();
    expect(callsOf(backend, "hold_plan")).toHaveLength(1);
    await user.click(await screen.findByRole("button", { name: "Activity" }));
    await user.click(await screen.findByRole("button", { name: "Discard plan" }));
    expect(screen.queryByRole("button", { name: "Back to review" })).toBeNull();
  });

  it("is opened by dropping it on any page", async () => {
    const { user } = openWindow();
    await screen.findByRole("grid", { name: "Guests" });
    dropList(JSON.stringify({ draft: draft(["a@new.example"]), leftOut: [] }), "plan.json");
    await user.click(await screen.findByRole("button", { name: "Run for 1 person" }));
    expect(await screen.findByRole("heading", { level: 1, name: "Receipt" })).toBeTruthy();
  });

  it("is refused in plain words, and nothing is left behind", async () => {
    const { user } = openWindow({}, ({ answers }) => {
      answers.open_plan = () => {
        throw new TroubleError({
          code: "invalidInput",
          explanation: {
            code: "notAPlan",
            summary: "The plan was not opened.",
            cause: "This is not a plan that Usher saved.",
            remedy: "Choose a file that was saved with Save plan.",
            who: [],
            setting: null,
            request: null,
          },
          consent: null,
          support: null,
        } as never);
      };
    });
    await user.click(await screen.findByRole("button", { name: "Invite" }));
    await choose(user, new File(["address"], "people.json", { type: "application/json" }));
    const dialog = await screen.findByRole("alertdialog", { name: "The plan was not opened." });
    expect(await within(dialog).findByText("This is not a plan that Usher saved.")).toBeTruthy();
    await user.click(await within(dialog).findByRole("button", { name: "Close" }));
    expect(await screen.findByRole("heading", { name: "Invite guests" })).toBeTruthy();
  });

  it("is saved from the review with the rows that were taken out", async () => {
    const { user, backend } = openWindow();
    await choose(user, planFile(["a@new.example", "b@new.example"], []));
    await user.click(await screen.findByRole("button", { name: "Leave out b@new.example" }));
    await user.click(await screen.findByRole("button", { name: "Save plan" }));
    expect(await screen.findByText("Saved Plan for 2 addresses in Contoso.json")).toBeTruthy();
    expect(callsOf(backend, "save_plan")).toEqual([{ planId: expect.any(String) as string, leftOut: [1] }]);
  });
});

describe("a receipt", () => {
  it("takes what failed to a new review, and leads back", async () => {
    const run = newRun("run-x", makePlan(draft(["a@new.example", "b@aldervale.example"])), [], new Date());
    const rows = run.rows.map((row) =>
      Array.from({ length: 9 }).reduce<typeof row>((one) => advance(one, new Date()), row),
    );
    keepRun({ rows, summary: { ...run.summary, state: "finished", ended: run.summary.started, totals: totalsOf(rows) } });
    const { user, backend } = openWindow();
    await user.click(await screen.findByRole("button", { name: /^Activity/u }));
    await user.click(await screen.findByText("Invite 2 people"));
    await user.click(await screen.findByRole("button", { name: "Retry what failed" }));
    const grid = await screen.findByRole("grid", { name: "Plan" });
    expect(await within(grid).findAllByRole("row")).toHaveLength(2);
    expect(await within(grid).findByText("b@aldervale.example")).toBeTruthy();
    expect(callsOf(backend, "retry_draft")).toEqual([{ id: "run-x" }]);
    await user.click(await screen.findByRole("button", { name: "Back" }));
    expect(await screen.findByRole("heading", { level: 1, name: "Receipt" })).toBeTruthy();
  });

  it("saves its results, with redeem links only on purpose", async () => {
    const { user, backend } = openWindow();
    await choose(user, planFile(["a@new.example"], []));
    await user.click(await screen.findByRole("button", { name: "Run for 1 person" }));
    await user.click(await screen.findByRole("button", { name: "Save results" }));
    const dialog = await screen.findByRole("dialog", { name: "Save results" });
    expect(within(dialog).queryByText(/can accept the invitation/u)).toBeNull();
    await user.click(await within(dialog).findByRole("radio", { name: /JSON/u }));
    await user.click(await within(dialog).findByRole("checkbox", { name: "Include redeem links" }));
    expect(await within(dialog).findByText(/Whoever has the link can accept the invitation/u)).toBeTruthy();
    expect(await violations()).toEqual([]);
    await user.click(await within(dialog).findByRole("button", { name: "Save" }));
    expect(await screen.findByText("Saved Results.json")).toBeTruthy();
    const [args] = callsOf(backend, "save_run_results") as { format: string; withLinks: boolean }[];
    expect(args).toMatchObject({ format: "json", withLinks: true });
  });
});

describe("closing the window while a run is under way", () => {
  it("asks, keeps it open, or closes for good", async () => {
    const { user, backend } = openWindow();
    await screen.findByRole("navigation", { name: "Screens" });
    act(() => backend.close());
    const name = "A run is under way. Close Usher?";
    await screen.findByRole("alertdialog", { name });
    expect(await violations()).toEqual([]);
    await user.click(await screen.findByRole("button", { name: "Keep open" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog", { name })).toBeNull());
    expect(callsOf(backend, "close_window")).toEqual([]);
    act(() => backend.close());
    await user.click(await screen.findByRole("button", { name: "Pause and close" }));
    expect(callsOf(backend, "close_window")).toEqual([undefined]);
  });
});
