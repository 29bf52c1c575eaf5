import { randomUUID } from "node:crypto";
import { addDays } from "#app/shared/duration.ts";
import { ageOf, lastUse } from "#app/modules/consent/ageing.rules.ts";
import { decideOptIn, foldConsent, refusedTopics } from "#app/modules/consent/consent.rules.ts";
import {
  type ConsentEvent,
  type ConsentSource,
  type ConsentTopic,
  personSources,
} from "#app/modules/consent/consent.types.ts";
import { endedByMerge, keptNoes } from "#app/modules/consent/join.rules.ts";
import {
  chooseSurvivor,
  endedNames,
  type Known,
  type SenderDecision,
  successorOf,
  whoWrites,
} from "#app/modules/contacts/identity.rules.ts";
import { branchOf, type Joint, openMergeOf } from "#app/modules/contacts/merge-tree.rules.ts";
import type { SendFacts } from "#app/modules/messaging/send-facts.types.ts";
import { decideSend } from "#app/modules/messaging/send-policy.rules.ts";
import {
  type From,
  type Happening,
  type Name,
  type Phone,
  PHONES,
  type Topic,
  type User,
} from "./history.types.ts";

interface Held {
  hash: string;
  since: Date;
}

interface Contact {
  id: string;
  createdAt: Date;
  phones: Held[];
  userIds: Held[];
  members: string[];
}

interface Suppressed {
  hash: string;
  reason: "opt_out" | "native_stop";
  since: Date;
}

const NOTHING_ELSE: Omit<SendFacts, "topic" | "toIdentifierHash"> = {
  messageId: "0192d3a0-0000-7000-8000-000000000000",
  purpose: "marketing",
  shopActive: true,
  expiresAt: null,
  unprocessedEvents: false,
  consent: "none",
  consentIdentifierHash: null,
  toIsGone: false,
  consentStale: false,
  suppressed: null,
  purchase: null,
  purchaseCheckedAt: null,
  phoneCountry: "DE",
  countryBlocked: false,
  otherSeriesOpen: false,
  templateState: "approved",
  numberState: "connected",
  marketingBraked: false,
  frequency: { lastMarketingAt: null, count30d: 0, minHoursBetween: null, maxPer30Days: null },
  lastToPersonAt: null,
  restsUntil: null,
  limitFreeAt: null,
  budget: "ok",
  budgetRenewsAt: null,
  quietTimes: { from: "08:00", to: "08:00" },
  zones: ["Europe/Berlin"],
};

const FORMER_DAYS = 7;
const SAME_CHANGE_MS = 2 * 60_000;
const AGEING = { staleAfterMonths: 18, renewMonthsBefore: 2 };
const isPhone = (name: Name): name is Phone => name.startsWith("p");

/**
 * The app's rules over tables in memory: what the use-cases do with them, in as few lines as can be. Hashes
 * are the names themselves. It knows nothing of the oracle.
 */
export class PureWorld {
  readonly events: ConsentEvent[] = [];
  readonly joints: (Joint & { at: Date; hashes: string[] })[] = [];
  readonly contacts = new Map<string, Contact>();
  private readonly byMerchant = new Set<string>();
  private readonly born = new Map<string, Date>();
  private suppressed: Suppressed[] = [];
  /** whom a name named before, and until when */
  private readonly past: (Held & { contactId: string; until: Date })[] = [];
  private held: readonly Name[] = [];
  private now = new Date(0);

  private ownerOf(name: Name | null): Contact | null {
    const kind = name !== null && isPhone(name) ? "phones" : "userIds";
    return (
      [...this.contacts.values()].find((one) => one[kind].some(({ hash }) => hash === name)) ?? null
    );
  }

  private known(contact: Contact | null): Known | null {
    return contact && { ...contact, customers: [], hasWritten: false };
  }

  private create(names: Name[]): Contact {
    const id = randomUUID();
    const contact = { id, createdAt: this.now, phones: [], userIds: [], members: [id] };
    this.contacts.set(id, contact);
    this.born.set(id, this.now);
    return this.learn(contact, names);
  }

  private learn(contact: Contact, names: Name[]): Contact {
    for (const name of names) {
      if (this.ownerOf(name)) continue;
      contact[isPhone(name) ? "phones" : "userIds"].push({ hash: name, since: this.now });
    }
    this.spread(contact, []);
    return contact;
  }

  private namesOf({ phones, userIds }: Contact): string[] {
    return [...phones, ...userIds].map(({ hash }) => hash);
  }

