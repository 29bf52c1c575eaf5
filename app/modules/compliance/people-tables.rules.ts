import type { TableMap } from "./data-map.types.ts";
import { goes, hash, personal, personSealed, sealed, survives, words } from "./map-tools.rules.ts";

/** Who the shoppers are, what they agreed to, and what was kept about that. */
export const peopleTables: readonly TableMap[] = [
  {
    table: "contact",
    foundBy: "id",
    rows: "overwrite",
    open: words(
      "id shop_id last_inbound_at last_reply_at created_at erased_at merged_into merged_ids",
    ),
    columns: {
      data_key: { kind: "person_key", onErasure: { write: "''" }, context: "contact" },
      first_name: personSealed("null"),
      locale: personal("null"),
      country: personal("null"),
    },
    shown: words("created_at first_name locale country last_inbound_at"),
  },
  {
    table: "contact_identifier",
    foundBy: "contact_id",
    rows: "delete",
    open: words("id shop_id contact_id kind since until"),
    columns: { hash: goes("hash"), sealed: goes("person_sealed") },
    shown: words("kind sealed since until"),
  },
  {
    table: "contact_merge",
    foundBy: "contact_or_into",
    rows: "overwrite",
    open: words("id shop_id kind contact_id into_id at reason decided_by undoes"),
    columns: { moved: hash("'{}'"), staff_id: survives("personal", "access_id") },
    shown: words("at kind reason decided_by"),
  },
  {
    table: "account_claim",
    foundBy: "contact_id",
    rows: "delete",
    open: words("shop_id contact_id at"),
    columns: { customer_hash: goes("hash"), identifier_hash: goes("hash") },
    shown: words("at"),
  },
  {
    table: "native_consent",
    foundBy: "contact_id",
    rows: "delete",
    open: words(
      `shop_id contact_id next_try_at attempts written_state written_at problem problem_at hint_state hint_from
       hint_at`,
    ),
    columns: { problem_detail: goes("personal") },
    shown: words("written_state written_at hint_state hint_from hint_at problem"),
  },
  {
    table: "import_row",
    foundBy: "hash",
    rows: "overwrite",
    open: words("shop_id import_id line outcome reason"),
    columns: { hash: hash("null") },
    shown: words("line outcome reason"),
  },
  {
    table: "import_part",
    foundBy: "none",
    rows: "keep",
    open: words("shop_id import_id part"),
    columns: { body: survives("sealed", "import_file", "import:{import_id}:{part}") },
    shown: [],
  },
  {
    table: "consent_event",
    foundBy: "contact_id",
    rows: "keep",
    open: words(
      "id shop_id contact_id topic kind source at recorded_at wording_version wording_hash locale place",
    ),
    columns: {
      identifier_hash: survives("hash", "ledger_proof"),
      checkout_token: survives("personal", "ledger_proof"),
      request_key: survives("hash", "ledger_proof"),
      evidence: survives("person_sealed", "ledger_proof"),
    },
    shown: words("at topic kind source place locale wording_version evidence recorded_at"),
  },
  {
    table: "consent_state",
    foundBy: "contact_id",
    rows: "keep",
    open: words("shop_id contact_id topic state since event_id"),
    columns: { identifier_hash: survives("hash", "ledger_proof") },
    shown: words("topic state since"),
  },
  {
    table: "suppression",
    foundBy: "hash",
    rows: "keep",
    open: words("id shop_id scope reason source since lifted_at erasure_id"),
    columns: { hash: survives("hash", "suppression") },
    shown: words("reason scope source since lifted_at"),
  },
  {
    table: "intake_event",
    foundBy: "none",
    rows: "overwrite",
    open: words(
      `id shop_id source topic delivery_id triggered_at received_at status attempts next_try_at last_error
       processed_at`,
    ),
    columns: {
      body: sealed("intake_event", "null"),
      holds: hash("'{}'"),
    },
    shown: [],
  },
  {
    table: "intake_hold",
    foundBy: "none",
    rows: "keep",
    open: words("shop_id event_id"),
    columns: { hash: survives("hash", "queue_of_events") },
    shown: [],
  },
  {
    table: "data_export",
    foundBy: "contact_ids",
    rows: "delete",
    open: words("id shop_id contact_ids source created_at expires_at downloaded_at"),
    columns: { person_hashes: goes("hash"), content: goes("sealed", "data_export") },
    shown: words("created_at source expires_at"),
  },
  {
    table: "access_log",
    foundBy: "none",
    rows: "keep",
    open: words("id shop_id at action purpose people"),
    columns: {
      contact_id: survives("personal", "access_id"),
      staff_id: survives("personal", "access_id"),
    },
    shown: [],
  },
  {
    table: "erasure",
    foundBy: "none",
    rows: "keep",
    open: words("id shop_id contact_ids lookup_key reason at repeat_until repeated_at rows"),
    columns: { hashes: survives("hash", "erasure_repeat") },
    shown: [],
  },
  {
    table: "portfolio_recipient",
    foundBy: "none",
    rows: "keep",
    open: words("portfolio_id counted_at"),
    columns: { recipient: survives("hash", "portfolio_window") },
    shown: [],
  },
  {
    table: "rate_counter",
    foundBy: "none",
    rows: "keep",
    open: words("window_start hits"),
    columns: { bucket: survives("personal", "rate_window") },
    shown: [],
  },
];
