import { useEffect, useState } from "react";
import { troubleOf, watch, type RunPace, type RunProgress, type RunRow, type RunSummary, type Trouble } from "@/ipc";

/** A run as far as it has been heard of. */
export interface WatchedRun {
  summary: RunSummary | undefined;
  /** By their place in the plan. */
  rows: readonly RunRow[];
  trouble: Trouble | undefined;
  /** How fast it goes, and what it waits for. */
  pace: RunPace | undefined;
}

const unheard: WatchedRun = { summary: undefined, rows: [], trouble: undefined, pace: undefined };

/** Takes a message in: the first brings every row, later ones those that changed. */
export function takeIn(before: WatchedRun, progress: RunProgress): WatchedRun {
  let rows = before.rows;
  if (progress.rows.length > 0) {
    const next = [...rows];
    const places = new Map(next.map((row, place) => [row.index, place]));
    for (const row of progress.rows) {
      const place = places.get(row.index);
      if (place === undefined) {
        places.set(row.index, next.push(row) - 1);
      } else {
        next[place] = row;
      }
    }
    rows = next;
  }
  return {
    summary: progress.summary,
    rows,
    trouble: undefined,
    pace: progress.pace,
  };
}

/** The channel has ended: rightly once the run is at rest, else there is no more to be heard of it. */
export function atTheEnd(before: WatchedRun): WatchedRun {
  if (before.summary?.state !== "running") {
    return before;
  }
  return { ...before, trouble: notFollowed };
}

const notFollowed: Trouble = {
  code: "internal",
  explanation: {
    code: "notFollowed",
    summary: "The run cannot be followed any more.",
    cause: "How far the run is could not be read. What is shown here stands still.",
    remedy: "Try again to follow it. The run goes on by itself.",
    who: [],
    setting: null,
    request: null,
  },
  retryAfter: null,
  service: null,
  consent: null,
};

/**
 * Watches a run. The channel is only a view of the journal, so a page drawn twice, left or reloaded
 * attaches again and hears everything.
 *
 * @param attempt a change attaches again, after a failure or when a run that had ended goes on
 */
export function useRun(id: string, attempt: number): WatchedRun {
  const [run, setRun] = useState(unheard);
  useEffect(() => {
    let left = false;
    let detach: (() => void) | undefined;
    watch("watch_run", { id }, (event) => {
      if (left) {
        return;
      }
      if (event.event === "progress") {
        const { progress } = event;
        setRun((before) => takeIn(before, progress));
      } else {
        setRun(atTheEnd);
      }
    }).then(
      (stop) => {
        detach = stop;
        if (left) {
          stop();
        }
      },
      (thrown: unknown) => {
        if (!left) {
          setRun((before) => ({ ...before, trouble: troubleOf(thrown) }));
        }
      },
    );
    return () => {
      left = true;
      detach?.();
    };
  }, [id, attempt]);
  return run;
}

/** The time, told anew every `milliseconds` while `ticking`. */
export function useNow(milliseconds: number, ticking: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!ticking) {
      return undefined;
    }
    const timer = setInterval(() => setNow(Date.now()), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds, ticking]);
  return now;
}
