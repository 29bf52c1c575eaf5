/**
 * What a merchant sees of every error of WhatsApp (contract, section 2), once more and by hand: the rules
 * have their own table, and the two must agree.
 *
 * where: S = the answer to a send, W = a `failed` status, SW = both are tried.
 * message, next: its state, and after how long it is tried again.
 * beside: what else changes. number: status and how long it is paused · template: status ·
 * person: suppression, consent or rest · country: blocked for the number.
 */
const TABLE = `
code    | where | message | next | reason                          | beside
0       | S     | planned | 15m  | reconnect_whatsapp              | number broken
1       | S     | planned | 30s  | whatsapp_error                  |
2       | S     | planned | 30s  | whatsapp_down                   |
3       | S     | planned | 15m  | permission_missing              | number broken
4       | S     | planned | 15m  | app_rate_limit                  | number connected 15m
10      | S     | planned | 15m  | permission_missing              | number broken
33      | S     | planned | 15m  | number_gone                     | number broken
100     | S     | failed  |      | request_invalid                 |
190     | S     | planned | 15m  | reconnect_whatsapp              | number broken
200     | S     | planned | 15m  | permission_missing              | number broken
368     | S     | planned | 15m  | account_restricted              | number stopped
80007   | S     | planned | 15m  | account_rate_limit              | number connected 15m
130403  | SW    | failed  |      | blocked_by_us                   | person blocked
130429  | SW    | planned | 1s   | sending_too_fast                | number connected 1s slow
130472  | W     | failed  |      | user_in_experiment              | person rests 168h
130497  | SW    | failed  |      | country_not_allowed             | country DE
131000  | SW    | planned | 1m   | whatsapp_error                  |
131005  | S     | planned | 15m  | permission_missing              | number broken
131008  | S     | failed  |      | request_invalid                 |
131009  | S     | failed  |      | request_invalid                 |
131016  | SW    | planned | 1m   | whatsapp_down                   |
131021  | S     | failed  |      | sender_is_recipient             |
131026  | SW    | failed  |      | undeliverable                   | person rests 168h
131031  | SW    | planned | 15m  | account_locked                  | number stopped
131037  | S     | planned | 15m  | display_name_missing            | number stopped
131042  | SW    | planned | 15m  | payment_problem                 | number stopped
131045  | SW    | planned | 15m  | number_not_registered           | number stopped
131047  | SW    | failed  |      | window_closed                   |
131048  | SW    | planned | 24h  | spam_restriction                | number connected 24h slow
131049  | SW    | planned | 24h  | not_delivered_healthy_ecosystem | person rests 24h
131050  | W     | failed  |      | user_stopped_marketing          | person opt_out withdrawn
131051  | S     | failed  |      | message_type_unsupported        |
131052  | W     | failed  |      | inbound_media_unavailable       |
131053  | SW    | planned | 0s   | media_invalid                   | picture dropped
131055  | S     | failed  |      | only_marketing_templates        |
131056  | SW    | planned | 1s   | pair_rate_limit                 |
131057  | SW    | planned | 1m   | account_in_maintenance          |
131062  | S     | failed  |      | user_id_unsupported             |
131063  | S     | failed  |      | marketing_endpoint_required     |
131064  | SW    | planned | 168h | utility_misclassified           | number connected utility 168h
132000  | S     | failed  |      | template_parameters             | template PAUSED
132001  | S     | failed  |      | template_missing                | template PAUSED
132005  | S     | planned | 0s   | text_too_long                   |
132007  | S     | failed  |      | template_policy                 | template PAUSED
132012  | S     | failed  |      | template_parameters             |
132015  | SW    | planned | 15m  | template_paused                 | template PAUSED
132016  | SW    | failed  |      | template_disabled               | template DISABLED
132018  | S     | failed  |      | template_parameters             |
132068  | S     | failed  |      | flow_blocked                    | template PAUSED
132069  | S     | failed  |      | flow_throttled                  | template PAUSED
133000  | S     | planned | 15m  | number_not_registered           | number stopped
133004  | S     | planned | 1m   | whatsapp_down                   |
133005  | S     | planned | 15m  | number_not_registered           | number stopped
133006  | S     | planned | 15m  | number_not_registered           | number stopped
133008  | S     | planned | 15m  | number_not_registered           | number stopped
133009  | S     | planned | 15m  | number_not_registered           | number stopped
133010  | S     | planned | 15m  | number_not_registered           | number stopped
133015  | S     | planned | 5m   | number_not_registered           | number connected 5m
133016  | S     | planned | 72h  | number_not_registered           | number connected 72h
134100  | S     | failed  |      | only_marketing_templates        |
134101  | S     | planned | 10m  | template_syncing                |
134102  | S     | failed  |      | template_unavailable            |
135000  | S     | failed  |      | request_invalid                 |
200005  | S     | failed  |      | analytics_unavailable           |
200006  | S     | failed  |      | analytics_unavailable           |
200007  | S     | failed  |      | analytics_unavailable           |
2388019 | S     | failed  |      | template_count_limit            |
2388039 | S     | planned | 24h  | template_not_editable           |
2388040 | S     | failed  |      | template_format                 |
2388047 | S     | failed  |      | template_format                 |
2388072 | S     | failed  |      | template_format                 |
2388073 | S     | failed  |      | template_format                 |
2388293 | S     | failed  |      | template_format                 |
2388299 | S     | failed  |      | template_format                 |
`;

export interface ErrorCase {
  code: number;
  where: "answer" | "status";
  message: string;
  /** ms; null: never again */
  next: number | null;
  reason: string;
  beside: string;
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** "15m" in ms; null for nothing. */
export function span(written: string): number | null {
  const [, count, unit] = /^(\d+)([smh])$/.exec(written) ?? [];
  return count === undefined || unit === undefined ? null : Number(count) * (UNITS[unit] ?? 0);
}

function casesOf(line: string): ErrorCase[] {
  const [code = "", where = "", message = "", next = "", reason = "", beside = ""] = line
    .split("|")
    .map((cell) => cell.trim());
  const one = { code: Number(code), message, next: span(next), reason, beside };
  return [
    ...(where.includes("S") ? [{ ...one, where: "answer" as const }] : []),
    ...(where.includes("W") ? [{ ...one, where: "status" as const }] : []),
  ];
}

/** Every row, once per place where its code may come from. */
export const errorCases: readonly ErrorCase[] = TABLE.trim().split("\n").slice(1).flatMap(casesOf);
