import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Draft } from "@/ipc";
import { makePlan } from "../dev/fixture-plan";
import { newRun } from "../dev/fixture-run-model";
import { keepRun, resetRuns } from "../dev/fixture-runs";
import { callsOf, openWindow, violations } from "../render";

const draft: Draft = {
  kind: "invite",
  people: [{ address: "a@new.example", displayName: null, userId: null }],
  message: { send: true, body: null, cc: null, language: null, redirectUrl: "https://myapps.microsoft.com" },
  access: { groups: [], applications: [] },
  mailPendingAgain: false,
};

const beginRun = (): void => keepRun(newRun("run-x", makePlan(draft), [], new Date()));

beforeEach(resetRuns);
afterEach(resetRuns);

describe("signing out", () => {
  it("asks first while a run is under way, also from the palette", async () => {
    beginRun();
    const { backend, user } = openWindow();
    await screen.findByRole("grid", { name: "Guests" });
    await user.keyboard("{Control>}k{/Control}");
    await user.click(await screen.findByRole("option", { name: "Sign out" }));
    const question = await screen.findByRole("alertdialog", { name: "A run is under way. Sign out?" });
    expect(await violations()).toEqual([]);
    expect(callsOf(backend, "sign_out")).toEqual([]);
    await user.click(await within(question).findByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    expect(callsOf(backend, "sign_out")).toEqual([]);

    await user.click(await screen.findByRole("button", { name: "Settings" }));
    await user.click(await screen.findByRole("button", { name: "Delete data" }));
    expect(await screen.findByText("A run is under way.")).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    await user.click(await screen.findByRole("button", { name: "Sign out" }));
    const again = await screen.findByRole("alertdialog", { name: "A run is under way. Sign out?" });
    await user.click(await within(again).findByRole("button", { name: "Sign out" }));
    expect(await screen.findByRole("heading", { name: "Sign in to Usher" })).toBeTruthy();
    expect(callsOf(backend, "sign_out")).toHaveLength(1);
  });

  it("does not ask without one, and tells in the palette too that it failed", async () => {
    const { backend, user } = openWindow({}, ({ answers }) => {
      answers.sign_out = () => {
        throw new Error("The disk is full");
      };
    });
    await screen.findByRole("grid", { name: "Guests" });
    await user.keyboard("{Control>}k{/Control}");
    await user.click(await screen.findByRole("option", { name: "Sign out" }));
    expect((await screen.findAllByText("Usher stumbled over a fault of its own.")).length).toBeGreaterThan(0);
    expect(callsOf(backend, "sign_out")).toHaveLength(1);
    expect(screen.queryByRole("alertdialog")).toBeNull();
  });
});
