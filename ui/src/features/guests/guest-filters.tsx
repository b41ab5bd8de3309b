import {
  Button,
  Checkbox,
  Link,
  Menu,
  MenuButton,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
  SearchBox,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import { TableSettings20Regular } from "@fluentui/react-icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRef, useState, type JSX } from "react";
import { FilterPill } from "@/components/filter-pill";
import { useSearchKey } from "@/components/use-search-key";
import { useNarrow } from "@/components/use-width";
import { visibleText } from "@/components/visible-text";
import { commandQuery } from "@/queries/command-query";
import { InvitedFilter } from "./invited-filter";
import { isFiltered, withoutFilters, type GuestListState } from "./list-state";

const useStyles = makeStyles({
  row: {
    display: "flex",
    alignItems: "center",
    gap: "6px",
    minHeight: "40px",
    padding: "0 20px",
    flexShrink: 0,
    flexWrap: "wrap",
    "@media (max-width: 1023px)": { padding: "0 16px" },
  },
  search: { width: "260px", "@media (max-width: 1023px)": { width: "220px" } },
  clearAll: { marginLeft: "8px" },
  columns: { marginLeft: "auto", fontWeight: tokens.fontWeightRegular },
  domains: { display: "flex", flexDirection: "column", width: "280px" },
  list: { display: "flex", flexDirection: "column", maxHeight: "260px", overflowY: "auto", marginTop: "4px" },
  none: { padding: "8px", color: tokens.colorNeutralForeground3 },
});

/** How the domains chosen read. */
export function domainsText(domains: readonly string[]): string {
  const [first = "", ...others] = domains;
  return others.length === 0 ? visibleText(first) : `${visibleText(first)} or ${others.length} more`;
}

interface ColumnChoice {
  id: string;
  header: string;
}

interface GuestFiltersProps {
  list: GuestListState;
  onList: (list: GuestListState) => void;
  /** Columns that can be shown or not, and those that are. */
  columns: readonly ColumnChoice[];
  shown: readonly string[];
  onShown: (shown: string[]) => void;
}

/** Search, the filters as pills, and the choice of columns. */
export function GuestFilters(props: GuestFiltersProps): JSX.Element {
  const { list, onList, columns, shown, onShown } = props;
  const styles = useStyles();
  const narrow = useNarrow();
  const search = useRef<HTMLInputElement>(null);
  useSearchKey(search);

  return (
    <div className={styles.row} role="search" aria-label="Guests">
      <SearchBox
        ref={search}
        className={styles.search}
        appearance="filled-darker"
        aria-label="Search name, email, company"
        placeholder="Search name, email, company"
        value={list.text}
        // Every letter is answered at once: the store takes less time than a pause would.
        onChange={(_, data) => onList({ ...list, text: data.value })}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            onList({ ...list, text: "" });
          }
        }}
      />
      <FilterPill
        label="Partner domain"
        value={list.domains.length > 0 ? domainsText(list.domains) : undefined}
        onClear={() => onList({ ...list, domains: [] })}
      >
        {() => (
          <DomainChoice
            chosen={list.domains}
            onChosen={(domains) => onList({ ...list, domains })}
          />
        )}
      </FilterPill>
      <InvitedFilter list={list} onList={onList} />
      {isFiltered(list) && (
        <Link
          as="button"
          className={styles.clearAll}
          onClick={() => onList(withoutFilters(list))}
        >
          Clear all
        </Link>
      )}
      <Menu
        checkedValues={{ columns: [...shown] }}
        onCheckedValueChange={(_, data) => onShown(data.checkedItems)}
      >
        <MenuTrigger disableButtonEnhancement>
          <MenuButton
            appearance="subtle"
            className={styles.columns}
            icon={<TableSettings20Regular />}
            menuIcon={null}
            aria-label="Columns"
          >
            {narrow ? undefined : "Columns"}
          </MenuButton>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {columns.map((column) => (
              <MenuItemCheckbox key={column.id} name="columns" value={column.id} persistOnClick>
                {column.header}
              </MenuItemCheckbox>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
    </div>
  );
}

interface DomainChoiceProps {
  chosen: readonly string[];
  onChosen: (domains: string[]) => void;
}

function DomainChoice({ chosen, onChosen }: DomainChoiceProps): JSX.Element {
  const styles = useStyles();
  const [text, setText] = useState("");
  const domains = useQuery({
    ...commandQuery("guest_domains", { text: text.trim() }),
    placeholderData: keepPreviousData,
  });
  const toggle = (domain: string): void =>
    onChosen(
      chosen.includes(domain) ? chosen.filter((one) => one !== domain) : [...chosen, domain],
    );
  return (
    <div className={styles.domains}>
      <SearchBox
        aria-label="Search partner domains"
        placeholder="Search partner domains"
        appearance="filled-darker"
        value={text}
        onChange={(_, data) => setText(data.value)}
      />
      <div className={styles.list} role="group" aria-label="Partner domains">
        {(domains.data ?? []).map(({ domain, guests }) => (
          <Checkbox
            key={domain}
            checked={chosen.includes(domain)}
            label={`${visibleText(domain)} (${guests.toLocaleString("en")})`}
            onChange={() => toggle(domain)}
          />
        ))}
        {domains.data?.length === 0 && <span className={styles.none}>No domain is called that.</span>}
      </div>
      {chosen.length > 0 && (
        <Button size="small" appearance="subtle" onClick={() => onChosen([])}>
          Clear
        </Button>
      )}
    </div>
  );
}
