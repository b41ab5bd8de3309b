import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { composeAs } from "@/features/invite/compose-store";
import { forgetPlan } from "@/features/run/planning";
import { TroubleError, type CommandName, type ConsentNeed } from "@/ipc";
import type { FixtureBackend } from "../dev/fixture-backend";
import { blocked } from "../dev/fixture-session";
import { screenOpeners } from "../dev/screen-openers";
import { openWindow } from "../render";

interface Waited {
  options?: Record<string, string>;
  /** The way to where it is called. */
  go: (user: UserEvent) => Promise<void>;
  /** The words of its progress. */
  label: string;
  /** The button that ends the waiting. Absent: Cancel, by which the page lets go of a reading. */
  end?: "Do not wait" | "Close" | "Back" | "Guests";
  /** What that button sends, where it calls the work off too. */
  sends?: CommandName;
  prepare?: (answers: FixtureBackend["answers"]) => void;
}

/**
 * How a command is waited for. Those answered "here", out of memory or a file on this computer, are
 * waited for nowhere; what depends on one "aside" appears when it is answered, and nothing waits.
 */
type Wait = "here" | "aside" | Waited;

const click = async (user: UserEvent, name: string | RegExp): Promise<void> =>
  user.click(await screen.findByRole("button", { name }));

async function confirm(user: UserEvent, opener: string, button: string): Promise<void> {
  await click(user, "Settings");
  await click(user, opener);
  const dialog = await screen.findByRole("alertdialog");
  await user.click(await within(dialog).findByRole("button", { name: button }));
}

async function compose(user: UserEvent): Promise<void> {
  composeAs(undefined);
  forgetPlan();
  await click(user, "Invite");
  await user.click(await screen.findByRole("textbox", { name: "Email" }));
  await user.paste("anna@new.example, ");
}

async function review(user: UserEvent): Promise<void> {
  await compose(user);
  await click(user, "Review 1 person");
}

const need: ConsentNeed = {
  feature: "guests",
  scopes: [{ scope: "User.Read.All", why: "Lists the guests." }],
  mayApprove: false,
  adminConsentUrl: "https://login.microsoftonline.com/tenant/adminconsent",
  request: "Please approve it.",
};

const runOf = screenOpeners.Run?.go ?? (() => Promise.resolve());

