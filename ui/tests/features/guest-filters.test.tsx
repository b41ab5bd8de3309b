import { FluentProvider, webLightTheme } from "@fluentui/react-components";
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState, type JSX } from "react";
import { expect, test, vi } from "vitest";
import { GuestFilters } from "@/features/guests/guest-filters";
import { invitedText } from "@/features/guests/invited-filter";
import { allGuests, guestQuery, type GuestListState } from "@/features/guests/list-state";

test("every letter is searched for at once, and Escape clears the search", async () => {
  const onList = vi.fn<(list: GuestListState) => void>();
  function Filters(): JSX.Element {
    const [list, setList] = useState(allGuests);
    onList.mockImplementation(setList);
    return <GuestFilters list={list} onList={onList} columns={[]} shown={[]} onShown={() => undefined} />;
  }
  render(
    <FluentProvider theme={webLightTheme}>
      <Filters />
    </FluentProvider>,
  );
  const box = screen.getByRole<HTMLInputElement>("searchbox");
  await userEvent.type(box, "ve");
  expect(onList.mock.calls.map(([list]) => list.text)).toEqual(["v", "ve"]);
  expect(box.value).toBe("ve");
  await userEvent.type(box, "{Escape}");
  expect(box.value).toBe("");
});

test("guests invited between two days are asked for from the first midnight to the last", () => {
  const list = { ...allGuests, firstDay: "2026-01-30", lastDay: "2026-02-28" };
  const query = guestQuery(list, 0, 100);
  expect(query.createdFrom).toBe(new Date(2026, 0, 30).toISOString());
  expect(query.createdTo).toBe(new Date(2026, 2, 1).toISOString());
  expect(guestQuery({ ...list, withinDays: 7 }, 0, 100).createdTo).toBeNull();
  expect(invitedText(list)).toBe("from 30 Jan 2026 to 28 Feb 2026");
  expect(invitedText({ ...list, lastDay: "" })).toBe("since 30 Jan 2026");
});

test("guests invited more than some days ago are asked for up to that midnight", () => {
  const list = { ...allGuests, beforeDays: 30 };
  const query = guestQuery(list, 0, 100, new Date(2026, 10, 25, 9, 30));
  expect(query.createdFrom).toBeNull();
  expect(query.createdTo).toBe(new Date(2026, 9, 26).toISOString());
  expect(invitedText(list)).toBe("more than 30 days ago");
});

test("a day in the filter takes the place of a number of days, and can be cleared", async () => {
  const onList = vi.fn<(list: GuestListState) => void>();
  render(
    <FluentProvider theme={webLightTheme}>
      <GuestFilters
        list={{ ...allGuests, withinDays: 30 }}
        onList={onList}
        columns={[]}
        shown={[]}
        onShown={() => undefined}
      />
    </FluentProvider>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Invited in the last 30 days" }));
  fireEvent.change(await screen.findByLabelText("From"), { target: { value: "2026-01-30" } });
  expect(onList).toHaveBeenLastCalledWith({ ...allGuests, firstDay: "2026-01-30" });
  fireEvent.click(screen.getByRole("button", { name: "Clear invited", hidden: true }));
  expect(onList).toHaveBeenLastCalledWith(allGuests);
});
