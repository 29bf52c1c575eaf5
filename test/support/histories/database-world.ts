import { randomUUID } from "node:crypto";
import type pg from "pg";
import { eraseByMerchant } from "#app/modules/compliance/index.ts";
import {
  type ConsentEntry,
  recordConsent,
  standingsOf,
  withdrawConsent,
} from "#app/modules/consent/index.ts";
import { decideOptIn } from "#app/modules/consent/consent.rules.ts";
import type { ConsentSource } from "#app/modules/consent/consent.types.ts";
import {
  ensureContact,
  findContact,
  identifierHashes,
  mergeContacts,
  splitContact,
} from "#app/modules/contacts/index.ts";
import { numberForShop } from "#app/modules/channel/index.ts";
import type { DueMessage } from "#app/modules/messaging/claim.store.server.ts";
import { ABOUT_NO_CART } from "#app/modules/messaging/index.ts";
import { loadSendFacts } from "#app/modules/messaging/send-facts.ts";
import { decideSend } from "#app/modules/messaging/send-policy.rules.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays } from "#app/shared/duration.ts";
import { optInBody, sendOptIn } from "#test/support/opt-ins.ts";
import type { From, Happening, Name, Phone, Topic, User } from "./history.types.ts";
import { changeNumber, changeUserId, prefer, write } from "./webhooks.ts";

const NUMBERS: Readonly<Record<Phone, string>> = {
  p0: "+4915100000010",
  p1: "+4915100000011",
  p2: "+4915100000012",
};
const numberOf = (phone: Phone | null) => (phone === null ? null : NUMBERS[phone]);
const userOf = (user: User | null) => (user === null ? null : `DE.${user}`);
const named = ({ phone, user }: From) => ({ phone: numberOf(phone), userId: userOf(user) });

/** The app's own use-cases on PostgreSQL, one shop per history. */
export class DatabaseWorld {
  private readonly merged: string[] = [];
  private readonly deps: Deps;
  private readonly owner: pg.Pool;
  private readonly shop: { id: string; domain: string };

  constructor(deps: Deps, owner: pg.Pool, shop: { id: string; domain: string }) {
    this.deps = deps;
    this.owner = owner;
    this.shop = shop;
  }

