/**
 * What a column holds, as far as people are concerned.
 * `open`: names nobody (our ids, times, amounts, states, the merchant's own data).
 * `hash`: the keyed hash of something that names a person; without our key it says nothing.
 * `sealed`: encrypted under the process's keys, bound to a context; a person's data or a secret.
 * `person_sealed`: encrypted under the person's own key; unreadable once that key is gone.
 * `person_key`: that key, wrapped under the process's keys.
 * `personal`: a person's data in the open.
 */
export type ColumnKind = "open" | "hash" | "sealed" | "person_sealed" | "person_key" | "personal";

/** Why a column outlives the erasure of its person, and until when. Keys of texts. */
export type Survival =
  | "ledger_proof"
  | "suppression"
  | "erasure_repeat"
  | "access_id"
  | "queue_of_events"
  | "rate_window"
  | "portfolio_window"
  | "import_file";

/** What an erasure writes there; `survives` names why it writes nothing. */
export type OnErasure =
  | { readonly write: "null" | "''" | "'{}'" | "false" }
  | { readonly survives: Survival }
  /** the whole row goes */
  | { readonly row: true }
  /** it is no person's: a secret of the merchant's */
  | { readonly nobodys: true };

export interface Column {
  readonly kind: Exclude<ColumnKind, "open">;
  readonly onErasure: OnErasure;
  /** of `sealed`: what follows the shop's id in the context */
  readonly context?: string;
}

/**
 * How the rows of a person are found: by their contact's id, by our id of the contact itself, by keyed
 * hashes in `person_hashes`, through the messages to them, through their orders, or not at all (by other means, or nobody's).
 */
export type FoundBy =
  | "contact_id"
  | "contact_ids"
  | "id"
  | "contact_or_hashes"
  | "person_hashes"
  | "message_id"
  | "contact_or_into"
  | "hash"
  | "order_or_hashes"
  | "order_id"
  | "none";

/** What we know about one table. Every column of every table stands in one (a test walks the catalogue). */
export interface TableMap {
  readonly table: string;
  readonly foundBy: FoundBy;
  /** "delete": the person's rows go; "overwrite": what names them goes; "keep": they stay as they are */
  readonly rows: "delete" | "overwrite" | "keep";
  readonly open: readonly string[];
  readonly columns: Readonly<Record<string, Column>>;
  /** what a person's own export shows of it, in this order; none: it holds nothing to tell */
  readonly shown: readonly string[];
}