  private ledger(contact: Contact): ConsentEvent[] {
    return this.events.filter(({ contactId }) => contact.members.includes(contactId));
  }

  private spread(contact: Contact, alsoFrom: string[]): void {
    const names = this.namesOf(contact);
    for (const one of this.suppressed.filter(({ hash }) =>
      [...names, ...alsoFrom].includes(hash),
    )) {
      this.suppress(names, one.reason, one.since);
    }
  }

  private suppress(hashes: string[], reason: Suppressed["reason"], since: Date): void {
    const fresh = hashes.filter(
      (hash) => !this.suppressed.some((one) => one.hash === hash && one.reason === reason),
    );
    this.suppressed.push(...fresh.map((hash) => ({ hash, reason, since })));
  }

  private record(
    contact: Contact,
    entry: {
      topic: ConsentTopic | null;
      kind: ConsentEvent["kind"];
      source: ConsentSource;
      hash: string | null;
      at: Date;
      key?: string;
    },
  ): void {
    const { topic, kind, source, hash, at, key = null } = entry;
    const isThere = ({ requestId, topic: other }: ConsentEvent) =>
      requestId === key && other === topic;
    if (key !== null && this.events.some(isThere)) return;
    const [id, recordedAt] = [randomUUID(), this.now];
    const about = { contactId: contact.id, topic, kind, source, identifierHash: hash };
    this.events.push({
      id,
      ...about,
      at,
      recordedAt,
      wordingVersion: null,
      locale: null,
      requestId: key,
    });
    const names = this.namesOf(contact);
    if (kind === "withdrawn" && topic === null) this.suppress(names, "opt_out", at);
    if (kind !== "granted" && kind !== "confirmed") return;
    if (!personSources.some((one) => one === source)) return;
    this.suppressed = this.suppressed.filter(
      (one) => one.reason !== "opt_out" || !names.includes(one.hash) || one.since > at,
    );
  }

  /** What was agreed to for names that leave ends. */
  private leave(contact: Contact, hashes: string[]): void {
    for (const [topic, { state, identifierHash }] of foldConsent(this.ledger(contact))) {
      if (state !== "granted" && state !== "pending") continue;
      if (identifierHash === null || !hashes.includes(identifierHash)) continue;
      this.record(contact, {
        topic,
        kind: "withdrawn",
        source: "system",
        hash: identifierHash,
        at: this.now,
      });
    }
    for (const held of [...contact.phones, ...contact.userIds]) {
      if (!hashes.includes(held.hash)) continue;
      this.past.push({ ...held, contactId: contact.id, until: this.now });
    }
    contact.phones = contact.phones.filter(({ hash }) => !hashes.includes(hash));
    contact.userIds = contact.userIds.filter(({ hash }) => !hashes.includes(hash));
  }

  private merge(one: Contact, two: Contact, byMerchant = false): Contact {
    if (one.id === two.id) return one;
    const [into, from] = chooseSurvivor(one, two) === one.id ? [one, two] : [two, one];
    const [here, there] = [this.namesOf(into), this.namesOf(from)];
    const refusedAll = this.suppressed.some(({ hash }) => [...here, ...there].includes(hash));
    const ended = endedByMerge(this.ledger(into), this.ledger(from), refusedAll);
    const hashes = this.namesOf(from);
    const moved = (held: Held[]) => held.map(({ hash }) => ({ hash, since: this.now }));
    into.phones.push(...moved(from.phones));
    into.userIds.push(...moved(from.userIds));
    into.members.push(...from.members);
    this.contacts.delete(from.id);
    if (byMerchant) this.byMerchant.add(from.id);
    const joint = { id: randomUUID(), kind: "merge" as const, undoes: null, at: this.now, hashes };
    this.joints.push({ ...joint, contactId: from.id, intoId: into.id });
    for (const topic of ended) {
      this.record(into, { topic, kind: "withdrawn", source: "system", hash: null, at: this.now });
    }
    this.spread(into, []);
    return into;
  }

