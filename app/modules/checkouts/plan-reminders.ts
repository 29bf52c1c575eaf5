import { z } from "zod";
import { type CatalogItem, readCartItems } from "#app/modules/catalog/index.ts";
import { languageOrder, templateFor } from "#app/modules/templates/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { cartItem, type CartItem } from "./checkout.types.ts";
import { loadReminderCases, type ReminderCase, type ReminderRound } from "./load-reminder-cases.ts";
import { reminderFacts } from "./reminder-facts.ts";
import type { Goods, PreparedReminder } from "./prepared-reminder.ts";
import { decideReminder } from "./reminder.rules.ts";
import { stepOf } from "./schedule-reminder.ts";
import { settleDecision } from "./settle-decision.ts";

type Known = Map<string, CatalogItem>;

function itemsOf(one: ReminderCase): CartItem[] {
  const parsed = z.array(cartItem).safeParse(one.checkout.items);
  return parsed.success ? parsed.data : [];
}

/** Custom lines have no variant; they can be bought as long as their checkout lives. */
function goodsOf(one: ReminderCase, known: Known): Goods {
  const items = itemsOf(one);
  const buyable = items.filter(
    (item) => item.variantId === null || known.get(item.variantId)?.available === true,
  );
  const pictures = buyable.map((item) => known.get(item.variantId ?? "")?.pictureUrl ?? null);
  return {
    items: buyable,
    available: buyable.length > 0,
    pictureUrl: pictures.find((url) => url !== null) ?? null,
  };
}

function languagesOf(one: ReminderCase, round: ReminderRound): string[] {
  return languageOrder([one.contact?.locale, one.checkout.locale, round.shop.locale]);
}

async function prepare(
  tx: Tx,
  found: { one: ReminderCase; round: ReminderRound; known: Known; now: Date },
): Promise<PreparedReminder> {
  const { one, round, known, now } = found;
  const goods = goodsOf(one, known);
  const step = stepOf(one.checkout, one.series);
  const template = await templateFor(tx, round.shop.id, {
    purpose: step === 1 ? "cart_reminder_1" : "cart_reminder_2",
    hasPicture: goods.pictureUrl !== null,
    languages: languagesOf(one, round),
  });
  // A paused template is waited for at the send; only one that will not come back skips the step.
  const templateApproved = template.state === "approved" || template.state === "paused";
  const outside = { itemsAvailable: goods.available, templateApproved, now };
  const decision = decideReminder(reminderFacts(one, round, outside), round.settings, now);
  return { one, round, goods, template, decision };
}

/** Asks Shopify for the pictures and the stock of all carts of the batch in one question. */
async function goodsOfRound(deps: Deps, round: ReminderRound): Promise<Known> {
  const variantIds = round.cases.flatMap((one) =>
    itemsOf(one).flatMap((item) => item.variantId ?? []),
  );
  return readCartItems(deps, round.shop.domain, variantIds);
}

type DueSteps = { checkoutId: string; dueAt: Date }[];

/** So many are decided in one transaction; a failure is then retried one by one. */
const PER_TRANSACTION = 20;

async function planPart(
  deps: Deps,
  part: { shopId: string; due: DueSteps; known: Known },
): Promise<void> {
  const { shopId, due, known } = part;
  await deps.db.inShop(shopId, async (tx) => {
    // Read again: what Shopify took to answer may have changed the facts.
    const round = await loadReminderCases(deps, tx, { shopId, due });
    const now = deps.clock.now();
    for (const one of round.cases) {
      await settleDecision(deps, tx, await prepare(tx, { one, round, known, now }));
    }
  });
}

/** One strange checkout must not keep its neighbours from their reminders. */
async function planOneByOne(
  deps: Deps,
  part: { shopId: string; due: DueSteps; known: Known },
): Promise<void> {
  const failures: unknown[] = [];
  for (const one of part.due) {
    try {
      await planPart(deps, { ...part, due: [one] });
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "Some reminders were not planned");
}

/**
 * Decides about due steps of one shop and writes what follows: a planned message with its link, a
 * skip with its reason, a later look, or the end of the series. Each checkout is claimed by its exact
 * due time in the transaction that writes its outcome, so running it twice plans nothing twice.
 */
export async function planReminders(
  deps: Deps,
  batch: { shopId: string; due: DueSteps },
): Promise<void> {
  const { shopId } = batch;
  const first = await deps.db.inShop(shopId, (tx) => loadReminderCases(deps, tx, batch));
  if (first.cases.length === 0) return;
  const known = await goodsOfRound(deps, first);
  const due = first.cases.map((one) => ({ checkoutId: one.checkout.id, dueAt: one.lookAt }));
  for (let start = 0; start < due.length; start += PER_TRANSACTION) {
    const part = { shopId, due: due.slice(start, start + PER_TRANSACTION), known };
    try {
      await planPart(deps, part);
    } catch (error) {
      deps.log.warn("reminders.one_by_one", { shopId, message: String(error).slice(0, 200) });
      await planOneByOne(deps, part);
    }
  }
}
