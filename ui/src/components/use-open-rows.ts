import { useCallback, useState } from "react";

/** Which rows of a table are expanded, by their index in what is shown. */
export function useOpenRows(): {
  open: ReadonlySet<number>;
  toggle: (row: { index: number }) => void;
} {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const toggle = useCallback(({ index }: { index: number }) => {
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(index)) {
        next.add(index);
      }
      return next;
    });
  }, []);
  return { open, toggle };
}
