import { useCallback } from "react";
import { call, type ExportedFile } from "@/ipc";
import { useNotify } from "./toasts";

/** Says that a file was saved and where, with the way to it. */
export function useSavedNotice(): (file: ExportedFile) => void {
  const notify = useNotify();
  return useCallback(
    (file) =>
      notify({
        intent: "success",
        title: `Saved ${file.name}`,
        body: file.folder,
        action: {
          label: "Show in folder",
          run: () =>
            void call("show_exported_file", { id: file.id }).catch(() =>
              notify({
                intent: "warning",
                title: "The folder could not be shown",
                body: `${file.name} was saved to ${file.folder}.`,
              }),
            ),
        },
      }),
    [notify],
  );
}
