import { DAY_MS } from "#app/shared/duration.ts";
import { type Profile, profileOf, purchasesOf } from "../profile.rules.ts";
import {
  itemsOf,
  ordersBefore,
  ordersOf,
  type PurchaseHistory,
} from "../purchase-history.rules.ts";

/** Somebody as they were at the cut, and what they bought next. */
export interface HeldOutPerson {
  profile: Profile;
  next: ReadonlySet<number>;
}

/** A shop's latest past, kept from a model that is fitted as of `from`. Milliseconds. */
export interface HoldOut {
  from: number;
  to: number;
  persons: HeldOutPerson[];
}

/** A short window is closest to what comes; a longer one where too few came back. */
const WINDOWS_DAYS = [30, 60, 90] as const;
const ENOUGH_PERSONS = 200;
/** Fewer prove nothing. */
const FEWEST_PERSONS = 30;
const MOST_PERSONS = 3_000;

function personsAt(history: PurchaseHistory, from: number, to: number): HeldOutPerson[] {
  const known = ordersBefore(history, from);
  const all = ordersBefore(history, to);
  const persons: HeldOutPerson[] = [];
  for (let person = 0; person < history.personStart.length - 1; person++) {
    const before = purchasesOf(history, person, known);
    const next = ordersOf(history, person, all)[before.length];
    if (before.length === 0 || next === undefined) continue;
    persons.push({ profile: profileOf(before, from), next: new Set(itemsOf(history, next)) });
  }
  const every = Math.ceil(persons.length / MOST_PERSONS);
  return persons.filter((_, n) => n % every === 0);
}

/** Those who had bought before the window and bought again within it; null where they are too few. */
export function holdOut(history: PurchaseHistory, at: number): HoldOut | null {
  let found: HoldOut | null = null;
  for (const days of WINDOWS_DAYS) {
    const from = at - days * DAY_MS;
    if ((history.orderAt[0] ?? at) >= from) break;
    found = { from, to: at, persons: personsAt(history, from, at) };
    if (found.persons.length >= ENOUGH_PERSONS) break;
  }
  return found !== null && found.persons.length >= FEWEST_PERSONS ? found : null;
}
