import { type Pull, tasteFor } from "./features.rules.ts";
import type { RankMode } from "./model.types.ts";
import type { Profile } from "./profile.rules.ts";
import type { Signals } from "./signals.rules.ts";

export interface ShortlistWish {
  mode: RankMode;
  top: number;
  /** the best so many by each way of looking at them; the weights decide among those */
  shortlist: number;
  allowed?: (item: number) => boolean;
}

/** The `most` items of the largest value; ties go by which comes first. */
function bestBy(items: Iterable<number>, most: number, valueOf: (item: number) => number) {
  const kept: number[] = [];
  const values: number[] = [];
  for (const item of items) {
    const value = valueOf(item);
    if (value <= 0 || (kept.length === most && value <= (values[most - 1] ?? 0))) continue;
    let place = kept.length < most ? kept.length : most - 1;
    while (place > 0 && (values[place - 1] ?? 0) < value) {
      kept[place] = kept[place - 1] ?? 0;
      values[place] = values[place - 1] ?? 0;
      place--;
    }
    kept[place] = item;
    values[place] = value;
  }
  return kept;
}

/** Products worth a look for this person: what their purchases and people alike speak for, best sellers, their own. */
export function shortlistOf(
  signals: Signals,
  profile: Profile,
  { pull, wish }: { pull: Pull; wish: ShortlistWish },
): number[] {
  const { mode, top, shortlist, allowed } = wish;
  const most = Math.max(shortlist, top);
  const mayBe = (item: number) => !profile.own.has(item) && (allowed?.(item) ?? true);
  const pulled = pull.touched.filter(mayBe);
  const theirs = pull.touchedByPeople.filter(mayBe);
  const found = new Set([
    ...bestBy(pulled, most, (item) => pull.all[item] ?? 0),
    ...bestBy(pulled, most, (item) => pull.last[item] ?? 0),
    ...bestBy(pulled, most, (item) => pull.significance[item] ?? 0),
    ...bestBy(theirs, most, (item) => pull.people[item] ?? 0),
    ...bestBy(theirs, most, (item) => tasteFor(signals, pull, item)),
  ]);
  let best = 0;
  for (const item of signals.popularity.best) {
    if (best === most) break;
    if (!mayBe(item)) continue;
    found.add(item);
    best++;
  }
  if (mode === "any") {
    for (const item of profile.own.keys()) if (allowed?.(item) ?? true) found.add(item);
  }
  return [...found];
}
