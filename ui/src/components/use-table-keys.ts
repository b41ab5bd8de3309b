import {
  useEffect,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from "react";
import type { VirtualTableProps } from "./virtual-table";

interface TableKeysOptions<Row> extends VirtualTableProps<Row> {
  active: number;
  setActive: (index: number) => void;
  scroller: RefObject<HTMLDivElement | null>;
  reveal: (index: number) => void;
  pageRows: number;
}

interface TableKeys {
  onKeyDown: (event: KeyboardEvent) => void;
  onRowClick: (event: MouseEvent, index: number) => void;
  onRowDoubleClick: (event: MouseEvent, index: number) => void;
  toggle: (index: number) => void;
}

/** Where a range starts, what was selected before it, and the ids that are known of its rows. */
interface Anchor {
  readonly index: number;
  readonly before: ReadonlySet<string>;
  readonly ids: Map<number, string>;
  end?: number;
}

const controls = "button, a[href], input, [role='button'], [role='link']";

function rowOf(target: EventTarget): HTMLElement | null {
  return target instanceof HTMLElement ? target.closest<HTMLElement>("[data-index]") : null;
}

const onControl = (target: EventTarget): boolean =>
  target instanceof Element && target.closest(`${controls}, [data-detail]`) !== null;

/** The keyboard and the mouse of a {@link VirtualTable}. */
export function useTableKeys<Row>(options: TableKeysOptions<Row>): TableKeys {
  const { active, setActive, scroller, rowCount, rowAt, rowId, selection, onOpen } = options;
  const focusWanted = useRef(false);
  const anchor = useRef<Anchor | undefined>(undefined);
  const { resetKey } = options;
  useEffect(() => {
    // Another order: a range of its places is none any more.
    anchor.current = undefined;
  }, [resetKey]);

  useLayoutEffect(() => {
    if (focusWanted.current) {
      focusWanted.current = false;
      scroller.current
        ?.querySelector<HTMLElement>(`[data-index="${active}"]`)
        ?.focus({ preventScroll: true });
    }
  });

  const idAt = (index: number): string | undefined => {
    const row = rowAt(index);
    return row === undefined ? undefined : rowId(row);
  };

  const toggle = (index: number): void => {
    const id = idAt(index);
    if (!selection || id === undefined) {
      return;
    }
    const next = new Set(selection.selected);
    if (!next.delete(id)) {
      next.add(id);
    }
    selection.onChange(next);
    anchor.current = { index, before: next, ids: new Map() };
  };

  const extendTo = (index: number): void => {
    if (!selection) {
      return;
    }
    anchor.current ??= { index: active, before: selection.selected, ids: new Map() };
    const range = anchor.current;
    const first = Math.min(range.index, index);
    const count = Math.abs(range.index - index) + 1;
    const choose = (): boolean => {
      const next = new Set(range.before);
      let whole = true;
      for (let at = first; at < first + count; at += 1) {
        const id = idAt(at) ?? range.ids.get(at);
        if (id === undefined) {
          whole = false;
        } else {
          range.ids.set(at, id);
          next.add(id);
        }
      }
      selection.onChange(next);
      return whole;
    };
    range.end = index;
    if (!choose() && selection.idsOf) {
      selection.idsOf(first, count).then(
        (ids) => {
          ids.forEach((id, at) => range.ids.set(first + at, id));
          // Whoever went on meanwhile has chosen otherwise.
          if (anchor.current === range && range.end === index) {
            choose();
          }
        },
        // Whoever gives the ids tells why they are not to be had.
        () => undefined,
      );
    }
  };

  const moveTo = (index: number, extend: boolean): void => {
    const target = Math.max(0, Math.min(index, rowCount - 1));
    if (extend) {
      extendTo(target);
    } else {
      anchor.current = undefined;
    }
    options.reveal(target);
    focusWanted.current = true;
    setActive(target);
    if (target === active) {
      scroller.current?.querySelector<HTMLElement>(`[data-index="${target}"]`)?.focus();
      focusWanted.current = false;
    }
  };

  const moveInRow = (row: HTMLElement, from: Element, step: 1 | -1): void => {
    const stops = [...row.querySelectorAll<HTMLElement>(controls)];
    const next = stops.findIndex((stop) => stop === from) + step;
    (next < 0 ? row : (stops[next] ?? stops.at(-1) ?? row)).focus();
  };

  const onHeadKey = (event: KeyboardEvent, target: HTMLElement): void => {
    const heads = [...(scroller.current?.querySelectorAll<HTMLElement>("[data-sort]") ?? [])];
    const here = heads.indexOf(target);
    if (event.key === "ArrowDown" && rowCount > 0) {
      event.preventDefault();
      moveTo(active, false);
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      event.preventDefault();
      heads[here + (event.key === "ArrowRight" ? 1 : -1)]?.focus();
    }
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const target = event.target;
    if (!(target instanceof HTMLElement) || event.altKey) {
      return;
    }
    const row = rowOf(target);
    if (!row) {
      onHeadKey(event, target);
      return;
    }
    if (target.matches("input:not([type='checkbox']), textarea")) {
      return;
    }
    const extend = event.shiftKey;
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      Home: 0,
      End: rowCount - 1,
      PageDown: active + options.pageRows,
      PageUp: active - options.pageRows,
    };
    const move = moves[event.key];
    if (event.key === "ArrowUp" && active === 0 && !extend) {
      event.preventDefault();
      scroller.current?.querySelector<HTMLElement>("[data-sort]")?.focus();
    } else if (move !== undefined) {
      event.preventDefault();
      moveTo(move, extend);
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      event.preventDefault();
      moveInRow(row, target, event.key === "ArrowRight" ? 1 : -1);
    } else if (event.key === " " && selection && target === row) {
      event.preventDefault();
      toggle(active);
    } else if (event.key === "Enter" && target === row) {
      event.preventDefault();
      const opened = rowAt(active);
      if (opened !== undefined) {
        onOpen?.(opened, active);
      }
    } else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey) && selection) {
      event.preventDefault();
      selection.onSelectAll();
    } else if (event.key === "Escape" && selection && selection.selected.size > 0) {
      event.preventDefault();
      selection.onChange(new Set());
    }
  };

  const onRowClick = (event: MouseEvent, index: number): void => {
    if (onControl(event.target)) {
      return;
    }
    if (event.shiftKey && selection) {
      extendTo(index);
    } else if ((event.ctrlKey || event.metaKey) && selection) {
      toggle(index);
    } else if (!selection && onOpen) {
      const row = rowAt(index);
      if (row !== undefined && window.getSelection()?.isCollapsed !== false) {
        onOpen(row, index);
      }
    } else {
      moveTo(index, false);
    }
  };

  const onRowDoubleClick = (event: MouseEvent, index: number): void => {
    const row = rowAt(index);
    if (selection && row !== undefined && !onControl(event.target)) {
      onOpen?.(row, index);
    }
  };

  return { onKeyDown, onRowClick, onRowDoubleClick, toggle };
}
