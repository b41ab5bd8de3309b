import { Link, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow } from "@fluentui/react-components";
import type { JSX } from "react";
import type { AssignedApplication, Listed } from "@/ipc";
import { dayText } from "@/components/dates";
import { SafeText } from "@/components/safe-text";
import { EmptyState } from "@/components/states";
import { TroubleBar } from "@/components/trouble";
import { useNavigate } from "@/navigation";

interface ApplicationsTabProps {
  applications: Listed<AssignedApplication>;
}

/** The applications that a guest is assigned to, directly or through a group. */
export function ApplicationsTab({ applications }: ApplicationsTabProps): JSX.Element {
  const navigate = useNavigate();
  if (applications.state === "notRead") {
    return <TroubleBar trouble={applications.trouble} intent="warning" />;
  }
  if (applications.items.length === 0) {
    return (
      <EmptyState title="Assigned to no application">
        Assign one with “Assign application” above.
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Applications of this guest" size="small">
      <TableHeader>
        <TableRow>
          <TableHeaderCell>Application</TableHeaderCell>
          <TableHeaderCell>Role</TableHeaderCell>
          <TableHeaderCell>Assigned</TableHeaderCell>
          <TableHeaderCell>Through</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {applications.items.map((application) => (
          <TableRow
            key={`${application.servicePrincipalId} ${application.appRoleId} ${application.throughGroup ?? ""}`}
          >
            <TableCell>
              <Link
                as="button"
                onClick={() =>
                  navigate({ screen: "application", id: application.servicePrincipalId })
                }
              >
                <SafeText text={application.displayName} />
              </Link>
            </TableCell>
            <TableCell>
              <SafeText text={application.roleName} />
            </TableCell>
            <TableCell>{dayText(application.assigned)}</TableCell>
            <TableCell>
              {application.throughGroup === null ? (
                "Directly"
              ) : (
                <SafeText text={`Group ${application.throughGroup}`} />
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
