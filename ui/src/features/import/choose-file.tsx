import { Button, type ButtonProps } from "@fluentui/react-components";
import { DocumentArrowUp20Regular } from "@fluentui/react-icons";
import { useMemo, useRef, type JSX, type ReactElement } from "react";
import { usePageCommands } from "@/components/commands";
import { beginImport, type Importing } from "./importing";

interface ChooseFileProps {
  children: string;
  /** What the file is for. */
  importing: Pick<Importing, "purpose" | "access">;
  appearance?: ButtonProps["appearance"];
  size?: ButtonProps["size"];
  icon?: ReactElement;
  className?: string;
}

/** Chooses a file with a list. Dropping it on the window does the same. */
export function ChooseFile({ children, importing, ...button }: ChooseFileProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  usePageCommands(
    useMemo(
      () => [
        {
          id: "choose-file",
          label: children,
          icon: <DocumentArrowUp20Regular />,
          run: () => input.current?.click(),
        },
      ],
      [children],
    ),
  );
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="CSV file"
        accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again once it was mended.
          event.target.value = "";
          if (file) {
            beginImport(file, importing.purpose, importing.access);
          }
        }}
      />
      <Button {...button} onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  );
}
