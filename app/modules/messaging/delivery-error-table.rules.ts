import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "#app/shared/duration.ts";

/**
 * What we do about an error. `retry`: the same message again, soon. `defer`: this recipient later,
 * others are fine. `pause_number`, `pause_template`: everything of that number or template waits.
 * `suppress`: this recipient no more. `fix`: our mistake, never again as it is. `auth`: the merchant
 * must reconnect. `ambiguous`: we cannot know whether it was accepted, so nothing is sent again.
 */
export type ErrorClass =
  "retry" | "defer" | "pause_number" | "pause_template" | "suppress" | "fix" | "auth" | "ambiguous";

/**
 * Where the class alone does not say what to do. `slow`: the number rests and then goes on more
 * slowly for a while. `stop`: the number stands still until somebody mends it. `pause_utility`: only its UTILITY
 * messages wait. `block_country`: the number does not write there for a while. `drop_picture`: once more
 * with the template that has no picture. `shorten`: once more with shorter values.
 */
export type ErrorAct =
  "slow" | "stop" | "pause_utility" | "block_country" | "drop_picture" | "shorten";

export type ErrorRow = {
  readonly class: ErrorClass;
  readonly act?: ErrorAct;
  /** Key of the words that the merchant reads. */
  readonly reason: string;
  /** Attempts in all, the first included; 1 means never again. */
  readonly maxAttempts: number;
  /** Waits before the second, third, … attempt; the last one repeats. None: something outside resumes. */
  readonly delaysMs?: readonly number[];
};

function doubling(firstMs: number, capMs: number): readonly number[] {
  const delays = [firstMs];
  for (let next = firstMs * 2; next < capMs; next *= 2) delays.push(next);
  return [...delays, capMs];
}

const fix = (reason: string): ErrorRow => ({ class: "fix", reason, maxAttempts: 1 });
const auth = (reason: string): ErrorRow => ({ class: "auth", reason, maxAttempts: 5 });
const suppress = (reason: string): ErrorRow => ({ class: "suppress", reason, maxAttempts: 1 });
const unfitTemplate = (reason: string): ErrorRow => ({
  class: "pause_template",
  reason,
  maxAttempts: 1,
});
const stopNumber = (reason: string, delaysMs?: readonly number[]): ErrorRow => ({
  class: "pause_number",
  reason,
  maxAttempts: 5,
  ...(delaysMs ? { delaysMs } : {}),
});
/** Nothing but the merchant, or Meta, can mend it: no message is spent on finding out whether they have. */
const brokenNumber = (reason: string): ErrorRow => ({ ...stopNumber(reason), act: "stop" });
const retry = (reason: string, maxAttempts: number, delaysMs: readonly number[]): ErrorRow => ({
  class: "retry",
  reason,
  maxAttempts,
  delaysMs,
});
const defer = (reason: string, maxAttempts: number, delaysMs: readonly number[]): ErrorRow => ({
  class: "defer",
  reason,
  maxAttempts,
  delaysMs,
});

const FEW_RETRIES = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS] as const;
const MANAGEMENT_WAIT = doubling(15 * MINUTE_MS, 4 * HOUR_MS);
// Meta: the same sender may write to the same user again after 4^X seconds, X = 0, 1, 2, …
const PAIR_WAIT = [1, 4, 16, 64, 256].map((seconds) => seconds * SECOND_MS);

