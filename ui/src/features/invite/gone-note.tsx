import { MessageBar, MessageBarBody } from "@fluentui/react-components";
import type { JSX } from "react";
import { counted } from "./people";

/** Says how many of the guests chosen are not in the directory any more, where there are such. */
export function GoneNote({ gone }: { gone: number }): JSX.Element | null {
  if (gone === 0) {
    return null;
  }
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        {counted(gone, "guest who was selected is", "guests who were selected are")} not in the
        directory any more, and left out here.
      </MessageBarBody>
    </MessageBar>
  );
}
