import type { JSX } from "react";
import type { GroupRow } from "@/ipc";
import { groupKindName } from "@/components/kinds";
import { SafeText } from "@/components/safe-text";
import { TargetList, type TargetKind } from "@/features/directory/target-list";
import { commandQuery } from "@/queries/command-query";

const groups: TargetKind<GroupRow> = {
  title: "Groups",
  subtitle: "Find one, see its guests, add guests to it",
  header: "Group",
  words: ["group", "groups"],
  none: "groups",
  command: "groups",
  queryOf: (text) => commandQuery("groups", { text }),
  idOf: (row) => row.group.id,
  nameOf: (row) => row.group.displayName,
  mayOf: (row) => row.mayAdd,
  ownedOf: (row) => row.owned,
  ownsAny: ({ ownedGroups }) => ownedGroups.state === "known" && ownedGroups.value.length > 0,
  routeOf: (row) => ({ screen: "group", id: row.group.id }),
  tracks: { name: "minmax(0, 3fr)", may: "minmax(0, 3fr)" },
  columns: [
    { id: "kind", header: "Group type", track: "148px", cell: groupKindName },
    {
      id: "description",
      header: "Description",
      track: "minmax(0, 3fr)",
      wide: true,
      cell: (row) => <SafeText ellipsis text={row.group.description ?? ""} />,
    },
  ],
};

/** Find a group. */
export const GroupsScreen = (): JSX.Element => <TargetList kind={groups} />;
