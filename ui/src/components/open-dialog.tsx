import { Dialog, type DialogProps } from "@fluentui/react-components";
import { useEffect, useState, type JSX } from "react";

/** For each dialog that is open, the last opened last: where the focus goes when it closes. */
const open: (readonly Element[])[] = [];

/**
 * What has the focus; where that is in a dialog, which may close as well, then where that dialog gives
 * it back to.
 */
function focusBefore(): readonly Element[] {
  const { activeElement } = document;
  if (activeElement === null) {
    return [];
  }
  const inDialog = activeElement.closest("[role='dialog'], [role='alertdialog']") !== null;
  return [activeElement, ...(inDialog ? (open.at(-1) ?? []) : [])];
}

/**
 * A dialog that is there while it is open, and gives the focus back to what had it before. Fluent's own
 * goes by triggers: without one, the focus went to whatever menu or popover had been passed last.
 */
export function OpenDialog(props: Omit<DialogProps, "open">): JSX.Element {
  const [before] = useState(focusBefore);
  useEffect(() => {
    open.push(before);
    return () => {
      open.splice(open.lastIndexOf(before), 1);
      const lost = document.activeElement === null || document.activeElement === document.body;
      const there = before.find((element) => element.isConnected && element !== document.body);
      if (lost && there instanceof HTMLElement) {
        there.focus();
      }
    };
  }, [before]);
  return <Dialog open {...props} />;
}
