import { PeopleTeam20Regular } from "@fluentui/react-icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState, type JSX } from "react";
import { troubleOf, type GroupId, type GroupRow } from "@/ipc";
import { groupKindName } from "@/components/kinds";
import { mayReason, openFirst } from "@/components/may";
import { commandQuery } from "@/queries/command-query";
import { PickerDialog } from "./picker-dialog";
import { useSearchText } from "./use-search-text";

interface GroupPickerProps {
  open: boolean;
  /** Groups that were picked before. */
  taken: ReadonlySet<GroupId>;
  onPick: (row: GroupRow) => void;
  onClose: () => void;
}

/** Picks groups, one after the other, until it is closed. */
export function GroupPicker({ open, ...props }: GroupPickerProps): JSX.Element | null {
  return open ? <OpenGroupPicker {...props} /> : null;
}

function OpenGroupPicker({ taken, onPick, onClose }: Omit<GroupPickerProps, "open">): JSX.Element {
  const [text, setText] = useState("");
  const settled = useSearchText(text);
  const groups = useQuery({
    ...commandQuery("groups", { text: settled }),
    placeholderData: keepPreviousData,
  });
  const rows = openFirst(groups.data?.rows ?? [], (row) => row.mayAdd);
  return (
    <PickerDialog
      title="Add to group"
      searchLabel="Search groups"
      text={text}
      onText={setText}
      options={rows.map((row) => ({
        id: row.group.id,
        label: row.group.displayName,
        secondary: row.group.description ?? undefined,
        tag: groupKindName(row),
        icon: <PeopleTeam20Regular />,
        reason: mayReason(row.mayAdd),
        taken: taken.has(row.group.id),
      }))}
      loading={groups.isFetching}
      more={groups.data?.more ?? false}
      trouble={groups.isError ? troubleOf(groups.error) : undefined}
      onRetry={() => void groups.refetch()}
      onPick={(id) => {
        const row = rows.find((candidate) => candidate.group.id === id);
        if (row) {
          onPick(row);
        }
      }}
      onClose={onClose}
    />
  );
}
