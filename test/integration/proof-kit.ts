import { createHash, randomUUID } from "node:crypto";
import { type ConsentEntry, recordConsent } from "#app/modules/consent/index.ts";
import type { ConsentTopic } from "#app/modules/consent/consent.types.ts";
import { wordingText } from "#app/modules/consent/wording.rules.ts";
import { type ContactRow, ensureContact, learnContacts } from "#app/modules/contacts/index.ts";
import type { TestDeps } from "#test/support/deps.ts";

export const PHONE = "+4915112345678";
const VERSION = "checkout-2026-11-22";

export interface Told {
  shopId: string;
  contact: ContactRow;
  shownText: string;
}

export interface Wish {
  phone?: string;
  firstName?: string;
  shopName?: string;
}

/** A shop with one person in it, who has done nothing yet. */
export async function newPerson(world: TestDeps, wish: Wish = {}): Promise<Told> {
  const { deps, owner } = world;
  const shopId = await world.addShop();
  const shopName = wish.shopName ?? "Leinenwerk";
  await owner.query("update shop set name = $2, time_zone = 'Europe/Berlin' where id = $1", [
    shopId,
    shopName,
  ]);
  const identifier = { kind: "phone" as const, value: wish.phone ?? PHONE };
  const contact = await deps.db.inShop(shopId, async (tx) => {
    const made = await ensureContact(deps, tx, { shopId, identifier, locale: "de", country: "DE" });
    const learned = [{ contact: made, identifiers: [], firstName: wish.firstName ?? "Mara" }];
    await learnContacts(deps, tx, { shopId, learned });
    return made;
  });
  const shownText = wordingText(VERSION, "de", { shop: shopName }) ?? "";
  return { shopId, contact, shownText };
}

type Entry = Pick<ConsentEntry, "kind" | "source"> & Partial<ConsentEntry>;

export async function record(world: TestDeps, told: Told, entries: Entry[]): Promise<void> {
  const { shopId, contact } = told;
  const who = { shopId, contactId: contact.id, dataKey: contact.dataKey };
  const full = entries.map((entry) => ({
    topic: null,
    identifierHash: world.deps.vault.hash(shopId, "phone", PHONE),
    at: world.clock.now(),
    ...entry,
  }));
  await world.deps.db.inShop(shopId, (tx) => recordConsent(world.deps, tx, who, full));
}

const TOPICS: ConsentTopic[] = ["reminders", "offers"];

/** A tick in the checkout, which waits for its confirmation. */
export async function tick(world: TestDeps, told: Told): Promise<void> {
  const evidence = {
    shownText: told.shownText,
    extensionVersion: "0.9.1",
    typedPhone: "0151 12345678",
    ip: "203.0.113.9",
    userAgent: "Mozilla/5.0 (Probe)",
  };
  const entry = {
    kind: "requested",
    source: "checkout",
    place: "checkout",
    wordingVersion: VERSION,
    wordingHash: createHash("sha256").update(told.shownText).digest("base64url"),
    locale: "de",
    checkoutToken: "c0ffee01",
    requestKey: `tick:${randomUUID()}`,
    evidence,
  } as const;
  await record(
    world,
    told,
    TOPICS.map((topic) => ({ ...entry, topic })),
  );
}

interface Sent {
  kind: string;
  wamid: string;
  state: string;
  reason?: string;
  /** the template's body */
  body: string;
}

