import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { composeAs } from "@/features/invite/compose-store";
import { forgetPlan } from "@/features/run/planning";
import { resetRuns } from "../dev/fixture-runs";
import { screenOpeners } from "../dev/screen-openers";
import { openWindow } from "../render";

const fault = "Usher stumbled over a fault of its own.";

/** An answer that the test gives. */
function held(): { answer: () => Promise<never>; fail: () => void } {
  let fail: () => void = () => undefined;
  const promise = new Promise<never>((_, reject) => {
    fail = () => reject(new Error("The disk is full"));
  });
  return { answer: () => promise, fail: () => fail() };
}

beforeEach(resetRuns);
afterEach(() => {
  composeAs(undefined);
  forgetPlan();
  resetRuns();
});

describe("what is not waited for any more", () => {
  it("goes on, and its failure is told all the same", async () => {
    const pause = held();
    const { user, backend } = openWindow();
    Object.assign(backend.answers, { pause_run: pause.answer });
    await screenOpeners.Run?.go?.(user);
    await user.click(await screen.findByRole("button", { name: "Pause" }));
    await user.click(await screen.findByRole("button", { name: "Do not wait" }));
    await waitFor(() => expect(screen.queryByText("Waiting for the run")).toBeNull());
    expect(screen.queryByText(fault)).toBeNull();
    pause.fail();
    expect(await screen.findAllByText(fault)).not.toHaveLength(0);
  });

  it("is told by its dialog's button while it is being done, and by a notice once that is closed", async () => {
    const remove = held();
    const { user, backend } = openWindow();
    Object.assign(backend.answers, { delete_local_data: remove.answer });
    await user.click(await screen.findByRole("button", { name: "Settings" }));
    await user.click(await screen.findByRole("button", { name: "Delete data" }));
    const dialog = await screen.findByRole("alertdialog");
    await user.click(await within(dialog).findByRole("button", { name: "Delete" }));
    const close = await within(dialog).findByRole("button", { name: "Close" });
    expect(within(dialog).queryByRole("button", { name: "Cancel" })).toBeNull();
    await user.click(close);
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    remove.fail();
    expect(await screen.findAllByText(fault)).not.toHaveLength(0);
  });
});

describe("a question that is asked anew", () => {
  it("says nothing of how the last one failed", async () => {
    const { user } = openWindow({}, ({ answers }) => {
      answers.forget_account = () => {
        throw new Error("The disk is full");
      };
    });
    await user.click(await screen.findByRole("button", { name: "Settings" }));
    await user.click(await screen.findByRole("button", { name: "Forget this account" }));
    const dialog = await screen.findByRole("alertdialog");
    await user.click(await within(dialog).findByRole("button", { name: "Forget" }));
    expect(await within(dialog).findByText(fault)).toBeTruthy();
    await user.click(await within(dialog).findByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    await user.click(await screen.findByRole("button", { name: "Forget this account" }));
    await screen.findByRole("alertdialog");
    expect(screen.queryByText(fault)).toBeNull();
  });
});
