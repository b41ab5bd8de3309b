import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import type { DraftArgs, StartRunArgs } from "@/ipc";
import { composeAs } from "@/features/invite/compose-store";
import { forgetPlan } from "@/features/run/planning";
import { pace, resetRuns } from "../dev/fixture-runs";
import { callsOf, openWindow, violations, type Opened } from "../render";

const email = (): Promise<HTMLElement> => screen.findByRole("textbox", { name: "Email" });

async function openInvite(
  prepare?: Parameters<typeof openWindow>[1],
  options: Parameters<typeof openWindow>[0] = {},
): Promise<Opened> {
  const opened = openWindow(options, prepare);
  await opened.user.click(await screen.findByRole("button", { name: "Invite" }));
  await screen.findByRole("textbox", { name: "Redirect URL" });
  return opened;
}

async function paste(user: UserEvent, text: string): Promise<void> {
  await user.click(await email());
  await user.paste(text);
}

afterEach(() => {
  composeAs(undefined);
  forgetPlan();
  resetRuns();
  pace.plan = 0;
});

describe("compose", () => {
  it("reads a pasted list in any form, names what is wrong and corrects it with one click", async () => {
    const { user } = await openInvite();
    await paste(user, "Leila Haddad <leila@new.example>; tomas+ext@litware.com, LEILA@new.example");
    expect(await screen.findByText("3 addresses from 2 domains")).toBeTruthy();
    const problems = await screen.findByRole("list", { name: "Problems" });
    expect(await within(problems).findByText(/Microsoft does not accept \+/u)).toBeTruthy();
    expect(await within(problems).findByText(/stands earlier in the list/u)).toBeTruthy();
    expect(await screen.findByText("2 problems")).toBeTruthy();
    expect(await violations()).toEqual([]);
    await user.click(await screen.findByRole("button", { name: "Use tomas@" }));
    await waitFor(() => expect(screen.getByText("1 problem")).toBeTruthy());
    await user.click(await within(problems).findByRole("button", { name: "Remove LEILA@new.example" }));
    await waitFor(() => expect(screen.queryByRole("list", { name: "Problems" })).toBeNull());
    expect(await screen.findByRole("button", { name: "Review 2 people" })).toBeTruthy();
  });

  it("loses nothing when the page is left and opened again", async () => {
    const { user } = await openInvite();
    await user.type(await email(), "anna@new.example{Enter}");
    await user.type(await screen.findByRole("textbox", { name: "Display name" }), "Anna Berg");
    await user.type(await screen.findByRole("textbox", { name: "Message" }), "Welcome");
    await user.type(await email(), "half");
    await user.click(await screen.findByRole("button", { name: "Guests" }));
    await screen.findByRole("heading", { level: 1, name: "Guests" });
    await user.click(await screen.findByRole("button", { name: "Invite" }));
    expect(await screen.findByDisplayValue("Welcome")).toBeTruthy();
    const people = await screen.findByRole("toolbar", { name: "People" });
    expect((await within(people).findByText("anna@new.example")).closest("[title='Anna Berg']")).toBeTruthy();
    expect(await within(people).findByText("half")).toBeTruthy();
  });

  it("tells the problem of a field beside it and bars the review until it is gone", async () => {
    const { user, backend } = await openInvite();
    await paste(user, "anna@new.example, ");
    const redirect = await screen.findByRole("textbox", { name: "Redirect URL" });
    await user.clear(redirect);
    await user.type(redirect, "http://plain.example");
    await waitFor(() =>
      expect(screen.getAllByText("The redirect URL must begin with https://.").length).toBeGreaterThan(0),
    );
    const review = (): HTMLElement => screen.getByRole("button", { name: "Review 1 person" });
    await waitFor(() => expect(review().getAttribute("aria-disabled")).toBe("true"));
    await user.click(review());
    expect(callsOf(backend, "make_plan")).toEqual([]);
    await user.click(await screen.findByRole("button", { name: "Use the default" }));
    await waitFor(() => expect(review().getAttribute("aria-disabled")).toBeNull());
  });

  it("loses no click on Review, however early it comes", async () => {
    const { user } = await openInvite(undefined, { latency: "80" });
    await user.type(await email(), "anna@new.example{Enter}");
    await user.click(await screen.findByRole("button", { name: /^Review/u }));
    expect(await screen.findByRole("heading", { level: 1, name: "Review" })).toBeTruthy();
  });

  it("judges what was written last before it goes on, without waiting for the person", async () => {
    const { user, backend } = await openInvite();
    await paste(user, "anna@new.example, ");
    const redirect = await screen.findByRole("textbox", { name: "Redirect URL" });
    await user.clear(redirect);
    await user.type(redirect, "http://plain.example");
    await user.click(await screen.findByRole("button", { name: "Review 1 person" }));
    expect(
      (await screen.findAllByText("The redirect URL must begin with https://.")).length,
    ).toBeGreaterThan(0);
    expect(callsOf(backend, "make_plan")).toEqual([]);
    await user.click(await screen.findByRole("button", { name: "Use the default" }));
    await user.click(await screen.findByRole("button", { name: "Review 1 person" }));
    expect(await screen.findByRole("heading", { level: 1, name: "Review" })).toBeTruthy();
  });

  it("shows the mail element by element, and none when it is switched off", async () => {
    const { user } = await openInvite();
    await paste(user, "anna@new.example, bo@new.example");
    await user.type(await screen.findByRole("textbox", { name: "Message" }), "Welcome aboard");
    const mail = await screen.findByRole("group", { name: "Mail" });
    expect(await within(mail).findByText("Accept invitation")).toBeTruthy();
    await waitFor(() => expect(within(mail).getByText("Welcome aboard")).toBeTruthy());
    await user.click(await screen.findByRole("button", { name: "Next person" }));
    await waitFor(() => expect(within(mail).getByText("bo@new.example")).toBeTruthy());
    await user.click(await screen.findByRole("switch", { name: "Send invite message" }));
    expect(await screen.findByText("No mail is sent to this person.")).toBeTruthy();
  });

  it("says beforehand when the person may not invite", async () => {
    await openInvite((backend) => {
      backend.answers.rights = () => ({
        trouble: null,
        rights: {
          invite: {
            may: "no",
            explanation: {
              code: "mayNotInvite",
              summary: "You may not invite guests",
              cause: "Only some administrators may.",
              remedy: "Ask for the role Guest Inviter.",
              who: ["Privileged Role Administrator"],
              setting: null,
              request: null,
            },
          },
          resend: { may: "yes" },
          addToGroup: { may: "yes" },
          assignApplication: { may: "yes" },
          standing: {
            userId: "ines",
            isGuest: false,
            roleAssignableScope: false,
            mail: "admin@contoso.example",
            roles: { state: "known", value: [] },
            ownedGroups: { state: "known", value: [] },
            ownedApplications: { state: "known", value: [] },
            allowInvitesFrom: { state: "known", value: "none" },
          },
        },
      });
    });
    expect(await screen.findByText("You may not invite guests")).toBeTruthy();
    expect(await screen.findByText(/can still be given access here/u)).toBeTruthy();
  });
});

