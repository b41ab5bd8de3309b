import { FluentProvider, webLightTheme } from "@fluentui/react-components";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { GuestFilters } from "@/features/guests/guest-filters";
import { allGuests, type GuestListState } from "@/features/guests/list-state";

test("what is typed while the list still catches up is kept", async () => {
  const onList = vi.fn<(list: GuestListState) => void>();
  const filters = (list: GuestListState) => (
    <FluentProvider theme={webLightTheme}>
      <GuestFilters list={list} onList={onList} columns={[]} shown={[]} onShown={() => undefined} />
    </FluentProvider>
  );
  const { rerender } = render(filters(allGuests));
  const box = screen.getByRole<HTMLInputElement>("searchbox");
  await userEvent.type(box, "ve");
  await vi.waitFor(() => expect(onList).toHaveBeenCalledWith({ ...allGuests, text: "ve" }));
  await userEvent.type(box, "r");
  rerender(filters({ ...allGuests, text: "ve" }));
  expect(box.value).toBe("ver");

  rerender(filters({ ...allGuests, text: "ve" }));
  rerender(filters({ ...allGuests, text: "" }));
  expect(box.value).toBe("");
});
