import { FluentProvider, webLightTheme } from "@fluentui/react-components";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState, type JSX } from "react";
import { describe, expect, it, vi } from "vitest";
import { VirtualTable, type Sort } from "@/components/virtual-table";

interface Row {
  id: string;
  name: string;
}

const count = 1000;
const rows: Row[] = Array.from({ length: count }, (_, index) => ({
  id: `id-${index}`,
  name: `Row ${index}`,
}));

interface TestTableProps {
  onOpen: (row: Row) => void;
  onSort?: (sort: Sort) => void;
  /** Rows that are at hand; the others' ids have to be asked for. */
  atHand?: number;
}

function Table(props: TestTableProps): JSX.Element {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return (
    <FluentProvider theme={webLightTheme}>
      <VirtualTable
        label="Rows"
        columns={[
          { id: "name", header: "Name", track: "1fr", sortable: true, cell: (row) => row.name },
          {
            id: "act",
            header: "Act",
            track: "80px",
            cell: (row) => (
              <button type="button" tabIndex={-1}>
                Act on {row.name}
              </button>
            ),
          },
        ]}
        rowCount={count}
        rowAt={(index) => (index < (props.atHand ?? count) ? rows[index] : undefined)}
        rowId={(row) => row.id}
        sort={{ column: "name", descending: false }}
        {...(props.onSort ? { onSort: props.onSort } : {})}
        selection={{
          selected,
          onChange: setSelected,
          onSelectAll: () => setSelected(new Set(rows.map((row) => row.id))),
          all: selected.size === count,
          idsOf: (first, length) =>
            Promise.resolve(rows.slice(first, first + length).map((row) => row.id)),
          rowName: (row) => `Select ${row.name}`,
        }}
        onOpen={props.onOpen}
      />
      <output>{[...selected].slice(0, 4).join(" ") + ` (${selected.size})`}</output>
    </FluentProvider>
  );
}

const focused = (): string | null => document.activeElement?.getAttribute("aria-rowindex") ?? null;
const selection = (): string | null => screen.getByRole("status").textContent;

describe("virtual table", () => {
  it("tells how many rows there are and draws only some", () => {
    render(<Table onOpen={vi.fn()} />);
    expect(screen.getByRole("grid", { name: "Rows" }).getAttribute("aria-rowcount")).toBe("1001");
    const drawn = screen.getAllByRole("row").length;
    expect(drawn).toBeGreaterThan(10);
    expect(drawn).toBeLessThan(60);
  });

  it("is one Tab stop and moves by arrows, Home, End and pages", async () => {
    const user = userEvent.setup();
    render(<Table onOpen={vi.fn()} />);
    await user.tab();
    expect(focused()).toBe("2");
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(focused()).toBe("4");
    await user.keyboard("{End}");
    expect(focused()).toBe("1001");
    await user.keyboard("{Home}");
    expect(focused()).toBe("2");
    await user.keyboard("{PageDown}");
    expect(Number(focused())).toBeGreaterThan(10);
    await user.tab();
    expect(focused()).toBeNull();
  });

  it("selects by id: Space, Shift and arrow, Ctrl+A, Escape", async () => {
    const user = userEvent.setup();
    render(<Table onOpen={vi.fn()} />);
    await user.tab();
    await user.keyboard(" ");
    expect(selection()).toBe("id-0 (1)");
    await user.keyboard("{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
    expect(selection()).toBe("id-0 id-1 id-2 (3)");
    await user.keyboard("{Shift>}{ArrowUp}{/Shift}");
    expect(selection()).toBe("id-0 id-1 (2)");
    await user.keyboard("{Control>}a{/Control}");
    expect(selection()).toContain("(1000)");
    await user.keyboard("{Escape}");
    expect(selection()).toBe(" (0)");
  });

  it("extends over rows that are not at hand, and forgets none of them on the way", async () => {
    const user = userEvent.setup();
    render(<Table onOpen={vi.fn()} atHand={40} />);
    await user.tab();
    await user.keyboard("{ArrowDown} {Shift>}{End}{/Shift}");
    await waitFor(() => expect(selection()).toBe("id-1 id-2 id-3 id-4 (999)"));
    await user.keyboard("{Shift>}{PageUp}{/Shift}");
    const size = Number(/\((\d+)\)/u.exec(selection() ?? "")?.[1]);
    expect(size).toBeGreaterThan(900);
    expect(size).toBeLessThan(999);
    await user.keyboard("{Shift>}{Home}{/Shift}");
    expect(selection()).toBe("id-1 id-0 (2)");
  });

  it("opens with Enter and reaches the controls of a row by arrow right", async () => {
    const user = userEvent.setup();
    const onOpen = vi.fn();
    render(<Table onOpen={onOpen} />);
    await user.tab();
    await user.keyboard("{ArrowDown}{Enter}");
    expect(onOpen).toHaveBeenCalledWith(rows[1], 1);
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(document.activeElement?.textContent).toBe("Act on Row 1");
    await user.keyboard("{ArrowLeft}{ArrowLeft}");
    expect(focused()).toBe("3");
  });

  it("sorts from its head, which arrow up reaches", async () => {
    const user = userEvent.setup();
    const onSort = vi.fn();
    render(<Table onOpen={vi.fn()} onSort={onSort} />);
    await user.tab();
    await user.keyboard("{ArrowUp}{Enter}");
    expect(onSort).toHaveBeenCalledWith({ column: "name", descending: true });
    const head = screen.getByRole("columnheader", { name: "Name" });
    expect(head.getAttribute("aria-sort")).toBe("ascending");
  });

  it("selects and clears all from the box in its head", async () => {
    const user = userEvent.setup();
    render(<Table onOpen={vi.fn()} />);
    const all = screen.getByRole("checkbox", { name: "Select all" });
    await user.click(all);
    expect(selection()).toContain("(1000)");
    await user.click(all);
    expect(selection()).toBe(" (0)");
    await user.click(await screen.findByRole("checkbox", { name: "Select Row 3" }));
    expect(selection()).toBe("id-3 (1)");
    const row = screen.getByRole("checkbox", { name: "Select Row 3" }).closest('[role="row"]');
    expect(row?.getAttribute("aria-selected")).toBe("true");
    expect(within(row as HTMLElement).getAllByRole("gridcell")).toHaveLength(3);
  });
});
