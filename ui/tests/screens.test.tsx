import { readFileSync } from "node:fs";
import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { screenOpeners } from "./dev/screen-openers";
import { openWindow } from "./render";

interface Section {
  title: string;
  controls: { role: string; name: string }[];
}

/** The sections of docs/screens.md that have a table, with its rows. */
function sections(markdown: string): Section[] {
  return markdown
    .split(/^## /mu)
    .slice(1)
    .map((text) => ({
      title: text.slice(0, text.indexOf("\n")).trim(),
      controls: [...text.matchAll(/^\| (?<role>[a-z]+) \| (?<name>.+?) \|$/gmu)]
        .map((match) => ({ role: match.groups?.role ?? "", name: match.groups?.name ?? "" }))
        .filter((control) => control.role !== "role"),
    }))
    .filter((section) => section.controls.length > 0);
}

const documented = sections(readFileSync("../docs/screens.md", "utf8"));

describe("docs/screens.md", () => {
  it("describes every screen that can be opened here", () => {
    const titles = documented.map((section) => section.title);
    expect(titles).toEqual(expect.arrayContaining(Object.keys(screenOpeners)));
  });

  it.each(documented)("names the controls of $title as they are", async ({ title, controls }) => {
    const opener = screenOpeners[title];
    expect(opener, `tests/dev/screen-openers.ts does not say how to open ${title}`).toBeDefined();
    const { user } = openWindow(opener?.options);
    await opener?.go?.(user);
    for (const { role, name } of controls) {
      const found = await screen.findAllByRole(role, { name });
      expect(found.length, `${role} ${name}`).toBeGreaterThan(0);
    }
  });
});
