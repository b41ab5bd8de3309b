import type { Backend, CommandName } from "@/ipc";
import { accessHandlers } from "./fixture-access";
import { guestHandlers } from "./fixture-guests";
import { sheetHandlers } from "./fixture-sheet";
import { sessionHandlers } from "./fixture-session";
import type { Handlers } from "./handlers";

// Each screen's own fixtures, where its tests have some: `runHandlers` of fixture-runs.ts.
const more = import.meta.glob<{ runHandlers: Partial<Handlers> }>("./fixture-runs.ts", {
  eager: true,
});

interface Called {
  name: CommandName;
  args: unknown;
}

export interface FixtureBackend extends Backend {
  /** Every call, in order. */
  readonly calls: readonly Called[];
  /** Answers of one's own, before those of the fixtures. */
  readonly answers: Partial<Handlers>;
  /** Tells the window that something changed, as the shell does. */
  change: (changes: readonly string[]) => void;
  /** Wants to close the window while a run is under way, as the shell tells it. */
  close: () => void;
}

/** A backend without a shell: answers from memory. */
export function fixtureBackend(options = new URLSearchParams()): FixtureBackend {
  const calls: Called[] = [];
  const answers: Partial<Handlers> = {};
  const fixtures: Partial<Handlers> = {
    ...guestHandlers,
    ...accessHandlers,
    ...sheetHandlers,
    ...sessionHandlers(options),
    ...Object.values(more)
      .map((file) => file.runHandlers)
      .reduce((all, handlers) => ({ ...all, ...handlers }), {}),
  };
  const listeners = new Set<{ event: string; handler: (payload: unknown) => void }>();
  const tell = (event: string, payload: unknown): void =>
    listeners.forEach((listener) => listener.event === event && listener.handler(payload));
  return {
    calls,
    answers,
    change: (changes) => tell("usher://changed", changes),
    close: () => tell("usher://closing", null),
    call: async (command, payload) => {
      const name = command as CommandName;
      calls.push({ name, args: payload.args });
      const handler = (answers[name] ?? fixtures[name]) as
        | ((args: unknown, emit: unknown) => unknown)
        | undefined;
      if (!handler) {
        throw new Error(`No fixture answers ${command}`);
      }
      await new Promise((resolve) => setTimeout(resolve, Number(options.get("latency") ?? 0)));
      return handler(payload.args, payload.onEvent);
    },
    channel: (onMessage) => {
      const channel = {
        onMessage,
        handle: (message: Parameters<typeof onMessage>[0]) => channel.onMessage(message),
      };
      return channel;
    },
    listen: (event, handler) => {
      const listener = { event, handler };
      listeners.add(listener);
      return Promise.resolve(() => listeners.delete(listener));
    },
  };
}
