import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { composeAs } from "@/features/invite/compose-store";
import { dropList } from "../dev/drop-list";
import { openWindow } from "../render";

afterEach(() => composeAs(undefined));

const focused = (): string | null =>
  document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? null;

describe("the focus", () => {
  it("goes to the next line when a wrong address is removed, and to the field after the last", async () => {
    const { user } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Invite" }));
    await user.click(await screen.findByRole("textbox", { name: "Email" }));
    await user.paste("one@, two@, ada@new.example, ");
    const problems = await screen.findByRole("list", { name: "Problems" });
    await waitFor(() => expect(within(problems).getAllByRole("listitem")).toHaveLength(2));
    within(problems).getByRole("button", { name: "Remove one@" }).focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(focused()).toBe("Remove two@"));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(document.activeElement?.tagName).toBe("INPUT"));
  });

  it("goes back to what opened a dialog, whatever menu was passed before", async () => {
    const { user } = openWindow();
    await screen.findByRole("button", { name: "Mei-Lin Okafor" });
    for (const name of ["Partner domain", "Columns", "Search guests, groups and commands"]) {
      screen.getAllByRole("button", { name: new RegExp(`^${name}`, "u") })[0]?.focus();
    }
    await user.keyboard("{Enter}");
    await screen.findByRole("combobox", { name: "Search guests, groups and commands" });
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() => expect(focused()).toMatch(/^Search guests, groups and commands/u));
  });

  it("goes back past the palette, where a dialog was opened from that", async () => {
    const { user } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Settings" }));
    const folder = await screen.findByRole("button", { name: "Open folder" });
    folder.focus();
    await user.keyboard("{Control>}k{/Control}");
    const search = await screen.findByRole("combobox", { name: "Search guests, groups and commands", hidden: true });
    await waitFor(() => expect(document.activeElement).toBe(search));
    await user.keyboard("delete data{Enter}");
    const question = await screen.findByRole("alertdialog");
    await user.click(await within(question).findByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(document.activeElement).toBe(folder));
  });

  it("stays in the list of people when one is removed", async () => {
    const { user } = openWindow();
    await user.click(await screen.findByRole("checkbox", { name: "Select Mei-Lin Okafor" }));
    await user.click(await screen.findByRole("checkbox", { name: "Select Tomás Herrera" }));
    await user.click(await screen.findByRole("button", { name: "Add to group" }));
    await user.click(await screen.findByRole("button", { name: "Close" }));
    (await screen.findByRole("button", { name: "Remove Mei-Lin Okafor" })).focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(focused()).toBe("Remove Tomás Herrera"));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(document.activeElement?.tagName).toBe("H1"));
  });

  it("stays on Next guest from guest to guest", async () => {
    const { user } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Mei-Lin Okafor" }));
    const next = await screen.findByRole("button", { name: "Next guest" });
    next.focus();
    await user.keyboard("{Enter}");
    await screen.findByRole("heading", { level: 1, name: "Tomás Herrera" });
    expect(document.activeElement).toBe(next);
    await user.keyboard("{Enter}");
    await screen.findByRole("heading", { level: 1, name: "Aigerim Sadykova" });
    expect(document.activeElement).toBe(next);
  });

  it("stays on the meaning of a column while the list is read anew, and so does each choice", async () => {
    const { user, backend } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Invite" }));
    await screen.findByRole("textbox", { name: "Email" });
    dropList("Email,Name,Firma,Stadt\na@new.example,Ann,Quillon,Bonn\n");
    const company = await screen.findByRole("combobox", { name: "Meaning of Firma" });
    // From here on no reading comes to its end.
    backend.answers.read_sheet = () => null;
    await user.click(company);
    await user.click(await screen.findByRole("option", { name: "Message", hidden: true }));
    expect(screen.getByRole("list", { name: "Columns" }).getAttribute("aria-busy")).toBe("true");
    expect(document.activeElement).toBe(company);
    await user.click(await screen.findByRole("combobox", { name: "Meaning of Stadt" }));
    await user.click(await screen.findByRole("option", { name: "Cc recipient", hidden: true }));
    expect(company.textContent).toContain("Message");
  });
});
