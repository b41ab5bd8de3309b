import { render, type RenderResult } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import axe from "axe-core";
import { App } from "@/app";
import { setBackend } from "@/ipc";
import { createQueryClient } from "@/queries/client";
import exclusions from "./axe-exclusions.json";
import { fixtureBackend, type FixtureBackend } from "./dev/fixture-backend";

export interface Opened extends RenderResult {
  backend: FixtureBackend;
  user: UserEvent;
}

/** Opens the whole window on fixtures; the options are those of the development address. */
export function openWindow(
  options: Record<string, string> = {},
  prepare: (backend: FixtureBackend) => void = () => undefined,
): Opened {
  const backend = fixtureBackend(new URLSearchParams(options));
  prepare(backend);
  setBackend(backend);
  const user = userEvent.setup();
  return { backend, user, ...render(<App client={createQueryClient()} />) };
}

/** What axe finds, colours aside, which jsdom does not draw. */
export async function violations(): Promise<string[]> {
  const results = await axe.run(
    { include: [document.body], exclude: exclusions.exclude },
    { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } },
  );
  return results.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join("\n")}`,
  );
}

/** Arguments of every call of a command so far. */
export const callsOf = (backend: FixtureBackend, name: string): unknown[] =>
  backend.calls.filter((call) => call.name === name).map((call) => call.args);
