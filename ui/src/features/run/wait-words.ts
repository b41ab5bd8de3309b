import type { RunPace } from "@/ipc";
import { number } from "@/components/numbers";

/** What a run waits for, in one line; undefined where it waits for nothing but answers. */
export function waitWords({ waitsFor, until }: RunPace, now: number): string | undefined {
  const seconds = until === null ? 0 : Math.ceil((Date.parse(until) - now) / 1000);
  const next = seconds > 0 ? ` Next try in ${number(seconds)} s.` : "";
  switch (waitsFor) {
    case "nothing":
      return undefined;
    case "limits":
      return "Going as fast as Microsoft's limits allow: anything faster would be refused.";
    case "directory":
      return `Waiting for the directory, which does not know everywhere yet what was made a moment ago.${next}`;
    case "lookUp":
      return `Asking the directory what a request did whose answer was lost. Nothing is sent again before that.${next}`;
    case "network":
      return `Microsoft Graph does not answer: the network may be lost. It is tried again by itself.${next}`;
  }
}
