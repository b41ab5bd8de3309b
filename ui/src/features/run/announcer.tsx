import { makeStyles } from "@fluentui/react-components";
import { useEffect, useRef, useState, type JSX } from "react";
import type { RunSummary } from "@/ipc";
import { runStateWords } from "./run-rows";

const useStyles = makeStyles({
  hidden: {
    position: "absolute",
    width: "1px",
    height: "1px",
    overflow: "hidden",
    clipPath: "inset(50%)",
    whiteSpace: "nowrap",
  },
});

const every = 10_000;

/** Reads out how far a run is: politely, every ten seconds and when its state changes. */
export function Announcer({ summary, words }: { summary: RunSummary; words: string }): JSX.Element {
  const styles = useStyles();
  const latest = useRef(words);
  useEffect(() => {
    latest.current = words;
  }, [words]);
  const [said, setSaid] = useState("");
  const { state } = summary;
  useEffect(() => {
    setSaid(`${runStateWords[state]}. ${latest.current}`);
    if (state !== "running") {
      return undefined;
    }
    const timer = setInterval(() => setSaid(latest.current), every);
    return () => clearInterval(timer);
  }, [state]);
  return (
    <div role="status" aria-live="polite" className={styles.hidden}>
      {said}
    </div>
  );
}
