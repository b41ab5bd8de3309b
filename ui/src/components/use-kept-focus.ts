import { useEffect, useLayoutEffect, useRef, type RefObject } from "react";

interface Focused {
  element: Element;
  line: number;
}

const heading = (): HTMLElement | null => document.querySelector<HTMLElement>("main h1");

/**
 * Keeps the focus where a button takes away its own line: on the line that comes in its place, else
 * on `field`, else on the page's heading.
 */
export function useKeptFocus<List extends HTMLElement>(
  field?: RefObject<HTMLElement | null>,
): RefObject<List | null> {
  const list = useRef<List>(null);
  const focused = useRef<Focused>(undefined);
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent): void => {
      const lines = [...(list.current?.children ?? [])];
      const line = target instanceof HTMLElement ? lines.findIndex((one) => one.contains(target)) : -1;
      focused.current = line >= 0 ? { element: target as HTMLElement, line } : undefined;
    };
    document.addEventListener("focusin", onFocus);
    return () => document.removeEventListener("focusin", onFocus);
  }, []);
  useLayoutEffect(() => {
    const before = focused.current;
    if (!before || before.element.isConnected || document.activeElement !== document.body) {
      return;
    }
    focused.current = undefined;
    const lines = list.current?.children;
    const line = lines?.[Math.min(before.line, lines.length - 1)];
    const next = [...(line?.querySelectorAll("button") ?? [])].at(-1);
    (next ?? field?.current ?? heading())?.focus();
  });
  useLayoutEffect(
    () => () => {
      if (focused.current?.element === document.activeElement) {
        heading()?.focus();
      }
    },
    [],
  );
  return list;
}
