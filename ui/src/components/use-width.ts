import { useSyncExternalStore } from "react";

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
  );
}

/** Below 1024: the rail shows icons only and tables lose their lesser columns. */
export const useNarrow = (): boolean => useMedia("(max-width: 1023px)");

/** Below 900: what else stands side by side becomes tabs. */
export const useSmall = (): boolean => useMedia("(max-width: 899px)");

/** Below 1280: what stands at the right of a page gives way. */
export const useMedium = (): boolean => useMedia("(max-width: 1279px)");
