import { useEffect } from "react";

const attribute = "data-region";
const focusable =
  'a[href],button:not([disabled]),input:not([disabled]),select:not([disabled]),textarea:not([disabled]),[tabindex]';

const lastFocus = new WeakMap<Element, HTMLElement>();

function firstStop(region: Element): HTMLElement | undefined {
  const last = lastFocus.get(region);
  if (last?.isConnected && region.contains(last)) {
    return last;
  }
  return [...region.querySelectorAll<HTMLElement>(focusable)].find((element) => element.tabIndex >= 0);
}

function onFocusIn(event: FocusEvent): void {
  if (event.target instanceof HTMLElement) {
    const region = event.target.closest(`[${attribute}]`);
    if (region) {
      lastFocus.set(region, event.target);
    }
  }
}

function onKeyDown(event: KeyboardEvent): void {
  // A modal dialog keeps the keyboard to itself.
  if (event.key !== "F6" || document.querySelector('[aria-modal="true"]')) {
    return;
  }
  const regions = [...document.querySelectorAll(`[${attribute}]`)];
  if (regions.length === 0) {
    return;
  }
  event.preventDefault();
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  const step = event.shiftKey ? -1 : 1;
  for (let tried = 1; tried <= regions.length; tried += 1) {
    const from = here === -1 && step === -1 ? 0 : here;
    const next = regions[(from + step * tried + regions.length * 2) % regions.length];
    const stop = next && firstStop(next);
    if (stop) {
      stop.focus();
      return;
    }
  }
}

/** Makes F6 and Shift+F6 go round everything that carries {@link region}. */
export function useRegions(): void {
  useEffect(() => {
    document.addEventListener("focusin", onFocusIn);
    document.addEventListener("keydown", onKeyDown);
    return () => {
      document.removeEventListener("focusin", onFocusIn);
      document.removeEventListener("keydown", onKeyDown);
    };
  }, []);
}

/** The attribute of a part of the window that F6 stops at. */
export const region = (name: string): Record<string, string> => ({ [attribute]: name });
