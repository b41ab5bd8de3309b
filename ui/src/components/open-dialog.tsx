import { Dialog, type DialogProps } from "@fluentui/react-components";
import { useEffect, useState, type JSX } from "react";

/**
 * A dialog that is there while it is open, and gives the focus back to what had it before. Fluent's own
 * goes by triggers: without one, the focus went to whatever menu or popover had been passed last.
 */
export function OpenDialog(props: Omit<DialogProps, "open">): JSX.Element {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
    },
    [before],
  );
  return <Dialog open {...props} />;
}
