import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Draft } from "@/ipc";
import { composeAs } from "@/features/invite/compose-store";
import { forgetPlan } from "@/features/run/planning";
import { guestRows } from "../dev/fixture-guests";
import { resetRuns } from "../dev/fixture-runs";
import { callsOf, openWindow } from "../render";

const pending = guestRows.find((row) => row.invitationState === "pendingAcceptance" && row.mail !== null)?.mail ?? "";
const addresses = ["a@new.example", "ines@practice.contoso.com", pending];

const draft: Draft = {
  kind: "invite",
  people: addresses.map((address) => ({ address, displayName: null, userId: null })),
  message: { send: true, body: null, cc: null, language: null, redirectUrl: "https://myapps.microsoft.com" },
  access: { groups: ["group-0"], applications: [] },
  mailPendingAgain: false,
};

async function openPlan(user: UserEvent): Promise<HTMLElement> {
  const file = new File([JSON.stringify({ draft, leftOut: [] })], "plan.json", { type: "application/json" });
  await user.upload(await screen.findByLabelText("Plan file"), file);
  return screen.findByRole("grid", { name: "Plan" });
}

beforeEach(resetRuns);
afterEach(() => {
  composeAs(undefined);
  forgetPlan();
});

describe("the review of a plan", () => {
  it("marks in the legend what the chosen verdict belongs to", async () => {
    const { user } = openWindow();
    await openPlan(user);
    await user.click(await screen.findByRole("button", { name: "Verdict" }));
    await user.click(await screen.findByRole("menuitemradio", { name: /^Member/u }));
    const group = await screen.findByRole("radio", { name: /Not to be invited/u });
    await waitFor(() => expect(group.getAttribute("aria-checked")).toBe("true"));
    expect((await screen.findByRole("radio", { name: /All$/u })).getAttribute("aria-checked")).toBe("false");
  });

  it("tells what is skipped from what a person left out", async () => {
    const { user } = openWindow();
    await openPlan(user);
    expect(await screen.findByText("1 skipped")).toBeTruthy();
    expect(screen.queryByText("1 left out")).toBeNull();
    await user.click(await screen.findByRole("button", { name: "Leave out a@new.example" }));
    expect(await screen.findByText("1 left out")).toBeTruthy();
    expect(await screen.findByText("1 skipped")).toBeTruthy();
  });

  it("shows the rows of a change whatever was chosen before, and leaves them out together", async () => {
    const { user } = openWindow();
    const grid = await openPlan(user);
    await user.click(await screen.findByRole("radio", { name: /Not to be invited/u }));
    await user.click(await screen.findByRole("button", { name: "1 addresses have been invited since" }));
    expect(await within(grid).findByText(pending)).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Leave out all 1 shown" }));
    expect(await screen.findByText("1 left out")).toBeTruthy();
    await user.type(await screen.findByRole("searchbox", { name: "Search addresses" }), "zzz");
    expect(await screen.findByText("None of the changed addresses holds this text.")).toBeTruthy();
  });

  it("starts its run once, from the palette too", async () => {
    const { user, backend } = openWindow();
    Object.assign(backend.answers, { start_run: () => new Promise(() => undefined) });
    await openPlan(user);
    await user.click(await screen.findByRole("button", { name: "Run for 2 people" }));
    await user.keyboard("{Control>}k{/Control}");
    const option = await screen.findByRole("option", { name: /^Run for 2 people/u });
    expect(option.getAttribute("aria-disabled")).toBe("true");
    await user.click(option);
    expect(callsOf(backend, "start_run")).toHaveLength(1);
  });
});
