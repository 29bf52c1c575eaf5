import {
  AMBIGUOUS_ROW,
  ERROR_TABLE,
  NOT_REACHED_ROW,
  NUMBER_GONE_ROW,
  PERMISSION_ROW,
  UNKNOWN_LIMIT_ROW,
  UNKNOWN_ROW,
  UNKNOWN_SERVER_ROW,
} from "./delivery-error-table.rules.ts";
import type { ErrorAct, ErrorClass, ErrorRow } from "./delivery-error-table.rules.ts";

export type { ErrorClass };

export type DeliveryError = {
  /** Meta's `error.code`; null when the answer had none, or there was no answer. */
  readonly code: number | null;
  readonly subcode: number | null;
  /** Null without an answer, and for webhooks. */
  readonly httpStatus: number | null;
  readonly where: "response" | "webhook";
  /** False only when no byte of the request left us, as on a refused connection. */
  readonly begun?: boolean;
  /** Attempts made so far, this one included; picks the wait. 1 when absent. */
  readonly attempt?: number;
};

export type ErrorReaction = {
  readonly class: ErrorClass;
  readonly act: ErrorAct | null;
  /** No row of the contract says what this is: somebody has to look. */
  readonly unknown: boolean;
  readonly retryAfterMs?: number;
  readonly maxAttempts: number;
  readonly reason: string;
};

function rowOfCode(code: number, error: DeliveryError): ErrorRow {
  // The object that a send names is the phone number itself.
  if (code === 100 && error.subcode === 33) return NUMBER_GONE_ROW;
  if (code >= 200 && code <= 299) return PERMISSION_ROW;
  const row = ERROR_TABLE.get(code);
  if (row) return row;
  if (error.httpStatus === 429) return UNKNOWN_LIMIT_ROW;
  return error.httpStatus !== null && error.httpStatus >= 500 ? UNKNOWN_SERVER_ROW : UNKNOWN_ROW;
}

// Only an answer with a code is a definite refusal (invariant 3). A plain 4xx is final all the same:
// it is not sent again. Everything else, a 429 of some proxy included, may have been accepted.
function rowWithoutCode({ where, httpStatus, begun = true }: DeliveryError): ErrorRow {
  if (where === "webhook") return UNKNOWN_ROW;
  if (!begun) return NOT_REACHED_ROW;
  const refused = httpStatus !== null && httpStatus >= 400 && httpStatus < 500;
  return refused && httpStatus !== 408 && httpStatus !== 429 ? UNKNOWN_ROW : AMBIGUOUS_ROW;
}

const UNKNOWN_ROWS: ReadonlySet<ErrorRow> = new Set([
  UNKNOWN_ROW,
  UNKNOWN_LIMIT_ROW,
  UNKNOWN_SERVER_ROW,
]);

/**
 * What an error of a hand-over means, after contract section 2; unknown codes by HTTP class.
 * `retryAfterMs` is the wait before the next attempt, absent where only a webhook or the merchant can
 * resume; `maxAttempts` counts the first one and is 1 where the message must not be tried again.
 */
export function classifyError(error: DeliveryError): ErrorReaction {
  const row = error.code === null ? rowWithoutCode(error) : rowOfCode(error.code, error);
  const delays = row.delaysMs ?? [];
  const retryAfterMs = delays[Math.min(error.attempt ?? 1, delays.length) - 1];
  return {
    class: row.class,
    act: row.act ?? null,
    unknown: UNKNOWN_ROWS.has(row),
    maxAttempts: row.maxAttempts,
    reason: row.reason,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}