/** Rows of contract section 2 for everything that is sent or comes back for it, by code. */
export const ERROR_TABLE: ReadonlyMap<number, ErrorRow> = new Map<number, ErrorRow>([
  [0, auth("reconnect_whatsapp")],
  [
    1,
    retry(
      "whatsapp_error",
      4,
      [30, 120, 600].map((seconds) => seconds * SECOND_MS),
    ),
  ],
  [2, retry("whatsapp_down", 10, doubling(30 * SECOND_MS, 30 * MINUTE_MS))],
  [3, auth("permission_missing")],
  [4, stopNumber("app_rate_limit", MANAGEMENT_WAIT)],
  [10, auth("permission_missing")],
  [33, auth("number_gone")],
  [100, fix("request_invalid")],
  [190, auth("reconnect_whatsapp")],
  [368, brokenNumber("account_restricted")],
  [80007, stopNumber("account_rate_limit", MANAGEMENT_WAIT)],
  [130403, suppress("blocked_by_us")],
  [130429, { ...stopNumber("sending_too_fast", doubling(SECOND_MS, MINUTE_MS)), act: "slow" }],
  [130472, defer("user_in_experiment", 1, [7 * DAY_MS])],
  [130497, { ...suppress("country_not_allowed"), act: "block_country" }],
  [131000, retry("whatsapp_error", 4, FEW_RETRIES)],
  [131005, auth("permission_missing")],
  [131008, fix("request_invalid")],
  [131009, fix("request_invalid")],
  [131016, retry("whatsapp_down", 10, doubling(MINUTE_MS, 30 * MINUTE_MS))],
  [131021, fix("sender_is_recipient")],
  // The first time the person rests for 7 days; the caller marks them unreachable on the second.
  [131026, { class: "suppress", reason: "undeliverable", maxAttempts: 1, delaysMs: [7 * DAY_MS] }],
  [131031, brokenNumber("account_locked")],
  [131037, brokenNumber("display_name_missing")],
  [131042, brokenNumber("payment_problem")],
  [131045, brokenNumber("number_not_registered")],
  [131047, fix("window_closed")],
  [131048, { ...stopNumber("spam_restriction", [DAY_MS]), act: "slow" }],
  [131049, defer("not_delivered_healthy_ecosystem", 2, [DAY_MS])],
  [131050, suppress("user_stopped_marketing")],
  [131051, fix("message_type_unsupported")],
  [131052, fix("inbound_media_unavailable")],
  [131053, { ...fix("media_invalid"), act: "drop_picture", maxAttempts: 2 }],
  [131055, fix("only_marketing_templates")],
  [131056, defer("pair_rate_limit", 6, PAIR_WAIT)],
  [131057, retry("account_in_maintenance", 10, doubling(MINUTE_MS, 30 * MINUTE_MS))],
  [131062, fix("user_id_unsupported")],
  [131063, fix("marketing_endpoint_required")],
  [131064, { ...stopNumber("utility_misclassified", [7 * DAY_MS]), act: "pause_utility" }],
  [132000, unfitTemplate("template_parameters")],
  [132001, unfitTemplate("template_missing")],
  [132005, { ...fix("text_too_long"), act: "shorten", maxAttempts: 2 }],
  [132007, unfitTemplate("template_policy")],
  [132012, fix("template_parameters")],
  [132015, { class: "pause_template", reason: "template_paused", maxAttempts: 5 }],
  [132016, unfitTemplate("template_disabled")],
  [132018, fix("template_parameters")],
  [132068, unfitTemplate("flow_blocked")],
  [132069, unfitTemplate("flow_throttled")],
  [133000, brokenNumber("number_not_registered")],
  [133004, retry("whatsapp_down", 10, doubling(MINUTE_MS, 30 * MINUTE_MS))],
  [133005, brokenNumber("number_not_registered")],
  [133006, brokenNumber("number_not_registered")],
  [133008, brokenNumber("number_not_registered")],
  [133009, brokenNumber("number_not_registered")],
  [133010, brokenNumber("number_not_registered")],
  [133015, stopNumber("number_not_registered", [5 * MINUTE_MS])],
  [133016, stopNumber("number_not_registered", [3 * DAY_MS])],
  [134100, fix("only_marketing_templates")],
  [134101, retry("template_syncing", 4, [10 * MINUTE_MS])],
  [134102, fix("template_unavailable")],
  [135000, fix("request_invalid")],
  [200005, fix("analytics_unavailable")],
  [200006, fix("analytics_unavailable")],
  [200007, fix("analytics_unavailable")],
  [2388019, fix("template_count_limit")],
  [2388039, defer("template_not_editable", 2, [DAY_MS])],
  [2388040, fix("template_format")],
  [2388047, fix("template_format")],
  [2388072, fix("template_format")],
  [2388073, fix("template_format")],
  [2388293, fix("template_format")],
  [2388299, fix("template_format")],
]);

export const PERMISSION_ROW = auth("permission_missing");
export const NUMBER_GONE_ROW = auth("number_gone");
export const NOT_REACHED_ROW = retry("whatsapp_not_reached", 10, doubling(30_000, 30 * MINUTE_MS));
export const UNKNOWN_SERVER_ROW = retry("unknown_error", 4, FEW_RETRIES);
export const UNKNOWN_LIMIT_ROW = stopNumber("unknown_limit", doubling(MINUTE_MS, 30 * MINUTE_MS));
export const UNKNOWN_ROW = fix("unknown_error");
export const AMBIGUOUS_ROW: ErrorRow = {
  class: "ambiguous",
  reason: "outcome_unknown",
  maxAttempts: 1,
};