  private split(): boolean {
    const merge = this.joints.findLast(
      ({ kind, contactId }) =>
        kind === "merge" &&
        this.byMerchant.has(contactId) &&
        openMergeOf(this.joints, contactId) !== null,
    );
    const from =
      merge && [...this.contacts.values()].find((one) => one.members.includes(merge.contactId));
    if (!merge || !from) return false;
    const unread = this.namesOf(from).some((name) => this.held.some((held) => held === name));
    if (unread) return false;
    const members = branchOf(this.joints, merge.contactId);
    const back = this.joints
      .filter(({ kind, contactId }) => kind === "merge" && members.includes(contactId))
      .flatMap(({ hashes }) => hashes);
    const goes = ({ hash }: Held) => back.includes(hash);
    const out: Contact = {
      id: merge.contactId,
      createdAt: this.born.get(merge.contactId) ?? this.now,
      phones: from.phones.filter(goes),
      userIds: from.userIds.filter(goes),
      members,
    };
    const left = this.namesOf(out);
    from.members = from.members.filter((id) => !members.includes(id));
    this.contacts.set(out.id, out);
    for (const [person, other] of [
      [from, out],
      [out, from],
    ] as const) {
      for (const { topic, at } of keptNoes(this.ledger(other), merge.at)) {
        this.record(person, { topic, kind: "withdrawn", source: "system", hash: null, at });
      }
    }
    this.leave(from, left);
    const joint = {
      id: randomUUID(),
      kind: "split" as const,
      undoes: merge.id,
      at: this.now,
      hashes: left,
    };
    this.joints.push({ ...joint, contactId: out.id, intoId: from.id });
    return true;
  }

  private sender({ phone, user }: From, at: Date): Contact | null {
    const names = [phone, user].flatMap((name) => name ?? []);
    if (names.length === 0) return null;
    const [byPhone, byUser] = [this.ownerOf(phone), this.ownerOf(user)];
    if (phone !== null && byPhone && byPhone.id === byUser?.id) return byPhone;
    const decision = whoWrites(this.known(byPhone), this.known(byUser), {
      phone: phone === null ? [] : [phone],
      userId: user === null ? [] : [user],
      accountSince: null,
      at,
    });
    return this.settle(decision, names);
  }

  private settle(decision: SenderDecision, names: Name[]): Contact | null {
    const by = (id: string) => this.contacts.get(id) ?? null;
    switch (decision.do) {
      case "create":
        return this.create(names);
      case "create_without_number":
        return this.create(names.filter((name) => !isPhone(name)));
      case "use":
        return by(decision.id);
      case "learn":
      case "replace_user_id": {
        const contact = by(decision.id);
        return contact && this.learn(contact, names);
      }
      case "replace_number": {
        const contact = by(decision.id);
        if (!contact) return null;
        this.leave(
          contact,
          contact.phones.map(({ hash }) => hash),
        );
        return this.learn(contact, names);
      }
      case "take_number":
        return this.takeNumber(decision, names);
      case "merge": {
        const [one, two] = [by(decision.ids[0]), by(decision.ids[1])];
        return one && two && this.merge(one, two);
      }
    }
  }

  private takeNumber(of: { from: string; to: string | null }, names: Name[]): Contact {
    const [from, to] = [this.contacts.get(of.from), this.contacts.get(of.to ?? "")];
    const refused = from ? refusedTopics(this.ledger(from)) : [];
    if (from) this.leave(from, names.filter(isPhone));
    if (from && to) this.carry(from, refusedTopics(this.ledger(to)));
    if (to) {
      this.leave(
        to,
        to.phones.map(({ hash }) => hash),
      );
    }
    return this.carry(to ? this.learn(to, names) : this.create(names), refused);
  }

  /** In doubt whose no it was, it is also that of who has the number now. */
  private carry(contact: Contact, refused: readonly ConsentTopic[]): Contact {
    for (const topic of refused) {
      this.record(contact, {
        topic,
        kind: "withdrawn",
        source: "system",
        hash: null,
        at: this.now,
      });
    }
    return contact;
  }

  private succeed(subject: Contact, successor: Name, of: { was: From; at: Date }): Contact {
    const { was, at } = of;
    const holder = this.ownerOf(successor);
    const other = holder?.id === subject.id ? null : holder;
    const kind = isPhone(successor) ? "phone" : "bsuid";
    const decision = successorOf({ kind, at }, this.known(other));
    const replaced = [was.phone, was.user].flatMap((name) => name ?? []);
    const same = endedNames(isPhone(successor) ? subject.phones : subject.userIds, {
      replaced,
      isTheirs: holder?.id === subject.id,
    });
    const isKnownByNewer = kind === "bsuid" && (other?.phones.length ?? 0) > 0;
    const ended = [...same, ...(isKnownByNewer ? subject.phones.map(({ hash }) => hash) : [])];
    const isTaken = other !== null && decision.do === "take_over";
    const refused = isTaken ? refusedTopics(this.ledger(other)) : [];
    if (isTaken) {
      this.leave(other, [successor]);
      this.carry(other, refusedTopics(this.ledger(subject)));
    }
    const current = other && decision.do === "merge" ? this.merge(subject, other) : subject;
    this.leave(
      current,
      ended.filter((hash) => hash !== successor),
    );
    return this.carry(this.learn(current, [successor]), refused);
  }

