import { randomUUID } from "node:crypto";
import { refusedTopics } from "#app/modules/consent/consent.rules.ts";
import { endedByMerge, keptNoes } from "#app/modules/consent/join.rules.ts";
import {
  chooseSurvivor,
  endedNames,
  type SenderDecision,
  successorOf,
  whoWrites,
} from "#app/modules/contacts/identity.rules.ts";
import { branchOf, openMergeOf } from "#app/modules/contacts/merge-tree.rules.ts";
import { addDays, addMs } from "#app/shared/duration.ts";
import type { From, Name } from "./history.types.ts";
import { type Contact, type Held, isPhone, PureLedger } from "./pure-ledger.ts";

const FORMER_DAYS = 7;
const UNREAD_SINCE_DAYS = 8;
const SAME_CHANGE_MS = 2 * 60_000;

/** Who is who, by the app's rules of identity. */
export class PureIdentity extends PureLedger {
  protected merge(one: Contact, two: Contact, byMerchant = false): Contact {
    if (one.id === two.id) return one;
    const [into, from] = chooseSurvivor(one, two) === one.id ? [one, two] : [two, one];
    const [here, there] = [this.namesOf(into), this.namesOf(from)];
    const refusedAll = this.suppressed.some(({ hash }) => [...here, ...there].includes(hash));
    const ended = endedByMerge(this.ledger(into), this.ledger(from), refusedAll);
    const hashes = this.namesOf(from);
    into.phones.push(...from.phones);
    into.userIds.push(...from.userIds);
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

  protected split(): boolean {
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
    // A name that was met since may be the other's: then what either refused, both did.
    const isUnclear = [...from.phones, ...from.userIds].some(({ since }) => since >= merge.at);
    const refused = refusedTopics(this.ledger(from));
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
    // Met since the merge: nobody knows whose it is, so a no under it is both's, until WhatsApp says.
    const met = from.userIds.filter(({ since }) => since >= merge.at);
    for (const { hash, since } of met) {
      this.past.push({ hash, contactId: out.id, since, until: this.now });
    }
    this.leave(
      from,
      met.map(({ hash }) => hash),
    );
    if (isUnclear) for (const part of [from, out]) this.carry(part, refused);
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

  protected sender({ phone, user }: From, at: Date): Contact | null {
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
    switch (decision.do) {
      case "create":
        return this.create(names);
      case "create_without_number":
        return this.create(names.filter((name) => !isPhone(name)));
      case "take_number":
        return this.takeNumber(decision, names);
      case "merge": {
        const [one, two] = decision.ids.map((id) => this.contacts.get(id));
        return one && two ? this.merge(one, two) : null;
      }
      default:
        return this.settleFor(this.contacts.get(decision.id), { does: decision.do, names });
    }
  }

  private settleFor(contact: Contact | undefined, of: { does: string; names: Name[] }) {
    if (!contact || of.does === "use") return contact ?? null;
    if (of.does === "replace_number") {
      this.leave(
        contact,
        contact.phones.map(({ hash }) => hash),
      );
    }
    return this.learn(contact, of.names);
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

  /** Whoever has the new name is the same person, or has it no more. */
  private giveWay(subject: Contact, other: Contact | null, of: { successor: Name; at: Date }) {
    const { successor, at } = of;
    if (other === null) return { current: subject, refused: [] };
    const kind = isPhone(successor) ? "phone" : "bsuid";
    const decision = successorOf({ kind, at }, this.known(other));
    if (decision.do === "merge") return { current: this.merge(subject, other), refused: [] };
    const refused = refusedTopics(this.ledger(other));
    this.leave(other, [successor]);
    this.carry(other, refusedTopics(this.ledger(subject)));
    return { current: subject, refused };
  }

  private succeed(subject: Contact, successor: Name, of: { was: From; at: Date }): Contact {
    const { was, at } = of;
    const holder = this.ownerOf(successor);
    const other = holder?.id === subject.id ? null : holder;
    const isKnownByNewer = !isPhone(successor) && (other?.phones.length ?? 0) > 0;
    const phones = isKnownByNewer ? subject.phones.map(({ hash }) => hash) : [];
    const same = endedNames(isPhone(successor) ? subject.phones : subject.userIds, {
      replaced: [was.phone, was.user].flatMap((name) => name ?? []),
      isTheirs: holder?.id === subject.id,
    });
    const { current, refused } = this.giveWay(subject, other, { successor, at });
    this.leave(
      current,
      [...same, ...phones].filter((hash) => hash !== successor),
    );
    return this.carry(this.learn(current, [successor]), refused);
  }

  protected change(was: From, is: From, at: Date): void {
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

  private newcomer(news: { was: From; is: From; at: Date }): void {
    const { was, is, at } = news;
    if (is.user === null) return this.newNumber(news);
    if (!this.ownerOf(is.user) && !this.ownerOf(is.phone)) return;
    const contact = this.sender(is, at);
    if (contact && was.user !== null) {
      this.past.push({ hash: was.user, contactId: contact.id, since: at, until: at });
    }
  }

  private newNumber({ was, is, at }: { was: From; is: From; at: Date }): void {
    if (is.phone === null || was.phone === null) return;
    const holder = this.ownerOf(is.phone);
    // Who got it at about that time is who it is about: the same change told in two ways.
    const before = addMs(at, -SAME_CHANGE_MS);
    const had = holder?.phones.some(({ hash, since }) => hash === is.phone && since < before);
    if (holder && had) {
      const refused = refusedTopics(this.ledger(holder));
      this.leave(holder, [is.phone]);
      if (refused.length > 0) this.carry(this.create([is.phone]), refused);
    }
    if (!this.held.includes(was.phone)) return;
    const contact = this.ownerOf(is.phone) ?? this.create([is.phone]);
    const since = addDays(at, -UNREAD_SINCE_DAYS);
    this.past.push({ hash: was.phone, contactId: contact.id, since, until: at });
  }

  /** Who is refused to: everybody whom the webhook names today, or named when it was written. */
  protected allNamed({ phone, user }: From, at: Date): Contact[] {
    const then = this.past.filter(({ hash, since, until }) => {
      if (hash === user) return true;
      return hash === phone && until >= at && since.getTime() <= at.getTime() + 999;
    });
    const before = then.flatMap(({ contactId }) =>
      [...this.contacts.values()].filter(({ members }) => members.includes(contactId)),
    );
    const today = [this.ownerOf(phone), this.ownerOf(user)].flatMap((one) => one ?? []);
    return [...new Set([...today, ...before])];
  }

  /**
   * Names of before under which an unread webhook may still speak of this person: a user id never passes to
   * others, and a number may have left while its last word was on the way.
   */
  protected former({ members }: Contact, now: Date): string[] {
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
}
