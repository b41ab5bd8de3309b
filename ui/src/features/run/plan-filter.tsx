import { Menu, MenuButton, MenuItemRadio, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import type { JSX } from "react";
import type { PlanRow, Verdict } from "@/ipc";
import { number } from "@/components/numbers";
import { verdictGroup, verdictNames, type VerdictGroup } from "./verdicts";

/** Which rows of a plan are shown. */
export interface PlanFilter {
  /** Part of an address, a name, or the name of a verdict. */
  text: string;
  group: VerdictGroup | null;
  /** Exactly this verdict; a group may hold several. */
  verdict: Verdict | null;
}

export const wholePlan: PlanFilter = { text: "", group: null, verdict: null };

export const isNarrowed = ({ text, group, verdict }: PlanFilter): boolean =>
  text.trim() !== "" || group !== null || verdict !== null;

/** Whether a row has the verdict that is asked for, whatever the text. */
export const hasVerdict = (row: PlanRow, { group, verdict }: PlanFilter): boolean =>
  (group === null || verdictGroup(row.verdict) === group) &&
  (verdict === null || row.verdict === verdict);

export function filterRows(rows: readonly PlanRow[], filter: PlanFilter): readonly PlanRow[] {
  const wanted = filter.text.trim().toLocaleLowerCase();
  const named = (text: string | null): boolean => text?.toLocaleLowerCase().includes(wanted) ?? false;
  return isNarrowed(filter)
    ? rows.filter(
        (row) =>
          hasVerdict(row, filter) &&
          (named(row.address) || named(row.displayName) || named(verdictNames[row.verdict])),
      )
    : rows;
}

interface VerdictMenuProps {
  rows: readonly PlanRow[];
  chosen: Verdict | null;
  onChoose: (verdict: Verdict | null) => void;
}

/** One verdict out of all that occur, each with its number. */
export function VerdictMenu({ rows, chosen, onChoose }: VerdictMenuProps): JSX.Element {
  const counts = new Map<Verdict, number>();
  for (const { verdict } of rows) {
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  return (
    <Menu
      checkedValues={{ verdict: [chosen ?? ""] }}
      onCheckedValueChange={(_, data) => {
        const [value = ""] = data.checkedItems;
        onChoose([...counts.keys()].find((verdict) => verdict === value) ?? null);
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuButton shape="circular" size="small">
          {chosen === null ? "Verdict" : `Verdict is ${verdictNames[chosen]}`}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItemRadio name="verdict" value="">
            All verdicts
          </MenuItemRadio>
          {[...counts].map(([verdict, count]) => (
            <MenuItemRadio key={verdict} name="verdict" value={verdict} secondaryContent={number(count)}>
              {verdictNames[verdict]}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
