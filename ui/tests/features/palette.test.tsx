import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { callsOf, openWindow } from "../render";

const type = async (user: ReturnType<typeof openWindow>["user"], text: string): Promise<void> => {
  await screen.findByRole("grid", { name: "Guests" });
  await user.keyboard("{Control>}k{/Control}");
  const search = await screen.findByRole("combobox", { name: "Search guests, groups and commands", hidden: true });
  await waitFor(() => expect(document.activeElement).toBe(search));
  await user.keyboard(text);
};
const nothing = "Nothing is called that.";

describe("the palette", () => {
  it("says that it asks, and not that nothing is called so", async () => {
    const { user, backend } = openWindow({}, ({ answers }) => {
      answers.groups = () => new Promise(() => undefined) as never;
    });
    await type(user, "zzzq");
    expect(await screen.findByText("Asking the directory")).toBeTruthy();
    expect(screen.queryByText(nothing)).toBeNull();
    // Once, when typing has paused.
    await waitFor(() => expect(callsOf(backend, "groups")).toEqual([{ text: "zzzq" }]));
    expect(screen.queryByText(nothing)).toBeNull();
  });

  it("says so where the directory does not answer", async () => {
    const { user } = openWindow({}, ({ answers }) => {
      answers.groups = () => {
        throw new Error("refused");
      };
    });
    await type(user, "zzzq");
    expect(await screen.findByText(/could not all be looked up/u)).toBeTruthy();
    expect(screen.queryByText(nothing)).toBeNull();
  });

  it("says that nothing is called so once that is known", async () => {
    const { user } = openWindow();
    await type(user, "zzzq");
    expect(await screen.findByText(nothing)).toBeTruthy();
  });

  it("starts the practice tenant afresh from any page, with the focus on Cancel", async () => {
    const { user } = openWindow();
    await type(user, "afresh{Enter}");
    await screen.findByRole("alertdialog", { name: "Start the practice tenant afresh?" });
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Cancel"));
  });

  it("pastes a list, and begins the invitation anew, on the page that can", async () => {
    const { user } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Invite" }));
    await screen.findByRole("textbox", { name: "Redirect URL" });
    await user.keyboard("{Control>}k{/Control}");
    await user.keyboard("paste list{Enter}");
    await user.type(await screen.findByRole("textbox", { name: "Addresses" }), "anna@new.example");
    await user.click(await screen.findByRole("button", { name: "Add to list" }));
    expect(await screen.findByRole("button", { name: "Review 1 person" })).toBeTruthy();
    await user.keyboard("{Control>}k{/Control}");
    await user.keyboard("start over{Enter}");
    expect(await screen.findByText("The invitation was cleared")).toBeTruthy();
  });

  it("saves the defaults on the page that has them", async () => {
    const { user, backend } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Settings" }));
    await user.type(await screen.findByRole("textbox", { name: "Message" }), "Welcome");
    await user.keyboard("{Control>}k{/Control}");
    await user.keyboard("save defaults{Enter}");
    await waitFor(() => expect(callsOf(backend, "save_defaults")).toHaveLength(1));
  });
});
