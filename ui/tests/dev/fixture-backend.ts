import type { Backend } from "@/ipc";
export function fixtureBackend(options: URLSearchParams): Backend {
  return { call: () => Promise.reject(new Error(options.toString())), channel: (onMessage) => ({ handle: null, onMessage }), listen: () => Promise.resolve(() => undefined) };
}
