import { Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, Link } from "@fluentui/react-components";
import type { JSX } from "react";
import type { Listed, MemberOfGroup } from "@/ipc";
import { groupKindName } from "@/components/kinds";
import { SafeText } from "@/components/safe-text";
import { EmptyState } from "@/components/states";
import { TroubleBar } from "@/components/trouble";
import { useNavigate } from "@/navigation";

/** The groups that a guest is a direct member of. */
export function GroupsTab({ groups }: { groups: Listed<MemberOfGroup> }): JSX.Element {
  const navigate = useNavigate();
  if (groups.state === "notRead") {
    return <TroubleBar trouble={groups.trouble} intent="warning" />;
  }
  if (groups.items.length === 0) {
    return <EmptyState title="In no group">Add the guest with “Add to group” above.</EmptyState>;
  }
  return (
    <Table aria-label="Groups of this guest" size="small">
      <TableHeader>
        <TableRow>
          <TableHeaderCell>Group</TableHeaderCell>
          <TableHeaderCell>Kind</TableHeaderCell>
          <TableHeaderCell>Description</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {groups.items.map((group) => (
          <TableRow key={group.id}>
            <TableCell>
              <Link as="button" onClick={() => navigate({ screen: "group", id: group.id })}>
                <SafeText text={group.displayName} />
              </Link>
            </TableCell>
            <TableCell>{groupKindName(group)}</TableCell>
            <TableCell>{group.description !== null && <SafeText text={group.description} />}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
