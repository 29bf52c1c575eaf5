import type { Column, TableMap } from "./data-map.types.ts";
import { secret, words } from "./map-tools.rules.ts";

/** Who at the shop did it: Shopify's id of a member of staff, no shopper. */
const STAFF: Column = { kind: "personal", onErasure: { nobodys: true } };

function shopsOwn(table: string, open: string, columns: TableMap["columns"] = {}): TableMap {
  return { table, foundBy: "none", rows: "keep", open: words(open), columns, shown: [] };
}

/** Tables about the shop, its numbers, its money: no shopper stands in them. */
export const shopTables: readonly TableMap[] = [
  shopsOwn(
    "shop",
    `id domain name currency time_zone locale storefront_domains privacy_url status installed_at uninstalled_at
     consent_settings reminder_settings send_settings recommendation_settings created_at updated_at`,
  ),
  shopsOwn("shopify_session", "shop_id id expires_at updated_at", {
    sealed: secret("shopify_session"),
  }),
  shopsOwn("opt_in_request", "shop_id request_key at outcome"),
  shopsOwn(
    "whatsapp_number",
    `id shop_id waba_id portfolio_id phone_number_id display_phone verified_name status status_reason paused_until
     quality throughput slowed_until slow_factor utility_paused_until origin messaging_limit name_status health
     health_at connected_at webhook_seen_at brake brake_cause brake_since brake_resumed_at brake_accepted_quality
     created_at updated_at`,
    {
      token: secret("whatsapp_number"),
      app_secret: secret("whatsapp_number"),
      verify_token: secret("whatsapp_number"),
      two_step_pin: secret("whatsapp_number"),
    },
  ),
  shopsOwn(
    "whatsapp_signup",
    "id shop_id state problem detail waba_id phone_number_id coexistence started_at updated_at",
    { token: secret("whatsapp_number"), two_step_pin: secret("whatsapp_number") },
  ),
  shopsOwn(
    "quality_brake_event",
    "id shop_id number_id at from_level to_level cause decided_by facts",
  ),
  shopsOwn(
    "template",
    `id shop_id purpose name language version category status rejected_reason components meta_id base
     meta_category coming_category coming_category_at quality paused_until advice refusal_code event_at
     submitted_at approved_at retired_at created_at updated_at`,
  ),
  shopsOwn("template_text", "shop_id purpose language body updated_at"),
  shopsOwn("template_choice", "shop_id way_out purposes"),
  shopsOwn(
    "credit",
    "order_id shop_id kind reason message_id series_id checkout_id arm amount_minor currency at",
  ),
  shopsOwn("tap_total", "shop_id day kind taps previews"),
  shopsOwn("blocked_country", "shop_id number_id country since until"),
  shopsOwn("unknown_error", "shop_id code place first_at last_at hits"),
  shopsOwn(
    "budget",
    `shop_id currency day_limit_micros month_limit_micros unknown_price_micros day day_micros month_micros
     billed_currency stop stopped_at updated_at`,
  ),
  shopsOwn(
    "charge",
    `shop_id message_id day claimed_at market category currency expected_micros micros estimate claims state
     billed_category settled_at`,
  ),
  shopsOwn("rate", "shop_id market category currency valid_from micros estimate source entered_at"),
  shopsOwn(
    "billed_month",
    `shop_id month market category currency our_messages our_free our_micros meta_messages meta_free meta_micros
     read_at`,
  ),
  shopsOwn(
    "recommendation_model",
    "shop_id due_at tried_at fitted_at tuned_at weights report problem",
  ),
  shopsOwn("claim", "id shop_id number_id claimed_at message_ids"),
  shopsOwn("number_pace", "number_id shop_id free_at"),
  shopsOwn("clock_offset", "id offset_ms"),
  shopsOwn(
    "link_base",
    `shop_id base reason origin finding failures has_worked works_since checked_at switched_at next_check_at`,
  ),
  shopsOwn(
    "media",
    "shop_id number_id source_key status media_id mime_type bytes reason attempts next_try_at uploaded_at expires_at",
  ),
  shopsOwn(
    "privacy_request",
    `id shop_id kind source request_key shopify_request_id received_at due_at state people export_id done_at`,
  ),
  shopsOwn(
    "consent_link",
    "shop_id seq event_id prev_hash hash removed_events removed_because removed_at removed_in",
  ),
  shopsOwn(
    "consent_wording",
    "shop_id locale number version sentence privacy_label own hash created_at",
    { created_by: STAFF },
  ),
  shopsOwn(
    "consent_wording_current",
    "shop_id version changed_at published_version published_at next_try_at attempts last_error",
  ),
  shopsOwn("consent_head", "shop_id seq hash"),
  shopsOwn("pull_place", "shop_id code kind label wording_version created_at used last_used_at"),
  shopsOwn(
    "import_run",
    `id shop_id state problem file_hash parts bytes encoding delimiter mapping next_line rows_read granted pending
     known refused lease_until created_at started_at finished_at file_deleted_at`,
    { file_name: secret("import:{id}:name"), columns: secret("import:{id}:name") },
  ),
  shopsOwn(
    "history_import",
    `shop_id kind state bulk_operation_id objects read refused read_bytes days attempts problem next_look_at
     started_at updated_at ended_at`,
  ),
  shopsOwn(
    "product",
    `shop_id product_id title handle product_type vendor tags collections status published price_minor
     compare_at_minor currency picture_url available variant_id created_at updated_at triggered_at deleted_at`,
  ),
  shopsOwn("retention_run", "id shop_id started_at ended_at rule rows"),
];
