import type { AddressEntry, AddressProblem, DraftPerson, OwnDetails, UserId } from "@/ipc";
import { number } from "@/components/numbers";

/** One person of a composition. */
export interface Person {
  /** Stays the same while the address or the name is corrected. */
  readonly key: number;
  readonly address: string;
  readonly displayName: string | null;
  /** Set where the person was chosen from the directory. */
  readonly userId: UserId | null;
  readonly problem: AddressProblem | null;
  /** What a list said of this person alone. */
  readonly own?: OwnDetails | undefined;
}

const duplicate: AddressProblem = {
  code: "duplicate",
  text: "This address stands earlier in the list.",
  suggestion: null,
};

let lastKey = 0;
const nextKey = (): number => (lastKey += 1);

const fold = (address: string): string => address.toLowerCase();

/** What tells a person from others, also after the list was changed or reviewed. */
export const personKey = ({ userId, address }: Pick<DraftPerson, "userId" | "address">): string =>
  userId ?? fold(address);

/** Marks every address that stands earlier in the list, and frees those that no longer do. */
export function markDuplicates(people: readonly Person[]): readonly Person[] {
  const seen = new Set<string>();
  return people.map((person) => {
    if (person.problem !== null && person.problem.code !== duplicate.code) {
      return person;
    }
    const key = fold(person.address);
    const again = seen.has(key);
    seen.add(key);
    if (again === (person.problem !== null)) {
      return person;
    }
    return { ...person, problem: again ? duplicate : null };
  });
}

/** Adds what was read from a typed or pasted text. */
export function addEntries(
  people: readonly Person[],
  entries: readonly AddressEntry[],
): readonly Person[] {
  const added = entries.map((entry) => ({ ...entry, key: nextKey(), userId: null }));
  return markDuplicates([...people, ...added]);
}

/** Adds people of a draft, except those who are there already. */
export function addDraftPeople(
  people: readonly Person[],
  drafted: readonly DraftPerson[],
): readonly Person[] {
  const known = new Set(people.flatMap((person) => [personKey(person), fold(person.address)]));
  const added = drafted
    .filter((person) => !known.has(personKey(person)))
    .map((person) => ({ ...person, key: nextKey(), problem: null }));
  return markDuplicates([...people, ...added]);
}

/** Puts the name and the details that a list gives to people who are there already in their place. */
export function updateFromList(
  people: readonly Person[],
  listed: readonly DraftPerson[],
): { people: readonly Person[]; updated: number } {
  const byAddress = new Map(listed.map((person) => [fold(person.address), person]));
  let updated = 0;
  const now = people.map((person) => {
    const found = person.problem === null ? byAddress.get(fold(person.address)) : undefined;
    const displayName = found?.displayName ?? person.displayName;
    const own = found?.own ?? person.own;
    if (displayName === person.displayName && JSON.stringify(own) === JSON.stringify(person.own)) {
      return person;
    }
    updated += 1;
    return { ...person, displayName, own };
  });
  return { people: now, updated };
}

export const without = (people: readonly Person[], keys: ReadonlySet<number>): readonly Person[] =>
  markDuplicates(people.filter((person) => !keys.has(person.key)));

/** Puts what was read for a corrected address in the place of the person it corrects. */
export function correct(
  people: readonly Person[],
  key: number,
  entry: AddressEntry,
): readonly Person[] {
  return markDuplicates(
    people.map((person) =>
      person.key === key
        ? { ...person, address: entry.address, problem: entry.problem, userId: null }
        : person,
    ),
  );
}

export function rename(
  people: readonly Person[],
  key: number,
  name: string,
): readonly Person[] {
  const displayName = name.trim() === "" ? null : name;
  return people.map((person) => (person.key === key ? { ...person, displayName } : person));
}

export const draftPeople = (people: readonly Person[]): DraftPerson[] =>
  people.map(({ address, displayName, userId, own }) => ({
    address,
    displayName: displayName?.trim() ?? null,
    userId,
    ...(own ? { own } : {}),
  }));

/** Whether a list gives this person groups or applications of their own. */
export const hasOwnAccess = ({ own }: Person): boolean =>
  own !== undefined && own.access.groups.length + own.access.applications.length > 0;

/** How many domains the addresses are of. */
export function domainCount(people: readonly Person[]): number {
  const domains = new Set<string>();
  for (const { address } of people) {
    const at = address.lastIndexOf("@");
    if (at >= 0) {
      domains.add(fold(address.slice(at + 1)));
    }
  }
  return domains.size;
}

/** "240 addresses from 11 domains". */
export function peopleSummary(people: readonly Person[]): string {
  const domains = domainCount(people);
  const addresses = counted(people.length, "address", "addresses");
  return domains > 0 ? `${addresses} from ${counted(domains, "domain")}` : addresses;
}

/** A number with its noun: `1 group`, `2 groups`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** The words of a suggestion's button: only the part of the address that it changes. */
export function suggestionLabel(address: string, suggestion: string): string {
  const [local = "", domain = ""] = suggestion.split("@");
  const [oldLocal = "", oldDomain = ""] = address.split("@");
  if (domain === oldDomain && local !== oldLocal) {
    return `Use ${local}@`;
  }
  return local === oldLocal ? `Use ${domain}` : `Use ${suggestion}`;
}
