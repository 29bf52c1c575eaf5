import { ageOf, lastUse } from "#app/modules/consent/ageing.rules.ts";
import { decideOptIn, foldConsent, refusedTopics } from "#app/modules/consent/consent.rules.ts";
import { type ConsentSource, consentTopics } from "#app/modules/consent/consent.types.ts";
import type { SendFacts } from "#app/modules/messaging/send-facts.types.ts";
import { decideSend } from "#app/modules/messaging/send-policy.rules.ts";
import type { From, Happening, Name, Phone, Topic } from "./history.types.ts";
import { NOTHING_ELSE } from "./pure-facts.ts";
import { PureIdentity } from "./pure-identity.ts";
import type { Contact } from "./pure-ledger.ts";
import { type Standing, textOf } from "./states-of.ts";

const AGEING = { staleAfterMonths: 18, renewMonthsBefore: 2 };

/**
 * The app's rules over tables in memory: what the use-cases do with them, in as few lines as can be. It knows
 * nothing of the oracle.
 */
export class PureWorld extends PureIdentity {
  private agree(
    phone: Phone,
    wish: { topics: Topic[]; mode: "single" | "double"; source: ConsentSource },
  ): void {
    const isRefused = this.suppressed.some(({ hash }) => hash === phone);
    if (wish.source === "import" && isRefused) return;
    const contact = this.ownerOf(phone) ?? this.create([phone]);
    const isTyped = wish.source !== "whatsapp_message" && wish.source !== "import";
    const refused = isRefused ? consentTopics : refusedTopics(this.ledger(contact));
    const changes = decideOptIn({
      granted: true,
      refused: isTyped ? refused : [],
      mode: wish.mode,
      topics: wish.topics,
      tapTracking: true,
      identifierHash: phone,
      current: foldConsent(this.ledger(contact)),
      unread: this.namesOf(contact).some((name) => this.held.some((held) => held === name)),
    });
    for (const { topic, kind } of changes) {
      this.record(contact, { topic, kind, source: wish.source, hash: phone, at: this.now });
    }
  }

  private refuse(
    contact: Contact | null,
    wish: { topic: Topic | null; source: ConsentSource; at: Date; key?: string },
  ): void {
    if (!contact) return;
    this.record(contact, { kind: "withdrawn", hash: null, ...wish });
  }

  hold(names: readonly Name[]): void {
    this.held = names;
  }

  /** @param of.key the same when it comes a second time */
  apply(what: Happening, at: Date, of: { now: Date; key: string }): boolean {
    this.now = of.now;
    if (what.do === "merge") {
      const [one, two] = [this.ownerOf(what.one), this.ownerOf(what.two)];
      if (one && two) this.merge(one, two, true);
      return one !== null && two !== null && one !== two;
    }
    if (what.do === "split") return this.split();
    this.hearYes(what, at);
    this.hearNo(what, at, of.key);
    this.hearNews(what, at);
    return true;
  }

  private hearYes(what: Happening, at: Date): void {
    switch (what.do) {
      case "tick":
        return this.agree(what.phone, { ...what, mode: "single", source: what.place });
      case "pull":
        return this.agree(what.phone, { ...what, mode: "single", source: "whatsapp_message" });
      case "import":
        return this.agree(what.phone, { ...what, mode: "single", source: "import" });
      case "request":
        return this.agree(what.phone, { ...what, mode: "double", source: "checkout" });
      case "confirm":
        return this.confirm(what.phone, what.topics, at);
      default:
        return undefined;
    }
  }

  private confirm(phone: Phone, topics: Topic[], at: Date): void {
    const contact = this.ownerOf(phone);
    const act = { kind: "confirmed", source: "whatsapp_button", hash: phone, at } as const;
    if (contact) for (const topic of topics) this.record(contact, { topic, ...act });
  }

  private hearNo(what: Happening, at: Date, key: string): void {
    switch (what.do) {
      case "no": {
        const source = what.way === "untick" ? "checkout" : what.way;
        return this.refuse(this.ownerOf(what.phone), { topic: what.topic, source, at });
      }
      case "stop":
        this.sender(what.from, at);
        for (const contact of this.allNamed(what.from, at)) {
          const no = { topic: null, source: "whatsapp_message", at } as const;
          this.refuse(contact, { ...no, key: `${key} ${contact.id}` });
        }
        return undefined;
      case "meta":
        return this.meta(what.from, { value: what.value, at });
      case "erase":
        return this.erase(what.phone);
      default:
        return undefined;
    }
  }