  private change(was: From, is: From, at: Date): void {
    const byUser = this.ownerOf(was.user);
    const byPhone = this.ownerOf(was.phone);
    const had = byPhone?.phones.some(
      ({ hash, since }) => hash === was.phone && since.getTime() <= at.getTime() + 999,
    );
    let subject = was.user !== null && byUser ? byUser : was.phone !== null && had ? byPhone : null;
    if (!subject) return this.newcomer({ was, is, at });
    const before = this.namesOf(subject);
    for (const name of [is.user, is.phone])
      if (name !== null) subject = this.succeed(subject, name, { was, at });
    this.spread(subject, before);
  }

  private newcomer({ was, is, at }: { was: From; is: From; at: Date }): void {
    const [byUser, byPhone] = [this.ownerOf(is.user), this.ownerOf(is.phone)];
    if (is.user !== null) {
      if (!byUser && !(is.phone !== null && byPhone)) return;
      const contact = this.sender(is, at);
      if (contact && was.user !== null) {
        this.past.push({ hash: was.user, contactId: contact.id, since: at, until: at });
      }
      return;
    }
    const had = byPhone?.phones.some(({ hash, since }) => hash === is.phone && since < at);
    const isSecondNotice = this.past.some(
      ({ hash, contactId, until }) =>
        hash === was.phone &&
        contactId === byPhone?.id &&
        until.getTime() >= at.getTime() - SAME_CHANGE_MS,
    );
    if (byPhone && had && is.phone !== null && !isSecondNotice) this.leave(byPhone, [is.phone]);
  }

