import { screen } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { composeAs } from "@/features/invite/compose-store";
import { forgetPlan } from "@/features/run/planning";
import { pace } from "./fixture-runs";
import { dropList } from "./drop-list";

/** How a screen of docs/screens.md is reached: the fixtures' options, and the way from the first screen. */
export interface ScreenOpener {
  options?: Record<string, string>;
  go?: (user: UserEvent) => Promise<void>;
}

const click = async (user: UserEvent, name: string): Promise<void> =>
  user.click(await screen.findByRole("button", { name }));

async function review(user: UserEvent): Promise<void> {
  // What an earlier window composed is still there: it outlives the page.
  composeAs(undefined);
  forgetPlan();
  await click(user, "Invite");
  await user.click(await screen.findByRole("textbox", { name: "Email" }));
  await user.paste("anna@new.example, ");
  await click(user, "Review 1 person");
  await screen.findByRole("grid", { name: "Plan" });
}

async function run(user: UserEvent, milliseconds: number): Promise<void> {
  pace.run = milliseconds;
  await review(user);
  await click(user, "Run for 1 person");
}

async function withSelection(user: UserEvent, command: RegExp): Promise<void> {
  await user.click(await screen.findByRole("checkbox", { name: "Select Mei-Lin Okafor" }));
  await user.click(await screen.findByRole("button", { name: command }));
}

/** By the section's heading in docs/screens.md. */
export const screenOpeners: Record<string, ScreenOpener> = {
  "Sign in": { options: { signedOut: "" } },
  "Sign in: code": {
    options: { signedOut: "" },
    go: (user) => click(user, "Open practice tenant"),
  },
  Window: {},
  Guests: {},
  Guest: { go: (user) => click(user, "Mei-Lin Okafor") },
  Groups: { go: (user) => click(user, "Groups") },
  Group: {
    go: async (user) => {
      await click(user, "Groups");
      await click(user, "Suppliers Q4");
    },
  },
  Applications: { go: (user) => click(user, "Applications") },
  Application: {
    go: async (user) => {
      await click(user, "Applications");
      await click(user, "Supplier Portal");
    },
  },
  Invite: { go: (user) => click(user, "Invite") },
  "Add from a list": {
    go: async (user) => {
      await click(user, "Invite");
      await screen.findByRole("textbox", { name: "Email" });
      dropList("Email,Name\na@new.example,Ann\nb@new.example,Bob\nc+d@new.example,\n,Nobody\n");
      await screen.findByRole("list", { name: "Columns" });
    },
  },
  Review: { go: review },
  Run: { go: (user) => run(user, 60_000) },
  Receipt: {
    go: async (user) => {
      await run(user, 5);
      await screen.findByRole("heading", { name: "Receipt" });
    },
  },
  "Resend invitation": { go: (user) => withSelection(user, /^Resend invitation\s*1/u) },
  "Give access": {
    go: async (user) => {
      await withSelection(user, /^Add to group/u);
      await click(user, "Close");
    },
  },
  Activity: {
    go: async (user) => {
      await run(user, 60_000);
      await user.click(await screen.findByRole("button", { name: /^Activity/u }));
    },
  },
  Settings: { go: (user) => click(user, "Settings") },
};
