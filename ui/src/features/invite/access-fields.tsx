import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { Add16Regular, Apps20Regular, Dismiss16Regular, PeopleTeam20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type JSX, type ReactElement } from "react";
import { troubleOf, type DraftProblem } from "@/ipc";
import { usePageCommands } from "@/components/commands";
import { groupKindName } from "@/components/kinds";
import { ApplicationPicker } from "@/components/pickers/application-picker";
import { GroupPicker } from "@/components/pickers/group-picker";
import { SafeText } from "@/components/safe-text";
import { Tag } from "@/components/tag";
import { useKeptFocus } from "@/components/use-kept-focus";
import { visibleText } from "@/components/visible-text";
import { commandQuery } from "@/queries/command-query";
import type { ChosenApplication, ChosenGroup } from "./compose-store";
import { hasOwnAccess } from "./people";
import type { Composer } from "./use-composer";

const useStyles = makeStyles({
  head: { display: "flex", alignItems: "center", gap: "4px", minHeight: "32px" },
  title: {
    margin: 0,
    marginRight: "auto",
    fontSize: "14px",
    lineHeight: "20px",
    fontWeight: tokens.fontWeightSemibold,
  },
  add: { color: tokens.colorBrandForegroundLink, fontWeight: tokens.fontWeightSemibold },
  list: { margin: 0, padding: 0, listStyleType: "none" },
  item: {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    minHeight: "32px",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  name: { flex: "1 1 0", minWidth: 0 },
  tag: { maxWidth: "45%" },
  dim: { margin: 0, color: tokens.colorNeutralForeground3 },
  problem: { margin: 0, color: tokens.colorPaletteRedForeground1, fontSize: tokens.fontSizeBase200 },
});

interface AccessFieldsProps {
  composer: Composer;
  /** Opens this picker at once. */
  add?: "group" | "application" | undefined;
}

/** The groups and applications that everybody in the draft gets. */
export function AccessFields({ composer, add }: AccessFieldsProps): JSX.Element {
  const styles = useStyles();
  const [picking, setPicking] = useState(add);
  usePageCommands(
    useMemo(
      () => [
        { id: "add-group", label: "Add group", icon: <PeopleTeam20Regular />, run: () => setPicking("group") },
        {
          id: "add-application",
          label: "Add application",
          icon: <Apps20Regular />,
          run: () => setPicking("application"),
        },
      ],
      [],
    ),
  );
  const list = useKeptFocus<HTMLUListElement>();
  const { composition, change, problems } = composer;
  const { people, groups, applications } = composition;
  const fromList = useMemo(() => people.some(hasOwnAccess), [people]);
  const wrong = problems.filter(
    ({ field }) => field === "groups" || field === "applications",
  );
  return (
    <section aria-labelledby="access">
      <div className={styles.head}>
        <h2 id="access" className={styles.title}>
          Access
        </h2>
        <Button
          appearance="transparent"
          size="small"
          className={styles.add}
          icon={<Add16Regular />}
          onClick={() => setPicking("group")}
        >
          Add group
        </Button>
        <Button
          appearance="transparent"
          size="small"
          className={styles.add}
          icon={<Add16Regular />}
          onClick={() => setPicking("application")}
        >
          Add application
        </Button>
      </div>
      {groups.length + applications.length === 0 && (
        <p className={styles.dim}>
          {fromList
            ? "What the list says of each person; no group and no application for everyone."
            : "No group and no application: the directory only."}
        </p>
      )}
      <ul ref={list} className={styles.list} aria-label="Access">
        {groups.map((group) => (
          <GroupItem
            key={group.id}
            group={group}
            onRemove={() => change({ groups: groups.filter((other) => other.id !== group.id) })}
          />
        ))}
        {applications.map((application) => (
          <ApplicationItem
            key={application.id}
            application={application}
            onRemove={() =>
              change({ applications: applications.filter((other) => other.id !== application.id) })
            }
          />
        ))}
      </ul>
      {wrong.map((problem: DraftProblem) => (
        <p key={problem.code} role="alert" className={styles.problem}>
          {problem.text}
        </p>
      ))}
      <GroupPicker
        open={picking === "group"}
        taken={new Set(groups.map((group) => group.id))}
        onClose={() => setPicking(undefined)}
        onPick={(row) =>
          change({
            groups: [
              ...groups,
              { id: row.group.id, name: row.group.displayName, kind: groupKindName(row) },
            ],
          })
        }
      />
      <ApplicationPicker
        open={picking === "application"}
        taken={new Set(applications.map((application) => application.id))}
        onClose={() => setPicking(undefined)}
        onPick={({ application }, role) =>
          change({
            applications: [
              ...applications,
              {
                id: application.id,
                roleId: role.id,
                name: application.displayName,
                roleName: role.displayName,
              },
            ],
          })
        }
      />
    </section>
  );
}

interface ItemProps {
  icon: ReactElement;
  name: string | undefined;
  tag: string | undefined;
  /** Why the name could not be read. */
  trouble: string | undefined;
  onRemove: () => void;
}

function Item({ icon, name, tag, trouble, onRemove }: ItemProps): JSX.Element {
  const styles = useStyles();
  return (
    <li className={styles.item}>
      {icon}
      <SafeText ellipsis className={styles.name} text={name ?? trouble ?? "Reading its name"} />
      {tag !== undefined && <Tag className={styles.tag} text={tag} />}
      <Button
        appearance="transparent"
        size="small"
        icon={<Dismiss16Regular />}
        aria-label={`Remove ${visibleText(name ?? "this")}`}
        onClick={onRemove}
      />
    </li>
  );
}

function GroupItem({ group, onRemove }: { group: ChosenGroup; onRemove: () => void }): JSX.Element {
  const known = useQuery({
    ...commandQuery("group", { id: group.id }),
    enabled: group.name === null,
  });
  return (
    <Item
      icon={<PeopleTeam20Regular />}
      name={group.name ?? known.data?.row.group.displayName}
      tag={group.kind ?? (known.data ? groupKindName(known.data.row) : undefined)}
      trouble={known.isError ? troubleOf(known.error).explanation.summary : undefined}
      onRemove={onRemove}
    />
  );
}

function ApplicationItem({
  application,
  onRemove,
}: {
  application: ChosenApplication;
  onRemove: () => void;
}): JSX.Element {
  const known = useQuery({
    ...commandQuery("application", { id: application.id }),
    enabled: application.name === null,
  });
  const role =
    application.roleName ??
    known.data?.row.roles.find((candidate) => candidate.id === application.roleId)?.displayName;
  return (
    <Item
      icon={<Apps20Regular />}
      name={application.name ?? known.data?.row.application.displayName}
      tag={role === undefined ? undefined : `Role: ${role}`}
      trouble={known.isError ? troubleOf(known.error).explanation.summary : undefined}
      onRemove={onRemove}
    />
  );
}