  private agree(
    phone: Phone,
    wish: { topics: Topic[]; mode: "single" | "double"; source: ConsentSource },
  ): void {
    const isRefused = this.suppressed.some(({ hash }) => hash === phone);
    if (wish.source === "import" && isRefused) return;
    const contact = this.ownerOf(phone) ?? this.create([phone]);
    const changes = decideOptIn({
      granted: true,
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

  /** @param key the same when it comes a second time */
  apply(what: Happening, at: Date, of: { now: Date; key: string }): boolean {
    this.now = of.now;
    switch (what.do) {
      case "tick":
        this.agree(what.phone, { topics: what.topics, mode: "single", source: what.place });
        return true;
      case "pull":
        this.agree(what.phone, { topics: what.topics, mode: "single", source: "whatsapp_message" });
        return true;
      case "import":
        this.agree(what.phone, { topics: what.topics, mode: "single", source: "import" });
        return true;
      case "request":
        this.agree(what.phone, { topics: what.topics, mode: "double", source: "checkout" });
        return true;
      case "confirm":
        for (const topic of what.topics) {
          const contact = this.ownerOf(what.phone);
          if (contact)
            this.record(contact, {
              topic,
              kind: "confirmed",
              source: "whatsapp_button",
              hash: what.phone,
              at,
            });
        }
        return true;
      case "no": {
        const source = what.way === "untick" ? "checkout" : what.way;
        this.refuse(this.ownerOf(what.phone), { topic: what.topic, source, at });
        return true;
      }
      case "write":
        this.sender(what.from, at);
        return true;
      case "stop":
        this.sender(what.from, at);
        for (const contact of this.allNamed(what.from, at)) {
          const key = `${of.key} ${contact.id}`;
          this.refuse(contact, { topic: null, source: "whatsapp_message", at, key });
        }
        return true;
      case "meta":
        this.meta(what.from, { value: what.value, at });
        return true;
      case "change_number":
        this.change({ phone: what.from, user: null }, { phone: what.to, user: null }, at);
        return true;
      case "change_user":
        this.change({ phone: null, user: what.from }, { phone: what.phone, user: what.to }, at);
        return true;
      case "merge": {
        const [one, two] = [this.ownerOf(what.one), this.ownerOf(what.two)];
        if (one && two) this.merge(one, two, true);
        return one !== null && two !== null && one !== two;
      }
      case "split":
        return this.split();
      case "erase":
        this.erase(what.phone);
        return true;
      default:
        return true;
    }
  }

  /** Who is refused to: everybody whom the webhook names today, or named when it was written. */
  private allNamed({ phone, user }: From, at: Date): Contact[] {
    const then = this.past.filter(({ hash, since, until }) => {
      if (hash === user) return true;
      return hash === phone && until > at && since.getTime() <= at.getTime() + 999;
    });
    const before = then.flatMap(({ contactId }) =>
      [...this.contacts.values()].filter(({ members }) => members.includes(contactId)),
    );
    const today = [this.ownerOf(phone), this.ownerOf(user)].flatMap((one) => one ?? []);
    return [...new Set([...today, ...before])];
  }

  private meta(from: From, wish: { value: "stop" | "resume"; at: Date }): void {
    this.sender(from, wish.at);
    for (const contact of this.allNamed(from, wish.at)) this.metaOf(contact, wish);
  }

  private metaOf(contact: Contact, wish: { value: "stop" | "resume"; at: Date }): void {
    const names = this.namesOf(contact);
    if (wish.value === "resume") {
      const theirs = [...contact.phones, ...contact.userIds]
        .filter(({ since }) => since.getTime() <= wish.at.getTime() + 999)
        .map(({ hash }) => hash);
      this.suppressed = this.suppressed.filter(
        ({ hash, reason, since }) =>
          reason !== "native_stop" || !theirs.includes(hash) || since > wish.at,
      );
      return;
    }
    this.suppress(names, "native_stop", wish.at);
    const key = `preference:${contact.id}:${wish.at.getTime()}`;
    this.refuse(contact, { topic: null, source: "whatsapp_preferences", at: wish.at, key });
  }

  private erase(phone: Phone): void {
    const contact = this.ownerOf(phone);
    if (!contact) return;
    this.refuse(contact, { topic: null, source: "merchant", at: this.now });
    this.contacts.delete(contact.id);
  }

  /** Whether any contact's message about this topic would leave for this number now. */
  sends(phone: Phone, topic: Topic, now: Date): boolean {
    return [...this.contacts.values()].some((contact) => {
      const ledger = this.ledger(contact);
      const standing = foldConsent(ledger).get(topic);
      const names = this.namesOf(contact);
      const own = contact.phones.some(({ hash }) => hash === phone);
      const reason = this.suppressed.find(({ hash }) => [...names, phone].includes(hash))?.reason;
      const yeses = ledger.filter(
        (event) => event.topic === topic && ["granted", "confirmed"].includes(event.kind),
      );
      const lastYesAt = new Date(Math.max(0, ...yeses.map(({ at }) => at.getTime())));
      const used =
        standing?.since && lastUse({ since: standing.since, lastYesAt, lastReachedAt: null });
      const facts: SendFacts = {
        ...NOTHING_ELSE,
        topic,
        toIdentifierHash: phone,
        consent: standing?.state ?? "none",
        consentIdentifierHash: own ? (standing?.identifierHash ?? null) : null,
        toIsGone: !own,
        consentStale: used ? ageOf(used, AGEING, now) === "stale" : false,
        suppressed: reason ?? null,
        purchaseCheckedAt: now,
        unprocessedEvents: [...names, ...this.former(contact, now), phone].some((name) =>
          this.held.some((held) => held === name),
        ),
      };
      return decideSend(facts, now).outcome === "send";
    });
  }

  /**
   * Names of before under which an unread webhook may still speak of this person: a user id never passes to
   * others, and a number may have left while its last word was on the way.
   */
  private former({ members }: Contact, now: Date): string[] {
    const own = this.past.filter(({ contactId }) => members.includes(contactId));
    const taken = [...this.contacts.values()].flatMap(({ userIds }) =>
      userIds.map(({ hash }) => hash),
    );
    return own.flatMap(({ hash, until }) => {
      const isUser = hash.startsWith("u");
      const counts = isUser ? !taken.includes(hash) : until >= addDays(now, -FORMER_DAYS);
      return counts ? [hash] : [];
    });
  }

  /** Where every person stands, by the contact that stands for them. */
  states(): Map<string, string> {
    return statesOf(
      [...this.contacts.values()].map(({ id, members }) => ({ id, members })),
      this.events,
    );
  }
}

/** Where persons stand by the fold of their contacts' events, in one comparable text each. */
export function statesOf(
  persons: { id: string; members: string[] }[],
  events: readonly ConsentEvent[],
): Map<string, string> {
  return new Map(
    persons.map(({ id, members }) => {
      const own = events.filter(({ contactId }) => members.includes(contactId));
      const standings = [...foldConsent(own)].map(([topic, { state, identifierHash }]) => [
        topic,
        state,
        identifierHash,
      ]);
      return [id, JSON.stringify(standings)];
    }),
  );
}
