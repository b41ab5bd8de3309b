import { fireEvent } from "@testing-library/react";

/** Drops a file on the window, as the desktop does. */
export function dropList(text: string, name = "suppliers.csv"): void {
  const dataTransfer = { files: [new File([text], name, { type: "text/csv" })], types: ["Files"] };
  fireEvent.dragEnter(document.body, { dataTransfer });
  fireEvent.dragOver(document.body, { dataTransfer });
  fireEvent.drop(document.body, { dataTransfer });
}
