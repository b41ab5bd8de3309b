import { screen, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { composeAs, composition } from "@/features/invite/compose-store";
import { forgetPlan } from "@/features/run/planning";
import { guestRows } from "../dev/fixture-guests";
import { openWindow } from "../render";

const pending = guestRows.filter((row) => row.state === "pendingAcceptance").slice(0, 2);
const names = pending.map((row) => row.displayName);

async function resend(user: UserEvent, chosen: readonly string[]): Promise<void> {
  await user.click(await screen.findByRole("button", { name: /^Guests/u }));
  for (const name of names) {
    const box = await screen.findByRole<HTMLInputElement>("checkbox", { name: `Select ${name}` });
    if (box.checked !== chosen.includes(name)) {
      await user.click(box);
    }
  }
  const counted = new RegExp(`^Resend invitation\\s*${chosen.length}$`, "u");
  await user.click(await screen.findByRole("button", { name: counted }));
  await screen.findByRole("heading", { level: 1, name: "Resend invitation" });
}

const people = async (): Promise<number> => {
  await screen.findByRole("textbox", { name: "Redirect URL" });
  return within(await screen.findByRole("list", { name: "People" })).getAllByRole("listitem").length;
};

afterEach(() => {
  composeAs(undefined);
  forgetPlan();
});

describe("guests that were chosen", () => {
  it("are all there, though some of them were chosen before", async () => {
    const { user } = openWindow();
    await resend(user, names.slice(0, 1));
    expect(await people()).toBe(1);
    await resend(user, names);
    expect(await people()).toBe(2);
    await resend(user, names.slice(0, 1));
    expect(await people()).toBe(1);
  });

  it("keep what was composed for them, on the way back from the review and when chosen again", async () => {
    const { user } = openWindow();
    await resend(user, names);
    await screen.findByRole("textbox", { name: "Redirect URL" });
    await user.click(await screen.findByRole("button", { name: `Remove ${names[1]!}` }));
    await user.click(await screen.findByRole("button", { name: "Review 1 invitation" }));
    await screen.findByRole("grid", { name: "Plan" });
    await user.click(await screen.findByRole("button", { name: "Back" }));
    expect(await people()).toBe(1);
    await resend(user, names);
    expect(await people()).toBe(1);
    expect(composition("resend").choice?.ids).toHaveLength(2);
  });
});
