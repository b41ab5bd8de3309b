import type { UseQueryOptions } from "@tanstack/react-query";
import { useState, type JSX, type ReactNode } from "react";
import { troubleOf, type May } from "@/ipc";
import { mayReason, openFirst } from "@/components/may";
import { useFound } from "@/queries/use-found";
import { PickerDialog, type PickerOption } from "./picker-dialog";

interface DirectoryPickerProps<Row> {
  title: string;
  searchLabel: string;
  queryOf: (text: string) => UseQueryOptions<{ rows: Row[]; more: boolean }>;
  mayOf: (row: Row) => May;
  optionOf: (row: Row) => PickerOption;
  /** Ids that were picked before. */
  taken: ReadonlySet<string>;
  onPick: (row: Row) => void;
  onClose: () => void;
  /** Stands in place of the list. */
  children?: ReactNode;
}

/** Picks one after the other out of what the directory finds; what is closed comes last, with why. */
export function DirectoryPicker<Row>(props: DirectoryPickerProps<Row>): JSX.Element {
  const { title, searchLabel, queryOf, mayOf, optionOf, taken, onPick, onClose, children } = props;
  const [text, setText] = useState("");
  const { query } = useFound(text, queryOf);
  const found = openFirst(query.data?.rows ?? [], mayOf).map((row) => ({ row, option: optionOf(row) }));
  return (
    <PickerDialog
      title={title}
      searchLabel={searchLabel}
      text={text}
      onText={setText}
      options={found.map(({ row, option }) => ({
        ...option,
        reason: mayReason(mayOf(row)),
        taken: taken.has(option.id),
      }))}
      loading={query.isFetching}
      more={query.data?.more ?? false}
      trouble={query.isError ? troubleOf(query.error) : undefined}
      onRetry={() => void query.refetch()}
      onPick={(id) => {
        const picked = found.find(({ option }) => option.id === id);
        if (picked) {
          onPick(picked.row);
        }
      }}
      onClose={onClose}
    >
      {children}
    </PickerDialog>
  );
}