  private hearNews(what: Happening, at: Date): void {
    if (what.do === "write") this.sender(what.from, at);
    if (what.do === "change_number") {
      this.change({ phone: what.from, user: null }, { phone: what.to, user: null }, at);
    }
    if (what.do === "change_user") {
      this.change({ phone: null, user: what.from }, { phone: what.phone, user: what.to }, at);
    }
  }

  private meta(from: From, wish: { value: "stop" | "resume"; at: Date }): void {
    const { value, at } = wish;
    const sender = this.sender(from, at);
    if (value === "resume") return sender ? this.resume(sender, from, at) : undefined;
    for (const contact of this.allNamed(from, at)) {
      this.suppress(this.namesOf(contact), "native_stop", at);
      const key = `preference:${contact.id}:${at.getTime()}`;
      this.refuse(contact, { topic: null, source: "whatsapp_preferences", at, key });
    }
  }

  /** Of somebody who was joined to others since it was said, only what it named. */
  private resume(contact: Contact, from: From, at: Date): void {
    const isJoined = this.joints.some(
      (joint) =>
        joint.at >= at &&
        [joint.contactId, joint.intoId].some((id) => contact.members.includes(id)),
    );
    const named: readonly string[] = [from.phone, from.user].flatMap((name) => name ?? []);
    const names = isJoined ? named : this.namesOf(contact);
    this.suppressed = this.suppressed.filter(
      ({ hash, reason, since }) => reason !== "native_stop" || !names.includes(hash) || since > at,
    );
  }

  private erase(phone: Phone): void {
    const contact = this.ownerOf(phone);
    if (!contact) return;
    this.refuse(contact, { topic: null, source: "merchant", at: this.now });
    this.contacts.delete(contact.id);
  }

  private isStale(contact: Contact, topic: Topic, now: Date): boolean {
    const since = foldConsent(this.ledger(contact)).get(topic)?.since ?? null;
    if (since === null) return false;
    const yeses = this.ledger(contact).filter(
      (event) => event.topic === topic && ["granted", "confirmed"].includes(event.kind),
    );
    const lastYesAt = new Date(Math.max(0, ...yeses.map(({ at }) => at.getTime())));
    return ageOf(lastUse({ since, lastYesAt, lastReachedAt: null }), AGEING, now) === "stale";
  }

  private factsOf(contact: Contact, to: { phone: Phone; topic: Topic }, now: Date): SendFacts {
    const { phone, topic } = to;
    const standing = foldConsent(this.ledger(contact)).get(topic);
    const names = [...this.namesOf(contact), phone];
    const own = contact.phones.some(({ hash }) => hash === phone);
    const unread = [...names, ...this.former(contact, now)];
    return {
      ...NOTHING_ELSE,
      topic,
      toIdentifierHash: phone,
      consent: standing?.state ?? "none",
      consentIdentifierHash: own ? (standing?.identifierHash ?? null) : null,
      toIsGone: !own,
      consentStale: this.isStale(contact, topic, now),
      suppressed: this.suppressed.find(({ hash }) => names.includes(hash))?.reason ?? null,
      purchaseCheckedAt: now,
      unprocessedEvents: unread.some((name) => this.held.some((held) => held === name)),
    };
  }

  /** Whether any contact's message about this topic would leave for this number now. */
  sends(phone: Phone, topic: Topic, now: Date): boolean {
    return [...this.contacts.values()].some(
      (contact) => decideSend(this.factsOf(contact, { phone, topic }, now), now).outcome === "send",
    );
  }

  /** Where every person stands, by the contact that stands for them. */
  states(): Map<string, string> {
    return new Map(
      [...this.contacts.values()].map((contact) => {
        const folded = [...foldConsent(this.ledger(contact))].map(
          ([topic, { state, identifierHash }]): Standing => [topic, state, identifierHash],
        );
        return [contact.id, textOf(folded)];
      }),
    );
  }
}
