import { cleanup } from "@testing-library/react";
import { afterEach, vi } from "vitest";

afterEach(cleanup);

// jsdom lays nothing out: without sizes the virtual table would draw no row at all.
Object.defineProperty(HTMLElement.prototype, "offsetHeight", { configurable: true, value: 720 });
Object.defineProperty(HTMLElement.prototype, "offsetWidth", { configurable: true, value: 1100 });
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
