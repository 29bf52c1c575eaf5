import {
  type Profile,
  profileOf,
  purchasesOf,
} from "#app/modules/recommendations/profile.rules.ts";
import {
  itemsOf,
  ordersBefore,
  ordersOf,
  type PurchaseHistory,
} from "#app/modules/recommendations/purchase-history.rules.ts";

/** One person at the moment of the cut, and what they bought next. Products are numbers of the history. */
export interface Question {
  /** the last purchase before the cut */
  last: readonly number[];
  /** everything bought before the cut */
  owned: ReadonlySet<number>;
  earlierOrders: number;
  profile: Profile;
  /** the first order after the cut */
  next: ReadonlySet<number>;
  /** what of it they had never bought; may be empty */
  fresh: ReadonlySet<number>;
}

/** Everybody who bought before the cut and again after it. What came after the cut is seen by no method. */
export function questionsAt(history: PurchaseHistory, cut: number): Question[] {
  const upTo = ordersBefore(history, cut);
  const questions: Question[] = [];
  for (let person = 0; person < history.personStart.length - 1; person += 1) {
    const before = purchasesOf(history, person, upTo);
    const next = ordersOf(history, person, history.orderAt.length)[before.length];
    const last = before.at(-1);
    if (last === undefined || next === undefined) continue;
    const owned = new Set(before.flatMap(({ items }) => Array.from(items)));
    const bought = new Set(itemsOf(history, next));
    questions.push({
      last: Array.from(last.items),
      owned,
      earlierOrders: before.length,
      profile: profileOf(before, cut),
      next: bought,
      fresh: new Set([...bought].filter((item) => !owned.has(item))),
    });
  }
  return questions;
}
