import type { Backend } from "./backend";
import { tauriBackend } from "./tauri-backend";

/** The shell; while developing with `?fixture` in the address, fixtures. Builds hold the shell only. */
export async function chooseBackend(): Promise<Backend> {
  if (import.meta.env.DEV && new URLSearchParams(location.search).has("fixture")) {
    const { fixtureBackend } = await import("../../tests/dev/fixture-backend");
    return fixtureBackend(new URLSearchParams(location.search));
  }
  return tauriBackend;
}
