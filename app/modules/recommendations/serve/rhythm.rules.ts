import { DAY_MS } from "#app/shared/duration.ts";
import { itemsOf, ordersOf, type PurchaseHistory } from "../purchase-history.rules.ts";

/** How long a shop's customers let pass before they buy a product again. */
export interface Rhythm {
  /** the middle one of all pauses */
  days: number;
  persons: number;
}

/** Two people may have their reasons. */
const FEWEST_PERSONS = 3;

function middleOf(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

interface Pauses {
  days: number[];
  persons: number;
  /** who was counted last */
  person: number;
}

function note(pauses: Map<number, Pauses>, item: number, person: number, days: number): void {
  const of = pauses.get(item) ?? { days: [], persons: 0, person: -1 };
  of.days.push(days);
  if (of.person !== person) of.persons += 1;
  of.person = person;
  pauses.set(item, of);
}

/** All pauses of one person between two orders of the same product. */
function notePerson(pauses: Map<number, Pauses>, history: PurchaseHistory, person: number): void {
  const lastAt = new Map<number, number>();
  for (const order of ordersOf(history, person, Infinity)) {
    const at = history.orderAt[order] ?? 0;
    for (const item of itemsOf(history, order)) {
      const before = lastAt.get(item);
      if (before !== undefined) note(pauses, item, person, (at - before) / DAY_MS);
      lastAt.set(item, at);
    }
  }
}

/** By the product's number; absent where fewer than three persons bought it again. */
export function rhythmsOf(history: PurchaseHistory): Map<number, Rhythm> {
  const pauses = new Map<number, Pauses>();
  for (let person = 0; person < history.personStart.length - 1; person++) {
    notePerson(pauses, history, person);
  }
  const rhythms = new Map<number, Rhythm>();
  for (const [item, { days, persons }] of pauses) {
    if (persons >= FEWEST_PERSONS) rhythms.set(item, { days: middleOf(days), persons });
  }
  return rhythms;
}
