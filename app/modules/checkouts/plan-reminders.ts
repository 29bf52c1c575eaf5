import { z } from "zod";
import { type CatalogItem, readCartItems } from "#app/modules/catalog/index.ts";
import { linkBaseNow } from "#app/modules/links/index.ts";
import { type PreparedPictures, preparePictures } from "#app/modules/media/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import { chooseTemplate, languageOrder, templatesOfShop } from "#app/modules/templates/index.ts";
import { mayBeSentYet } from "#app/modules/templates/template-state.rules.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addMinutes } from "#app/shared/duration.ts";
import { inHalves } from "#app/shared/in-halves.ts";
import { cartItem, type CartItem } from "./checkout.types.ts";
import { type CheckoutRow, type DueStep, putOffDue } from "./checkouts.store.server.ts";
import {
  dueCheckouts,
  loadReminderCases,
  type ReminderCase,
  type ReminderRound,
} from "./load-reminder-cases.ts";
import { reminderFacts } from "./reminder-facts.ts";
import type { Goods, PreparedReminder } from "./prepared-reminder.ts";
import { decideReminder } from "./reminder.rules.ts";
import { stepOf } from "./schedule-reminder.ts";
import { settleDecisions } from "./settle-decisions.ts";

/** What was found out about the goods of a batch before its transaction. */
interface Known {
  items: Map<string, CatalogItem>;
  pictures: PreparedPictures;
}

function itemsOf({ items }: CheckoutRow): CartItem[] {
  const parsed = z.array(cartItem).safeParse(items);
  return parsed.success ? parsed.data : [];
}

/** Custom lines have no variant; they can be bought as long as their checkout lives. */
function goodsOf(items: CartItem[], known: Known): Goods {
  const ofItem = (item: CartItem) => known.items.get(item.variantId ?? "");
  const buyable = items.filter(
    (item) => item.variantId === null || ofItem(item)?.available === true,
  );
  const pictureUrl = buyable.map((item) => ofItem(item)?.pictureUrl).find(Boolean) ?? null;
  return {
    items: buyable,
    available: buyable.length > 0,
    pictureUrl,
    pictureMediaId: known.pictures.get(pictureUrl ?? "") ?? null,
  };
}

function languagesOf(one: ReminderCase, round: ReminderRound): string[] {
  return languageOrder([one.contact?.locale, one.checkout.locale, round.shop.locale]);
}

/** Decides about every case of a batch, each by its own facts. */
async function prepareAll(
  tx: Tx,
  found: { round: ReminderRound; known: Known; now: Date },
): Promise<PreparedReminder[]> {
  const { round, known, now } = found;
  const templates = await templatesOfShop(tx, round.shop.id);
  const base = await linkBaseNow(tx, round.shop.id, now);
  return round.cases.map((one): PreparedReminder => {
    const goods = goodsOf(itemsOf(one.checkout), known);
    const template = chooseTemplate(templates, {
      purpose: stepOf(one.checkout, one.series) === 1 ? "cart_reminder_1" : "cart_reminder_2",
      hasPicture: goods.pictureMediaId !== null,
      languages: languagesOf(one, round),
      base,
    });
    // Only one that will not come skips the step.
    const templateApproved = mayBeSentYet(template.state);
    const outside = { itemsAvailable: goods.available, templateApproved, now };
    const decision = decideReminder(reminderFacts(one, round, outside), round.settings, now);
    return { one, round, goods, template, decision };
  });
}

interface Batch {
  shopId: string;
  due: DueStep[];
}

interface Part extends Batch {
  known: Known;
}

/**
 * What is still due of a batch, and of its carts what Shopify says of stock and pictures: one question.
 * The pictures go to WhatsApp here, once each, since no transaction may wait for it.
 */
async function stillDue(deps: Deps, batch: Batch): Promise<Part> {
  const { shopId } = batch;
  const { domain, checkouts } = await deps.db.inShop(shopId, async (tx) => ({
    domain: (await readShop(tx, shopId)).domain,
    checkouts: await dueCheckouts(tx, shopId, batch.due),
  }));
  const items = [...checkouts.keys()].flatMap(itemsOf);
  const variantIds = items.flatMap(({ variantId }) => variantId ?? []);
  const due = [...checkouts].map(([{ id }, dueAt]) => ({ checkoutId: id, dueAt }));
  const known = { items: await readCartItems(deps, domain, variantIds), pictures: new Map() };
  const urls = [...checkouts.keys()].flatMap(
    (one) => goodsOf(itemsOf(one), known).pictureUrl ?? [],
  );
  const pictures = await preparePictures(deps, shopId, urls);
  return { shopId, due, known: { ...known, pictures } };
}

/** One transaction: what Shopify took to answer may have changed the facts, so they are read here. */
async function planPart(deps: Deps, part: Part): Promise<void> {
  const { shopId, due, known } = part;
  await deps.db.inShop(shopId, async (tx) => {
    const round = await loadReminderCases(deps, tx, { shopId, due });
    if (round.cases.length === 0) return;
    const prepared = await prepareAll(tx, { round, known, now: deps.clock.now() });
    await settleDecisions(deps, tx, { round, prepared });
  });
}

/** Looked at again so much later: the row may be mended by then, or the database less busy. */
const PUT_OFF_MINUTES = 1;

/** A checkout that cannot be decided about is looked at later, so that it does not lead the queue for ever. */
async function putOff(deps: Deps, { shopId }: Part, due: DueStep, error: unknown): Promise<void> {
  const { checkoutId } = due;
  const message = String(error).slice(0, 200);
  deps.log.error("reminders.not_planned", { shopId, checkoutId, message });
  const until = addMinutes(deps.clock.now(), PUT_OFF_MINUTES);
  await deps.db.inShop(shopId, (tx) => putOffDue(tx, shopId, due, until));
}

/**
 * One strange checkout must not keep its neighbours from their reminders: a batch that fails is
 * halved until the strange one is alone.
 */
async function planHalves(deps: Deps, part: Part): Promise<void> {
  await inHalves(part.due, {
    together: async (due) => {
      await planPart(deps, { ...part, due });
      return [];
    },
    // A database that is away is no checkout's fault.
    onFailure: () => deps.db.ping(),
    alone: (due, error) => putOff(deps, part, due, error),
  });
}

/**
 * Decides about due steps of one shop and writes what follows: planned messages with their links,
 * skips with their reasons, later looks, or the end of series. Each checkout is claimed by its exact
 * due time in the transaction that writes its outcome, so running it twice plans nothing twice.
 */
export async function planReminders(deps: Deps, batch: Batch): Promise<void> {
  await planHalves(deps, await stillDue(deps, batch));
}