  private within<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.deps.db.inShop(this.shop.id, work);
  }

  private find(tx: Tx, phone: Phone) {
    const identifiers = [{ kind: "phone" as const, value: NUMBERS[phone] }];
    return findContact(this.deps, tx, { shopId: this.shop.id, identifiers });
  }

  private async agree(
    phone: Phone,
    wish: { topics: Topic[]; source: ConsentSource; mode: "single" | "double" },
  ): Promise<void> {
    const { id: shopId } = this.shop;
    const hash = this.deps.vault.hash(shopId, "phone", NUMBERS[phone]);
    await this.within(async (tx) => {
      const { rows } = await this.owner.query(
        "select 1 from suppression where shop_id = $1 and hash = $2 and lifted_at is null",
        [shopId, hash],
      );
      if (wish.source === "import" && rows.length > 0) return; // as the import passes them over
      const identifier = { kind: "phone" as const, value: NUMBERS[phone] };
      const contact = await ensureContact(this.deps, tx, {
        shopId,
        identifier,
        locale: "de",
        country: "DE",
      });
      const who = { shopId, contactId: contact.id, dataKey: contact.dataKey };
      const held = await this.owner.query(
        "select 1 from intake_hold h join contact_identifier i on i.shop_id = h.shop_id and i.hash = h.hash where i.contact_id = $1 and i.until is null",
        [contact.id],
      );
      const changes = decideOptIn({
        granted: true,
        mode: wish.mode,
        topics: wish.topics,
        tapTracking: true,
        identifierHash: hash,
        current: await standingsOf(tx, who),
        unread: held.rows.length > 0,
      });
      const at = this.deps.clock.now();
      const entries = changes.map((change): ConsentEntry => ({
        ...change,
        source: wish.source,
        identifierHash: hash,
        at,
      }));
      await recordConsent(this.deps, tx, who, entries);
    });
  }

  private async confirm(phone: Phone, topics: Topic[], at: Date): Promise<void> {
    const { id: shopId } = this.shop;
    const identifierHash = this.deps.vault.hash(shopId, "phone", NUMBERS[phone]);
    await this.within(async (tx) => {
      const contact = await this.find(tx, phone);
      if (!contact) return;
      const who = { shopId, contactId: contact.id, dataKey: contact.dataKey };
      const source = "whatsapp_button" as const;
      const entries = topics.map((topic): ConsentEntry => ({
        topic,
        kind: "confirmed",
        source,
        identifierHash,
        at,
      }));
      await recordConsent(this.deps, tx, who, entries);
    });
  }

  private async refuse(
    phone: Phone,
    wish: { source: ConsentSource; topic: Topic | null; at: Date },
  ): Promise<void> {
    const { id: shopId } = this.shop;
    await this.within(async (tx) => {
      const contact = await this.find(tx, phone);
      if (!contact) return;
      const who = { shopId, contactId: contact.id, dataKey: contact.dataKey };
      const { source, at, topic } = wish;
      const no = { source, at, identifierHash: null, ...(topic === null ? {} : { topic }) };
      await withdrawConsent(this.deps, tx, who, no);
    });
  }

  private async merge(one: Phone, two: Phone): Promise<boolean> {
    const { id: shopId } = this.shop;
    return this.within(async (tx) => {
      const [a, b] = [await this.find(tx, one), await this.find(tx, two)];
      if (!a || !b || a.id === b.id) return false;
      const why = { reason: "merchant", decidedBy: "merchant", staffId: "1" } as const;
      const id = await mergeContacts(this.deps, tx, { shopId, contactIds: [a.id, b.id], ...why });
      this.merged.push(id === a.id ? b.id : a.id);
      return true;
    });
  }

  private async split(): Promise<boolean> {
    const contactId = this.merged.at(-1);
    if (contactId === undefined) return false;
    const why = { reason: "merchant", decidedBy: "merchant", staffId: "1" } as const;
    const { id: shopId } = this.shop;
    const done = await this.within((tx) =>
      splitContact(this.deps, tx, { shopId, contactId, ...why }),
    );
    if (done) this.merged.pop();
    return done;
  }

  private async erase(phone: Phone): Promise<void> {
    const contact = await this.within((tx) => this.find(tx, phone));
    const { id: shopId } = this.shop;
    if (contact) {
      await eraseByMerchant(this.deps, { shopId, contactId: contact.id, staffId: "1" });
    }
  }

  private async tick(phone: Phone, place: string, topics: Topic[]): Promise<void> {
    if (place !== "checkout" && place !== "thank_you") {
      const source = place === "order_status" ? "order_status" : "storefront";
      return this.agree(phone, { topics, source, mode: "single" });
    }
    const checkoutToken = randomUUID();
    const body = optInBody({ phone: NUMBERS[phone], topics: [...topics], place, checkoutToken });
    await sendOptIn(this.deps, { domain: this.shop.domain, body });
  }

  private hashesOf(names: readonly Name[]): string[] {
    const identifiers = names.map((name) =>
      name.startsWith("p")
        ? {
            kind: "phone" as const,
            value: NUMBERS[name === "p0" ? "p0" : name === "p1" ? "p1" : "p2"],
          }
        : { kind: "bsuid" as const, value: `DE.${name}` },
    );
    return identifierHashes(this.deps, this.shop.id, identifiers);
  }

  /** A webhook is acknowledged and not yet read. */
  async hold(eventId: string, names: readonly Name[]): Promise<void> {
    await this.owner.query(
      "insert into intake_hold (shop_id, hash, event_id) select $1, h, $2 from unnest($3::text[]) h",
      [this.shop.id, eventId, this.hashesOf(names)],
    );
  }

  async release(eventId: string): Promise<void> {
    await this.owner.query("delete from intake_hold where shop_id = $1 and event_id = $2", [
      this.shop.id,
      eventId,
    ]);
  }

  /** @param key the same when it comes a second time */
  async apply(what: Happening, at: Date, key: string): Promise<boolean> {
    if (what.do === "merge") return this.merge(what.one, what.two);
    if (what.do === "split") return this.split();
    await this.hearYes(what, at);
    await this.hearNo(what, at, key);
    await this.hearNews(what, at, key);
    return true;
  }

  private async hearYes(what: Happening, at: Date): Promise<void> {
    switch (what.do) {
      case "tick":
        return this.tick(what.phone, what.place, what.topics);
      case "pull":
        return this.agree(what.phone, { ...what, source: "whatsapp_message", mode: "single" });
      case "import":
        return this.agree(what.phone, { ...what, source: "import", mode: "single" });
      case "request":
        return this.agree(what.phone, { ...what, source: "checkout", mode: "double" });
      case "confirm":
        return this.confirm(what.phone, what.topics, at);
      default:
        return undefined;
    }
  }

  private async hearNo(what: Happening, at: Date, key: string): Promise<void> {
    const { deps } = this;
    const { id: shopId } = this.shop;
    switch (what.do) {
      case "no": {
        const source = what.way === "untick" ? "checkout" : what.way;
        return this.refuse(what.phone, { source, topic: what.topic, at });
      }
      case "stop": {
        const said = what.by === "text" ? { text: "STOP" } : { payload: "opt_out" };
        const from = named(what.from);
        return write(deps, shopId, { from, at, wamid: `wamid.${key}`, ...said });
      }
      case "meta":
        return prefer(deps, shopId, { from: named(what.from), value: what.value, at });
      case "erase":
        return this.erase(what.phone);
      default:
        return undefined;
    }
  }

  private async hearNews(what: Happening, at: Date, key: string): Promise<void> {
    const { deps } = this;
    const { id: shopId } = this.shop;
    switch (what.do) {
      case "write":
        return write(deps, shopId, { from: named(what.from), at, wamid: `wamid.${key}` });
      case "change_number":
        return changeNumber(deps, shopId, { from: NUMBERS[what.from], to: NUMBERS[what.to], at });
      case "change_user": {
        const phone = what.phone === null ? {} : { phone: NUMBERS[what.phone] };
        const ids = { previous: `DE.${what.from}`, current: `DE.${what.to}` };
        return changeUserId(deps, shopId, { ...ids, ...phone, at });
      }
      default:
        return undefined;
    }
  }

  /** The numbers and topics about which a claim of now would let a message of any contact leave. */
  async sends(phones: readonly Phone[], topics: readonly Topic[]): Promise<Set<string>> {
    const { id: shopId } = this.shop;
    const now = this.deps.clock.now();
    const { rows } = await this.owner.query<{ id: string }>(
      "select id from contact where shop_id = $1",
      [shopId],
    );
    const wishes = rows.flatMap(({ id: contactId }) =>
      phones.flatMap((phone) => topics.map((topic) => ({ contactId, phone, topic }))),
    );
    const messages = wishes.map(({ contactId, phone, topic }): DueMessage => ({
      id: randomUUID(),
      kind: "consent_renewal",
      topic,
      contactId,
      toHash: this.deps.vault.hash(shopId, "phone", NUMBERS[phone]),
      ...ABOUT_NO_CART,
      templateId: null,
      payload: null,
      plannedAt: now,
      expiresAt: addDays(now, 1),
      purchaseCheckedAt: now,
      attempts: 0,
    }));
    const candidates = await this.within(async (tx) => {
      const number = await numberForShop(tx, shopId);
      const cache = { templates: null };
      return loadSendFacts(this.deps, tx, { shopId, number, messages, now, cache });
    });
    const sent = candidates.flatMap(({ facts }, index) => {
      // What has nothing to do with the person is as good as can be.
      const fit = { templateState: "approved", numberState: "connected", budget: "ok" } as const;
      const quietTimes = { from: "08:00", to: "08:00" };
      const wish = wishes[index];
      const goes = decideSend({ ...facts, ...fit, quietTimes, lastToPersonAt: null }, now);
      return wish && goes.outcome === "send" ? [`${wish.phone} ${wish.topic}`] : [];
    });
    return new Set(sent);
  }
}
