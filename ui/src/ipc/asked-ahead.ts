import type { Backend } from "./backend";

/**
 * Sends these commands, which take no arguments, at once. Whoever first calls one of them has the
 * answer that is already on its way; later calls are new ones.
 */
export function askedAhead(backend: Backend, commands: readonly string[]): Backend {
  const ahead = new Map(commands.map((command) => [command, backend.call(command, {})]));
  for (const answer of ahead.values()) {
    // A refusal is told to whoever calls.
    answer.catch(() => undefined);
  }
  return {
    ...backend,
    call: (command, args) => {
      const answer = ahead.get(command);
      ahead.delete(command);
      return answer ?? backend.call(command, args);
    },
  };
}
