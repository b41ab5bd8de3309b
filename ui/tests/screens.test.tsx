import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
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

const page = readFileSync("../docs/screens.md", "utf8");
const documented = sections(page);

/** Words in italics that stand for a value from the directory. */
const values = new Set([
  "italics",
  "display name",
  "sign-in name",
  "name",
  "address",
  "role",
  "title",
]);

/** The names in a section's prose: in italics or in quotes. */
function proseNames(markdown: string): { section: string; name: string }[] {
  return markdown
    .split(/^## /mu)
    .slice(1)
    .flatMap((text) => {
      const section = text.slice(0, text.indexOf("\n")).trim();
      const prose = text
        .split("\n")
        .slice(1)
        .filter((line) => !line.startsWith("|"))
        .join("\n");
      return [...prose.matchAll(/\*(?<italic>[^*\n]+)\*|"(?<quoted>[^"\n]+)"/gu)]
        .map((match) => match.groups?.italic ?? match.groups?.quoted ?? "")
        .filter((name) => !values.has(name))
        .map((name) => ({ section, name }));
    });
}

/** Names that are put together: their parts. */
const composed: Readonly<Record<string, readonly string[]>> = {
  "In the last 30 days": ["In the", "last 30 days"],
  "Leave out all 2 shown": ["Leave out", "shown"],
  "Put back all 2 shown": ["Put back", "shown"],
  "Verdict is Own domain": ["Verdict is", "Own domain"],
  "Mail n pending guests again": ["pending guest", "again"],
};

/** Names that come from the core: the file in which they are made. */
const made: Readonly<Record<string, string>> = {
  "12 addresses have been invited since": "../crates/guests/src/plan/compare.rs",
};

/** The longest part of a name that no number or other value stands in for. */
const fixedPart = (name: string): string =>
  name
    .split(/\d+|\bn\b|\.{3}/u)
    .map((part) => part.trim())
    .reduce((longest, part) => (part.length > longest.length ? part : longest), "");

function sourcesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return sourcesUnder(path);
    }
    return /\.tsx?$/u.test(entry.name) && entry.name !== "generated.ts" ? [readFileSync(path, "utf8")] : [];
  });
}

const source = sourcesUnder("src").join("\n").replace(/\s+/gu, " ").replaceAll("’", "'");

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

describe("the prose of docs/screens.md", () => {
  const names = proseNames(page);

  it("is read", () => {
    expect(names.length).toBeGreaterThan(80);
  });

  it.each(names)("names $name in $section as the window does", ({ name }) => {
    const file = made[name];
    const text = file === undefined ? source : readFileSync(file, "utf8");
    for (const part of composed[name] ?? [fixedPart(name)]) {
      expect(part.length, name).toBeGreaterThan(2);
      expect(text.includes(part), `nothing in the window is called ${name}`).toBe(true);
    }
  });
});
