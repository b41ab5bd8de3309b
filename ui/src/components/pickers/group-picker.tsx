import { PeopleTeam20Regular } from "@fluentui/react-icons";
import type { JSX } from "react";
import type { GroupId, GroupRow } from "@/ipc";
import { groupKindName } from "@/components/kinds";
import { commandQuery } from "@/queries/command-query";
import { DirectoryPicker } from "./directory-picker";

interface GroupPickerProps {
  open: boolean;
  /** Groups that were picked before. */
  taken: ReadonlySet<GroupId>;
  onPick: (row: GroupRow) => void;
  onClose: () => void;
}

/** Picks groups, one after the other, until it is closed. */
export function GroupPicker({ open, ...props }: GroupPickerProps): JSX.Element | null {
  return open ? (
    <DirectoryPicker
      title="Add to group"
      searchLabel="Search groups"
      queryOf={(text) => commandQuery("groups", { text })}
      mayOf={(row) => row.mayAdd}
      optionOf={(row) => ({
        id: row.group.id,
        label: row.group.displayName,
        secondary: row.group.description ?? undefined,
        tag: groupKindName(row),
        icon: <PeopleTeam20Regular />,
      })}
      {...props}
    />
  ) : null;
}
