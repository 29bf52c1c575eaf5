import { randomUUID } from "node:crypto";
import { foldConsent } from "#app/modules/consent/consent.rules.ts";
import {
  type ConsentEvent,
  type ConsentSource,
  type ConsentTopic,
  ownNumberSources,
} from "#app/modules/consent/consent.types.ts";
import type { Known } from "#app/modules/contacts/identity.rules.ts";
import type { Joint } from "#app/modules/contacts/merge-tree.rules.ts";
import type { Name, Phone } from "./history.types.ts";

export interface Held {
  hash: string;
  since: Date;
}

export interface Contact {
  id: string;
  createdAt: Date;
  phones: Held[];
  userIds: Held[];
  members: string[];
}

export interface Suppressed {
  hash: string;
  reason: "opt_out" | "native_stop";
  since: Date;
}

export const isPhone = (name: Name): name is Phone => name.startsWith("p");

/** People, what they said and what forbids messages, in memory. Hashes are the names themselves. */
export class PureLedger {
  readonly events: ConsentEvent[] = [];
  readonly joints: (Joint & { at: Date; hashes: string[] })[] = [];
  readonly contacts = new Map<string, Contact>();
  protected readonly byMerchant = new Set<string>();
  protected readonly born = new Map<string, Date>();
  protected suppressed: Suppressed[] = [];
  /** whom a name named before, and until when */
  protected readonly past: (Held & { contactId: string; until: Date })[] = [];
  protected held: readonly Name[] = [];
  protected now = new Date(0);

  protected ownerOf(name: Name | null): Contact | null {
    const kind = name !== null && isPhone(name) ? "phones" : "userIds";
    return (
      [...this.contacts.values()].find((one) => one[kind].some(({ hash }) => hash === name)) ?? null
    );
  }

  protected known(contact: Contact | null): Known | null {
    return contact && { ...contact, customers: [], hasWritten: false };
  }

  protected create(names: Name[]): Contact {
    const id = randomUUID();
    const contact = { id, createdAt: this.now, phones: [], userIds: [], members: [id] };
    this.contacts.set(id, contact);
    this.born.set(id, this.now);
    return this.learn(contact, names);
  }

  protected learn(contact: Contact, names: Name[]): Contact {
    for (const name of names) {
      if (this.ownerOf(name)) continue;
      contact[isPhone(name) ? "phones" : "userIds"].push({ hash: name, since: this.now });
    }
    this.spread(contact, []);
    return contact;
  }

  protected namesOf({ phones, userIds }: Contact): string[] {
    return [...phones, ...userIds].map(({ hash }) => hash);
  }

  protected ledger(contact: Contact): ConsentEvent[] {
    return this.events.filter(({ contactId }) => contact.members.includes(contactId));
  }

  protected spread(contact: Contact, alsoFrom: string[]): void {
    const names = this.namesOf(contact);
    for (const one of this.suppressed.filter(({ hash }) =>
      [...names, ...alsoFrom].includes(hash),
    )) {
      this.suppress(names, one.reason, one.since);
    }
  }

  protected suppress(hashes: string[], reason: Suppressed["reason"], since: Date): void {
    const fresh = hashes.filter(
      (hash) => !this.suppressed.some((one) => one.hash === hash && one.reason === reason),
    );
    this.suppressed.push(...fresh.map((hash) => ({ hash, reason, since })));
  }

  protected record(
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
    if (!ownNumberSources.some((one) => one === source)) return;
    this.suppressed = this.suppressed.filter(
      (one) => one.reason !== "opt_out" || !names.includes(one.hash) || one.since > at,
    );
  }

  /** What was agreed to for names that leave ends. */
  protected leave(contact: Contact, hashes: string[]): void {
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

  /** In doubt whose no it was, it is also that of who has the number now. */
  protected carry(contact: Contact, refused: readonly ConsentTopic[]): Contact {
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
}