/** A message of ours as planner, dispatcher and statuses leave it. */
export async function sent(world: TestDeps, told: Told, message: Sent): Promise<void> {
  const { owner, deps, clock } = world;
  const { shopId, contact } = told;
  const [id, template] = [randomUUID(), randomUUID()];
  const components = [
    { type: "BODY", text: message.body },
    { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Ja, bestätigen" }] },
  ];
  await owner.query(
    `insert into template (id, shop_id, purpose, name, language, components)
     values ($1, $2, $3, $4, 'de', $5)`,
    [template, shopId, message.kind, `beckon_${message.wamid}`, JSON.stringify(components)],
  );
  const values = { firstName: "Mara", shopName: "Leinenwerk", pictureUrl: null, linkCode: "x" };
  const payload = deps.vault.seal(JSON.stringify(values), `${shopId}:message`);
  await owner.query(
    `insert into message (id, shop_id, dedupe_key, kind, topic, contact_id, to_hash, state, reason, template_id, payload,
       wamid, planned_at, due_at, not_before, expires_at, accepted_at, delivered_at)
     values ($1::uuid, $2, ($1::uuid)::text, $3, 'reminders', $4, $5, $6, $7, $8, $9, $10, $11, $11, $11, $11, $12, $12)`,
    [
      id,
      shopId,
      message.kind,
      contact.id,
      deps.vault.hash(shopId, "phone", PHONE),
      message.state,
      message.reason ?? null,
      template,
      payload,
      message.wamid,
      clock.now(),
      message.state === "skipped" ? null : clock.now(),
    ],
  );
}

/** What the person wrote or tapped, as conversations keep it. */
export async function wrote(
  world: TestDeps,
  told: Told,
  message: { wamid: string; text: string; payload?: string; contextWamid?: string },
): Promise<void> {
  const { contact, shopId } = told;
  const { wamid, text, payload = null, contextWamid = null } = message;
  const body = world.deps.vault.sealFor(
    contact.dataKey,
    contact.id,
    JSON.stringify({ text, payload }),
  );
  await world.owner.query(
    `insert into inbound_message (shop_id, contact_id, wamid, type, body, context_wamid, at, received_at)
     values ($1, $2, $3, 'text', $4, $5, $6, $6)`,
    [shopId, contact.id, wamid, body, contextWamid, world.clock.now()],
  );
}

/** A whole story: ticked at 11:00, confirmed at 11:05, reminded at 14:05, STOP at 15:05, Berlin time. */
export async function wholeStory(world: TestDeps, wish: Wish = {}): Promise<Told> {
  world.clock.set(new Date("2026-11-22T10:00:03Z"));
  const told = await newPerson(world, wish);
  await tick(world, told);
  const question = "Hallo, diese Nummer wurde bei {{shop_name}} angegeben. Bitte bestätige es.";
  await sent(world, told, {
    kind: "double_opt_in",
    wamid: "wamid.ASK",
    state: "read",
    body: question,
  });
  world.clock.forward({ minutes: 5 });
  const yes = { wamid: "wamid.YES", text: "Ja, bestätigen", payload: "opt_in" };
  await wrote(world, told, { ...yes, contextWamid: "wamid.ASK" });
  await record(
    world,
    told,
    TOPICS.map((topic) => ({
      kind: "confirmed",
      source: "whatsapp_button",
      topic,
      requestKey: "inbound:wamid.YES",
      evidence: { confirmationWamid: "wamid.ASK", replyWamid: "wamid.YES" },
    })),
  );
  world.clock.forward({ hours: 3 });
  const reminder = "Hallo {{first_name}}, dein Warenkorb bei {{shop_name}} wartet.";
  await sent(world, told, {
    kind: "cart_reminder",
    wamid: "wamid.CART",
    state: "delivered",
    body: reminder,
  });
  world.clock.forward({ hours: 1 });
  await wrote(world, told, { wamid: "wamid.STOP", text: "Stopp, bitte keine Werbung mehr" });
  await record(world, told, [
    {
      kind: "withdrawn",
      source: "whatsapp_message",
      identifierHash: null,
      requestKey: "inbound:wamid.STOP",
      evidence: { wamid: "wamid.STOP", text: "Stopp, bitte keine Werbung mehr" },
    },
  ]);
  await sent(world, told, {
    kind: "cart_reminder",
    wamid: "wamid.NEVER",
    state: "skipped",
    reason: "consent_withdrawn",
    body: reminder,
  });
  return told;
}
