import type {
  ConsentEventKind,
  ConsentSource,
  ConsentState,
  ConsentTopic,
} from "#app/modules/consent/consent.types.ts";
import type { MessageState } from "#app/modules/messaging/message.types.ts";

// All instants are ISO 8601 in UTC: a report travels to the page as JSON.

/** Something that names the person, or did. */
export interface ProofIdentifier {
  kind: string;
  /** null where only a hash is kept: e-mail addresses, and everything of an erased person */
  value: string | null;
  /** keyed: it recognises the value again, and tells nobody what it is */
  hash: string;
  since: string;
  until: string | null;
}

export interface ProofStanding {
  topic: ConsentTopic;
  state: ConsentState;
  since: string | null;
  /** the one number that the consent is for */
  identifier: string | null;
}

/** The exact words that somebody agreed to. */
export interface ProofWording {
  version: string | null;
  locale: string | null;
  /** SHA-256 of the text in base64url, as kept with the event; null where none was kept */
  hash: string | null;
  text: string | null;
  /** whether the text has that hash; null where one of the two is missing */
  fits: boolean | null;
}

/** What was asked and answered on WhatsApp itself. */
export interface ProofExchange {
  question: { wamid: string; text: string | null; at: string | null } | null;
  answer: {
    wamid: string;
    text: string | null;
    payload: string | null;
    at: string | null;
  } | null;
}

/** One link of the shop's chain over all its events; hashes are SHA-256 in hex. */
export interface ProofLink {
  seq: number;
  hash: string;
}

/** What the chain says about the person's events when it was read. */
export interface ProofChain {
  /** the last link of the shop's whole ledger */
  head: ProofLink | null;
  /** events whose hash was computed anew */
  checked: number;
  /** events that do not have the hash that was written with them */
  changed: string[];
  /** events without a link */
  unlinked: string[];
}

/** Two contacts that turned out to be one person, or were taken apart again. */
export interface ProofMerge {
  kind: "merge" | "split";
  contactId: string;
  intoId: string;
  at: string;
  reason: string;
}

/** One act: the events that it added, which differ by topic only. */
export interface ProofAct {
  eventIds: string[];
  topics: (ConsentTopic | "all")[];
  kind: ConsentEventKind;
  source: ConsentSource;
  at: string;
  recordedAt: string;
  identifier: string | null;
  identifierHash: string | null;
  /** position among the report's wordings */
  wording: number | null;
  place: string | null;
  checkoutToken: string | null;
  exchange: ProofExchange | null;
  /** whatever else was kept: IP address, browser, version of the extension … */
  evidence: { name: string; value: string }[];
  evidenceErased: boolean;
  links: ProofLink[];
}

export interface ProofMessage {
  id: string;
  kind: string;
  topic: string;
  to: string | null;
  /** the shop's own number it left from */
  from: string | null;
  template: string | null;
  text: string | null;
  state: MessageState;
  reason: string | null;
  errorCode: number | null;
  wamid: string | null;
  plannedAt: string;
  acceptedAt: string | null;
  sentAt: string | null;
  deliveredAt: string | null;
  readAt: string | null;
  endedAt: string | null;
}

/** All that is known of one person's consent: what their page and its PDF print. */
export interface ProofReport {
  shop: { name: string; domain: string; timeZone: string };
  /** when it was read from the ledger */
  readAt: string;
  contactId: string;
  firstName: string | null;
  since: string;
  /** set: the person's data were erased, only what the law makes us keep is left */
  erasedAt: string | null;
  identifiers: ProofIdentifier[];
  standings: ProofStanding[];
  /** where consent stood at a moment that was asked for */
  past: { at: string; standings: ProofStanding[] } | null;
  acts: ProofAct[];
  wordings: ProofWording[];
  messages: ProofMessage[];
  merges: ProofMerge[];
  chain: ProofChain;
}
