import {
  Badge,
  Button,
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Overflow,
  OverflowItem,
  Toolbar,
  ToolbarButton,
  ToolbarDivider,
  makeStyles,
  tokens,
  useIsOverflowItemVisible,
  useOverflowMenu,
} from "@fluentui/react-components";
import { MoreHorizontal20Regular } from "@fluentui/react-icons";
import type { JSX, ReactElement, ReactNode } from "react";
import { SteadyTooltip } from "./steady-tooltip";
import { number } from "@/components/numbers";
import { side } from "@/theme";

/** Something that can be done here. Every command is also offered by the palette. */
export interface Command {
  id: string;
  label: string;
  icon: ReactElement;
  run: () => void;
  /** Why it does not apply now; absent when it does. */
  reason?: string | undefined;
  /** How many of the selection it concerns. */
  count?: number | undefined;
}

const useStyles = makeStyles({
  bar: {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    height: "40px",
    padding: `0 ${side}`,
    flexShrink: 0,
  },
  toolbar: { flex: "1 1 0", minWidth: 0, padding: 0, gap: "2px", overflow: "hidden" },
  command: { fontWeight: tokens.fontWeightRegular, whiteSpace: "nowrap", flexShrink: 0 },
  primary: { whiteSpace: "nowrap", flexShrink: 0, marginRight: "4px" },
  count: { marginLeft: "6px" },
});

interface CommandBarProps {
  /** What the commands act on: the toolbar's name. */
  label: string;
  primary?: Command | undefined;
  commands: readonly Command[];
  aside?: ReactNode;
}

/** A page's commands: one Tab stop, arrows within; what does not fit goes under "More". */
export function CommandBar({ label, primary, commands, aside }: CommandBarProps): JSX.Element {
  const styles = useStyles();
  return (
    <div className={styles.bar}>
      <Overflow padding={40}>
        <Toolbar aria-label={label} className={styles.toolbar}>
          {primary && (
            <OverflowItem id={primary.id} priority={100}>
              <PrimaryCommand command={primary} className={styles.primary} />
            </OverflowItem>
          )}
          {primary && commands.length > 0 && <ToolbarDivider />}
          {commands.map((command, index) => (
            <OverflowItem key={command.id} id={command.id} priority={commands.length - index}>
              <BarCommand command={command} className={styles.command} countClass={styles.count} />
            </OverflowItem>
          ))}
          <More commands={commands} />
        </Toolbar>
      </Overflow>
      {aside}
    </div>
  );
}

interface ItemProps {
  command: Command;
  className: string;
  ref?: React.Ref<HTMLButtonElement>;
}

function PrimaryCommand({ command, className, ref }: ItemProps): JSX.Element {
  return (
    <SteadyTooltip text={command.reason}>
      <ToolbarButton
        ref={ref}
        appearance="primary"
        className={className}
        icon={command.icon}
        disabledFocusable={command.reason !== undefined}
        onClick={command.run}
      >
        {command.label}
      </ToolbarButton>
    </SteadyTooltip>
  );
}

function BarCommand({
  command,
  className,
  countClass,
  ref,
}: ItemProps & { countClass: string }): JSX.Element {
  return (
    <SteadyTooltip text={command.reason}>
      <ToolbarButton
        ref={ref}
        className={className}
        icon={command.icon}
        disabledFocusable={command.reason !== undefined}
        onClick={command.run}
      >
        {command.label}
        {command.count !== undefined && command.count > 0 && (
          <Badge className={countClass} appearance="tint" color="brand" size="small">
            {command.count}
          </Badge>
        )}
      </ToolbarButton>
    </SteadyTooltip>
  );
}

function More({ commands }: { commands: readonly Command[] }): JSX.Element | null {
  const { ref, isOverflowing } = useOverflowMenu<HTMLButtonElement>();
  if (!isOverflowing) {
    return null;
  }
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton
          ref={ref}
          appearance="subtle"
          menuIcon={null}
          icon={<MoreHorizontal20Regular />}
          aria-label="More commands"
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {commands.map((command) => (
            <MoreItem key={command.id} command={command} />
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function MoreItem({ command }: { command: Command }): JSX.Element | null {
  const visible = useIsOverflowItemVisible(command.id);
  if (visible) {
    return null;
  }
  return (
    <MenuItem
      icon={command.icon}
      disabled={command.reason !== undefined}
      subText={command.reason}
      onClick={command.run}
    >
      {command.label}
    </MenuItem>
  );
}

/** "3 selected" and the way to drop the selection. */
export function SelectionCount({
  count,
  onClear,
  icon,
}: {
  count: number;
  onClear: () => void;
  icon: ReactElement;
}): JSX.Element {
  return (
    <span style={{ display: "inline-flex", alignItems: "center", whiteSpace: "nowrap" }}>
      <span>
        <b>{number(count)}</b> selected
      </span>
      <Button
        appearance="transparent"
        size="small"
        icon={icon}
        aria-label="Clear selection"
        onClick={onClear}
      />
    </span>
  );
}
