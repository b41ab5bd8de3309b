import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

afterEach(cleanup);

// Machines that run everything at once are slow; what is waited for is not the time.
configure({ asyncUtilTimeout: 30_000 });

// jsdom works the cascade of hundreds of style rules out anew for every element that is asked for by
// role. Nothing here hides by class, so an element's own style tells as much.
globalThis.getComputedStyle = (element) => (element as HTMLElement).style;

// jsdom lays nothing out: without sizes the virtual table would draw no row at all.
for (const [sizes, prototype] of [
  [{ clientHeight: 720, clientWidth: 1100 }, Element.prototype],
  [{ offsetHeight: 720, offsetWidth: 1100 }, HTMLElement.prototype],
] as const) {
  for (const [name, value] of Object.entries(sizes)) {
    Object.defineProperty(prototype, name, { configurable: true, value });
  }
}
// What has no offset parent counts as hidden, and a dialog would find nothing in itself to focus.
Object.defineProperty(HTMLElement.prototype, "offsetParent", {
  configurable: true,
  get(this: HTMLElement) {
    return this.parentElement;
  },
});
// A body without size counts as hidden with everything in it: the focus would never come into a
// dialog, which is then taken for being in the background and hidden from assistive technology.
document.body.getBoundingClientRect = () => new DOMRect(0, 0, 1100, 720);
Element.prototype.scrollTo = vi.fn();
Element.prototype.scrollIntoView = vi.fn();

class NoResize implements ResizeObserver {
  observe(): void {
    // Nothing ever changes size in jsdom.
  }
  unobserve(): void {
    // See observe.
  }
  disconnect(): void {
    // See observe.
  }
}
globalThis.ResizeObserver = NoResize;

globalThis.matchMedia = (query: string) => ({
  matches: false,
  media: query,
  onchange: null,
  addEventListener: vi.fn(),
  removeEventListener: vi.fn(),
  dispatchEvent: vi.fn(),
}) as unknown as MediaQueryList;
