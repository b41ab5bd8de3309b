import { useEffect, useState } from "react";

/** The text once typing has paused, so that the directory is not asked for every letter. */
export function useSearchText(text: string, pause = 250): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pause);
    return () => clearTimeout(timer);
  }, [text, pause]);
  return settled.trim();
}
