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

/** The so many items of the largest value, best first; ties go by which comes first, and 0 is nothing. */
class Best {
  readonly items: number[] = [];
  readonly #values: number[] = [];
  readonly #most: number;
  #least = 0;

  constructor(most: number) {
    this.#most = most;
  }

  offer(item: number, value: number): void {
    if (value <= this.#least) return;
    const values = this.#values;
    let place = values.length < this.#most ? values.length : this.#most - 1;
    for (; place > 0 && (values[place - 1] ?? 0) < value; place--) {
      this.items[place] = this.items[place - 1] ?? 0;
      values[place] = values[place - 1] ?? 0;
    }
    this.items[place] = item;
    values[place] = value;
    if (values.length === this.#most) this.#least = values[this.#most - 1] ?? 0;
  }
}

type MayBe = (item: number) => boolean;

/** What their purchases speak for. */
function pulledBy(pull: Pull, most: number, mayBe: MayBe): number[] {
  const [all, last, significance] = [new Best(most), new Best(most), new Best(most)];
  for (const item of pull.touched) {
    if (!mayBe(item)) continue;
    all.offer(item, pull.all[item] ?? 0);
    last.offer(item, pull.last[item] ?? 0);
    significance.offer(item, pull.significance[item] ?? 0);
  }
  return [...all.items, ...last.items, ...significance.items];
}

/** What people alike bought. */
function boughtByPeople(
  signals: Signals,
  { pull, most, mayBe }: { pull: Pull; most: number; mayBe: MayBe },
) {
  const [share, taste] = [new Best(most), new Best(most)];
  for (const item of pull.touchedByPeople) {
    if (!mayBe(item)) continue;
    share.offer(item, pull.people[item] ?? 0);
    taste.offer(item, tasteFor(signals, pull, item));
  }
  return [...share.items, ...taste.items];
}

function bestSellers({ popularity }: Signals, most: number, mayBe: MayBe): number[] {
  const found: number[] = [];
  for (const item of popularity.best) {
    if (found.length === most) break;
    if (mayBe(item)) found.push(item);
  }
  return found;
}

/** Products worth a look for this person: what their purchases and people alike speak for, best sellers, their own. */
export function shortlistOf(
  signals: Signals,
  profile: Profile,
  { pull, wish }: { pull: Pull; wish: ShortlistWish },
): number[] {
  const { mode, top, shortlist, allowed } = wish;
  const most = Math.max(shortlist, top);
  const mayBe: MayBe = allowed
    ? (item) => pull.isOwn[item] === 0 && allowed(item)
    : (item) => pull.isOwn[item] === 0;
  const found = new Set([
    ...pulledBy(pull, most, mayBe),
    ...boughtByPeople(signals, { pull, most, mayBe }),
    ...bestSellers(signals, most, mayBe),
  ]);
  if (mode === "any") {
    for (const item of profile.own.keys()) if (allowed?.(item) ?? true) found.add(item);
  }
  return [...found];
}