describe("from addresses to the receipt", () => {
  it("invites to the directory, a group and an application in one step", async () => {
    pace.run = 5;
    pace.rowsAtOnce = 50;
    const { user, backend } = await openInvite();
    await paste(user, "anna@new.example, o.lind@kestrel.example, lost@new.example");
    await user.click(await screen.findByRole("button", { name: "Add group" }));
    await user.click(await screen.findByRole("option", { name: /Suppliers Q4/u }));
    await user.click(await screen.findByRole("button", { name: "Close" }));
    await user.click(await screen.findByRole("button", { name: "Add application" }));
    await user.click(await screen.findByRole("option", { name: /Travel Desk/u, hidden: true }));
    await user.click(await screen.findByRole("button", { name: "Close", hidden: true }));
    await user.click(await screen.findByRole("button", { name: "Review 3 people" }));

    await user.click(await screen.findByRole("button", { name: "Explain o.lind@kestrel.example" }));
    expect(await screen.findByText("Cause")).toBeTruthy();
    expect(await screen.findByText(/Have kestrel.example added under Target domains/u)).toBeTruthy();
    expect(await screen.findByText("Sends 2 mails")).toBeTruthy();
    expect(await screen.findByText(/mails cannot be undone/u)).toBeTruthy();
    expect(await violations()).toEqual([]);
    expect(callsOf(backend, "start_run")).toEqual([]);

    await user.click(await screen.findByRole("button", { name: "Run for 2 people" }));
    expect(await screen.findByRole("heading", { level: 1, name: "Receipt" }, { timeout: 10_000 })).toBeTruthy();
    const done = await screen.findByRole("row", { name: /anna@new.example/u });
    expect(await within(done).findByText("Invited, added to Suppliers Q4, Travel Desk as Default Access")).toBeTruthy();
    expect(await violations()).toEqual([]);

    await user.click(await within(done).findByRole("button", { name: "Copy redeem link of anna@new.example" }));
    expect(callsOf(backend, "copy_redeem_link")).toEqual([{ id: expect.any(String) as string, row: 0 }]);
    expect(await screen.findByText("Was lost@new.example mailed?")).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Take as mailed" }));
    await waitFor(() => expect(screen.queryByText("Was lost@new.example mailed?")).toBeNull());
    expect(callsOf(backend, "decide")).toEqual([
      { id: expect.any(String) as string, row: 2, step: 0, decision: "takeAsDone" },
    ]);
  });

  it("takes out rows and whole verdicts, and runs without them", async () => {
    const { user, backend } = await openInvite();
    await paste(user, "anna@new.example, bo@new.example, cleo@new.example, mei.lin.okafor@quillon.example");
    await user.click(await screen.findByRole("button", { name: "Add group" }));
    await user.click(await screen.findByRole("option", { name: /Suppliers Q4/u }));
    await user.click(await screen.findByRole("button", { name: "Close" }));
    await user.click(await screen.findByRole("button", { name: "Review 4 people" }));
    await user.click(await screen.findByRole("button", { name: "Leave out bo@new.example" }));
    expect(await screen.findByRole("button", { name: "Run for 3 people" })).toBeTruthy();
    await user.click(await screen.findByRole("radio", { name: /Already pending/u }));
    await user.click(await screen.findByRole("button", { name: "Leave out all 1 shown" }));
    await user.click(await screen.findByRole("button", { name: "Run for 2 people" }));
    await screen.findByRole("button", { name: "Pause" });
    const { leftOut } = callsOf(backend, "start_run")[0] as StartRunArgs;
    expect([...leftOut].sort()).toEqual([1, 3]);
  });

  it("shows the form and the mail one at a time in a small window", async () => {
    const media = globalThis.matchMedia;
    globalThis.matchMedia = (query) => Object.assign(media(query), { matches: query === "(max-width: 899px)" });
    try {
      const { user } = await openInvite();
      expect(screen.queryByRole("heading", { name: "What the guest receives" })).toBeNull();
      await paste(user, "anna@new.example");
      await user.click(await screen.findByRole("tab", { name: /^What the guest receives/u }));
      expect(await screen.findByRole("heading", { name: "What the guest receives" })).toBeTruthy();
      expect(screen.queryByRole("textbox", { name: "Redirect URL" })).toBeNull();
      expect(await violations()).toEqual([]);
      await user.click(await screen.findByRole("tab", { name: /^Compose/u }));
      expect(await screen.findByRole("textbox", { name: "Redirect URL" })).toBeTruthy();
      expect(await screen.findByRole("button", { name: "Review 1 person" })).toBeTruthy();
    } finally {
      globalThis.matchMedia = media;
    }
  });

  it("goes on leaving out who was left out, when the message is mended in between", async () => {
    const { user, backend } = await openInvite();
    await paste(user, "anna@new.example, bo@new.example, cleo@new.example");
    await user.click(await screen.findByRole("button", { name: "Review 3 people" }));
    await user.click(await screen.findByRole("button", { name: "Leave out bo@new.example" }));
    await user.click(await screen.findByRole("button", { name: "Leave out cleo@new.example" }));
    await user.click(await screen.findByRole("button", { name: "Back" }));
    expect(await screen.findByText(/2 left out in the review/u)).toBeTruthy();
    // Rows move up, and who was taken off the list is in when added anew.
    await user.click(await screen.findByRole("button", { name: "Edit list" }));
    await user.click(await screen.findByRole("button", { name: "Remove anna@new.example" }));
    await user.click(await screen.findByRole("button", { name: "Remove cleo@new.example" }));
    await user.click(await screen.findByRole("button", { name: "Done" }));
    await user.click(await screen.findByRole("button", { name: "Review 1 person" }));
    expect(await screen.findByRole("button", { name: "Put back bo@new.example" })).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Back" }));
    await paste(user, "cleo@new.example");
    await user.click(await screen.findByRole("button", { name: "Review 2 people" }));
    await user.click(await screen.findByRole("button", { name: "Run for 1 person" }));
    await screen.findByRole("button", { name: "Pause" });
    expect((callsOf(backend, "start_run")[0] as StartRunArgs).leftOut).toEqual([0]);
  });

  it("mails pending guests again only when that is ticked, and warns", async () => {
    const { user, backend } = await openInvite();
    await paste(user, "mei.lin.okafor@quillon.example, anna@new.example");
    await user.click(await screen.findByRole("button", { name: "Review 2 people" }));
    expect(await screen.findByText("Sends 1 mail")).toBeTruthy();
    await user.click(await screen.findByRole("checkbox", { name: "Mail 1 pending guest again" }));
    expect(await screen.findByText("Sends 2 mails")).toBeTruthy();
    expect(await screen.findByText("The link in their first mail may stop working.")).toBeTruthy();
    const drafts = callsOf(backend, "make_plan").map((args) => (args as DraftArgs).draft);
    expect(drafts.map((draft) => draft.mailPendingAgain)).toEqual([false, true]);
  });

  it("stays responsive and makes a plan for 50,000 pasted addresses", async () => {
    const { user, backend } = await openInvite();
    const many = Array.from({ length: 50_000 }, (_, index) => `p${index}@d${index % 97}.example`);
    await paste(user, many.join("\n"));
    expect(await screen.findByText("50,000 addresses from 97 domains", {}, { timeout: 10_000 })).toBeTruthy();
    expect(await screen.findByRole("button", { name: /more$/u })).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Review 50,000 people" }));
    expect(await screen.findByText("Sends 50,000 mails", {}, { timeout: 10_000 })).toBeTruthy();
    const checked = callsOf(backend, "check_draft") as DraftArgs[];
    expect(checked.every(({ draft }) => draft.people.length <= 1)).toBe(true);
  });

  it("shows how far the check is and can be cancelled without losing anything", async () => {
    pace.plan = 60_000;
    const { user, backend } = await openInvite();
    await paste(user, "anna@new.example, bo@new.example");
    await user.click(await screen.findByRole("button", { name: "Review 2 people" }));
    expect(await screen.findByRole("progressbar", {}, { timeout: 3000 })).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Cancel" }, { timeout: 10_000 }));
    expect(await screen.findByText("The check was cancelled")).toBeTruthy();
    expect(callsOf(backend, "cancel_plan")).toHaveLength(1);
    await user.click(await screen.findByRole("button", { name: "Back" }));
    expect(await screen.findByText("2 addresses from 1 domain")).toBeTruthy();
  });
});