const waits: Record<CommandName, Wait> = {
  session_state: "here",
  sign_in: {
    options: { signedOut: "" },
    go: (user) => click(user, "Open practice tenant"),
    label: "Asking for a code",
    sends: "cancel_sign_in",
  },
  cancel_sign_in: "here",
  open_sign_in_page: "here",
  copy_user_code: "here",
  sign_out: {
    go: async (user) => {
      await click(user, "Settings");
      await click(user, "Sign out");
    },
    label: "Signing out",
    end: "Do not wait",
  },
  forget_account: { go: (user) => confirm(user, "Forget this account", "Forget"), label: "One moment", end: "Close" },
  rights: "aside",
  check_again: {
    prepare: (answers) => {
      answers.guests = () => {
        throw new TroubleError({ ...blocked, code: "consentRequired", consent: need });
      };
    },
    go: (user) => click(user, "Check again"),
    label: "Asking the directory",
    end: "Do not wait",
  },
  guests: { go: () => Promise.resolve(), label: "Loading guests" },
  guest_ids: "here",
  pending_guests: "here",
  guest_counts: "here",
  guest_domains: "here",
  sync_status: "here",
  refresh_guests: "here",
  guest_profile: { go: (user) => click(user, "Mei-Lin Okafor"), label: "Reading the guest" },
  groups: { go: (user) => click(user, "Groups"), label: "Reading the groups" },
  group: {
    go: async (user) => {
      await click(user, "Groups");
      await click(user, "Suppliers Q4");
    },
    label: "Reading the group",
  },
  applications: { go: (user) => click(user, "Applications"), label: "Reading the applications" },
  application: {
    go: async (user) => {
      await click(user, "Applications");
      await click(user, "Supplier Portal");
    },
    label: "Reading the application",
  },
  // Long lists are read aside: the page can be left meanwhile.
  read_addresses: { go: compose, label: "Reading the list", end: "Guests" },
  draft_defaults: "here",
  resend_draft: {
    go: async (user) => {
      await click(user, "Mei-Lin Okafor");
      await click(user, "Resend invitation");
    },
    label: "Reading the guests",
  },
  access_draft: {
    go: async (user) => {
      await click(user, "Mei-Lin Okafor");
      await click(user, "Add to group");
    },
    label: "Reading the guests",
  },
  retry_draft: "here",
  check_draft: "here",
  mail_preview: {
    go: compose,
    label: "Reading your organization’s details",
  },
  make_plan: { go: review, label: "Checking the addresses", sends: "cancel_plan" },
  cancel_plan: "here",
  plan: "here",
  estimate_plan: "here",
  start_run: {
    go: async (user) => {
      await review(user);
      await click(user, "Run for 1 person");
    },
    label: "Starting the run",
    end: "Back",
  },
  runs: { go: (user) => click(user, /^Activity/u), label: "Reading your runs" },
  run: "here",
  watch_run: { go: runOf, label: "Opening the run" },
  pause_run: {
    go: async (user) => {
      await runOf(user);
      await click(user, "Pause");
    },
    label: "Waiting for the run",
    end: "Do not wait",
  },
  resume_run: "here",
  stop_run: {
    go: async (user) => {
      await runOf(user);
      await click(user, "Stop");
    },
    label: "Waiting for the run",
    end: "Do not wait",
  },
  decide: "here",
  copy_redeem_link: "here",
  save_plan: "here",
  open_plan: "here",
  hold_plan: "here",
  save_run_results: "here",
  show_exported_file: "here",
  begin_sheet: "here",
  add_to_sheet: "here",
  read_sheet: "here",
  cancel_sheet: "here",
  sheet_rows: "here",
  sheet_people: "here",
  save_sheet_problems: "here",
  close_sheet: "here",
  settings: { go: (user) => click(user, "Settings"), label: "Reading the settings" },
  save_preferences: "here",
  save_defaults: "here",
  open_data_folder: "here",
  delete_local_data: { go: (user) => confirm(user, "Delete data", "Delete"), label: "One moment", end: "Close" },
  close_window: "here",
  close_is_asked: "here",
  open_outbox: { go: (user) => click(user, "Outbox"), label: "Opening the outbox", end: "Do not wait" },
  start_practice_afresh: {
    go: async (user) => {
      await click(user, "Start afresh");
      const dialog = await screen.findByRole("alertdialog");
      await user.click(await within(dialog).findByRole("button", { name: "Start afresh" }));
    },
    label: "One moment",
    end: "Close",
  },
};

const waited = Object.entries(waits).flatMap(([name, wait]) =>
  typeof wait === "string" ? [] : [{ name: name as CommandName, ...wait }],
);

describe("a wait", () => {
  it.each(waited)("for $name shows its progress and can be ended", async (wait) => {
    const { name, go, label, end = "Cancel", sends } = wait;
    const { user, backend } = openWindow(wait.options, ({ answers }) => {
      const never = (): Promise<never> => new Promise(() => undefined);
      Object.assign(answers, { [name]: never });
      wait.prepare?.(answers);
    });
    await go(user);
    expect(await screen.findByText(label)).toBeTruthy();
    expect((await screen.findAllByRole("progressbar")).length).toBeGreaterThan(0);
    const button = await screen.findByRole("button", { name: end });
    const before = backend.calls.length;
    await user.click(button);
    await waitFor(() => expect(screen.queryByText(label)).toBeNull());
    const sent = backend.calls.slice(before).map((call) => call.name);
    expect(sent.filter((command) => command.startsWith("cancel_"))).toEqual(sends === undefined ? [] : [sends]);
  });
});
