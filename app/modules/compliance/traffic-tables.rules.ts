import type { TableMap } from "./data-map.types.ts";
import { goes, hash, personal, sealed, survives, words } from "./map-tools.rules.ts";

/** What passes between a shop and its shoppers: carts, messages, answers, orders. */
export const trafficTables: readonly TableMap[] = [
  {
    table: "confirmation_request",
    foundBy: "contact_id",
    rows: "overwrite",
    open: words(
      `id shop_id contact_id request_key topics wording_version wording_hash locale place requested_at expires_at
       state reason leader_id message_id asked_at ended_at look_at`,
    ),
    columns: {
      // How often somebody was asked to confirm counts on: a stranger may type the number again.
      identifier_hash: survives("hash", "suppression"),
      checkout_token: personal("null"),
    },
    shown: words("requested_at state reason place topics asked_at ended_at"),
  },
  {
    table: "unclear_answer",
    foundBy: "contact_id",
    rows: "delete",
    open: words("id shop_id contact_id inbound_id at decide_by decision decided_at"),
    columns: { decided_by: goes("personal") },
    shown: words("at decision decided_at"),
  },
  {
    table: "checkout",
    foundBy: "contact_or_hashes",
    rows: "overwrite",
    open: words(
      `id shop_id token cart_token name contact_id items total_minor currency locale country created_at
       last_activity_at triggered_at completed_at deleted_at next_reminder_at next_step outcome`,
    ),
    columns: {
      person_hashes: hash("'{}'"),
      person: sealed("checkout", "null"),
      recover_url: sealed("checkout", "null"),
    },
    shown: words(
      "created_at last_activity_at name person items total_minor currency country completed_at outcome",
    ),
  },
  {
    table: "reminder_series",
    foundBy: "contact_id",
    rows: "keep",
    open: words(
      `id shop_id contact_id checkout_id arm opened_at closed_at close_reason steps_handed_over
       last_handed_over_at`,
    ),
    columns: {},
    shown: words("opened_at arm steps_handed_over closed_at close_reason"),
  },
  {
    table: "message",
    foundBy: "contact_id",
    rows: "overwrite",
    open: words(
      `id shop_id dedupe_key kind topic contact_id number_id checkout_id checkout_token cart_token bought_since
       series_id step state reason template_id planned_at due_at not_before expires_at purchase_checked_at
       claimed_at claim_id handed_over_at accepted_at sent_at delivered_at read_at ended_at error_code attempt_id
       attempts price_micros price_currency price_estimate phase`,
    ),
    columns: {
      to_hash: hash("''"),
      person_hashes: hash("'{}'"),
      payload: sealed("message", "null"),
      // WhatsApp writes the recipient's number into its ids, in base64.
      wamid: personal("null"),
    },
    shown: words(
      "planned_at kind topic state reason payload accepted_at delivered_at read_at ended_at wamid",
    ),
  },
  {
    table: "attempt",
    foundBy: "message_id",
    rows: "overwrite",
    open: words("id shop_id message_id started_at ended_at outcome http_status code"),
    columns: { detail: personal("null") },
    shown: [],
  },
  {
    table: "inbound_message",
    foundBy: "contact_id",
    rows: "delete",
    open: words("id shop_id contact_id type at received_at"),
    columns: {
      wamid: goes("personal"),
      context_wamid: goes("personal"),
      body: goes("person_sealed"),
    },
    shown: words("at type body"),
  },
  {
    table: "link",
    foundBy: "message_id",
    rows: "overwrite",
    open: words(
      `id shop_id code message_id checkout_id product_id language created_at expires_at used_at taps previews`,
    ),
    columns: {
      target: sealed("link", "''"),
      tracked: personal("false"),
    },
    shown: words("created_at target tracked taps expires_at"),
  },
  {
    table: "click",
    foundBy: "message_id",
    rows: "delete",
    open: words("id shop_id link_id message_id"),
    columns: { at: goes("personal") },
    shown: words("at"),
  },
  {
    table: "shop_order",
    foundBy: "order_or_hashes",
    rows: "overwrite",
    open: words(
      `id shop_id shopify_id name checkout_token cart_token total_minor currency test source_name created_at
       updated_at triggered_at cancelled_at processed_at payment_state paid_at delivered_at country
       written_at`,
    ),
    columns: { person_hashes: hash("'{}'") },
    shown: words(
      "created_at name total_minor currency country source_name paid_at delivered_at cancelled_at",
    ),
  },
  {
    // Whose order it was goes with the order; what was bought together stays, and is nobody's then.
    table: "order_line",
    foundBy: "order_id",
    rows: "keep",
    open: words(
      "shop_id order_id line_id product_id variant_id kind quantity returned price_minor",
    ),
    columns: {},
    shown: words("order_id product_id variant_id kind quantity returned price_minor"),
  },
  {
    // Numbers of Shopify's orders and lines.
    table: "order_refund",
    foundBy: "none",
    rows: "keep",
    open: words("shop_id refund_id line_id order_shopify_id quantity"),
    columns: {},
    shown: [],
  },
  {
    table: "recommendation_case",
    foundBy: "contact_id",
    rows: "keep",
    open: words(
      `id shop_id order_id contact_id kind arm due_at state reason products left_out expected_margin_minor currency
       message_id rounds opened_at decided_at bought_order_id bought_minor meant_for`,
    ),
    columns: {},
    shown: words("opened_at kind arm state reason products left_out decided_at"),
  },
  {
    table: "person_rest",
    foundBy: "contact_id",
    rows: "delete",
    open: words("shop_id contact_id scope code since until"),
    columns: {},
    shown: words("since until scope code"),
  },
];
