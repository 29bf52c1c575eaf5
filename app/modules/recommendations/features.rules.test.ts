import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY_MS } from "#app/shared/duration.ts";
import {
  featureWriter,
  NEW_FEATURES,
  oddsOf,
  oddsOfProducts,
  OWN_FEATURES,
  pullOf,
  pullRoom,
} from "./features.rules.ts";
import { logOdds } from "./logistic.rules.ts";
import { profileOf, purchasesOf } from "./profile.rules.ts";
import { HistoryBuilder } from "./purchase-history.rules.ts";
import { readSignals } from "./signals.rules.ts";

const NOW = Date.UTC(2026, 10, 22);
const PERSONS = 6;

const order = fc.record({
  person: fc.nat(PERSONS - 1),
  daysAgo: fc.integer({ min: 1, max: 200 }),
  products: fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 5 }),
});
const coefficient = fc.double({ min: -3, max: 3, noNaN: true });
const modelOf = (width: number) =>
  fc.record({
    intercept: coefficient,
    coefficients: fc
      .array(coefficient, { minLength: width, maxLength: width })
      .map((all) => Float64Array.from(all)),
  });

test("odds in parts are the odds of all features together", () => {
  fc.assert(
    fc.property(
      fc.array(order, { minLength: 3, maxLength: 30 }),
      modelOf(NEW_FEATURES),
      modelOf(OWN_FEATURES),
      (orders, fresh, own) => {
        const builder = new HistoryBuilder();
        for (const [n, { person, daysAgo, products }] of orders.entries()) {
          const line = { orderId: `o${n}`, personId: `p${person}`, at: NOW - daysAgo * DAY_MS };
          for (const product of products) builder.add({ ...line, productId: `x${product}` });
        }
        const history = builder.build();
        const signals = readSignals(history, NOW);
        const profile = profileOf(purchasesOf(history, 0, signals.upTo), NOW);
        const pull = pullOf(signals, profile, pullRoom(history.products.length));
        const write = featureWriter(signals, profile, pull);
        const odds = oddsOf(signals, profile, pull);
        const row = new Float64Array(OWN_FEATURES);
        for (const item of history.products.keys()) {
          const model = profile.own.has(item) ? own : fresh;
          const judge = { model, ofProducts: oddsOfProducts(signals, model) };
          write(item, row);
          expect(odds.of(judge, item, odds.ofPerson(judge))).toBeCloseTo(logOdds(model, row), 6);
        }
      },
    ),
    { numRuns: 200 },
  );
});
