import { limitOf } from "../channel.rules.ts";
import type { NumberRow, NumberStatus } from "../channel.types.ts";
import { brokenBy, type Refusal } from "../graph-refusal.rules.ts";
import {
  type AccountAnswer,
  type Health,
  healthSchema,
  type NumberFacts,
  type PhoneAnswer,
} from "./health.types.ts";

function healthOf(phone: PhoneAnswer, account: AccountAnswer): Health {
  const status = account.health_status;
  const problems = (status?.entities ?? []).flatMap((entity) =>
    entity.errors.map((error) => ({
      entity: entity.entity_type ?? "",
      code: error.error_code,
      description: error.error_description,
      solution: error.possible_solution,
    })),
  );
  // What is missing gets the schema's own "unknown".
  return healthSchema.parse({
    canSend: status?.can_send_message?.toUpperCase(),
    phoneStatus: phone.status?.toUpperCase(),
    platform: phone.platform_type?.toUpperCase(),
    accountName: account.name,
    currency: account.currency,
    verification: account.business_verification_status,
    problems,
  });
}

/** Meta's two answers as the facts that we keep. What is missing there is null here: unknown, not bad. */
export function factsOf(phone: PhoneAnswer, account: AccountAnswer): NumberFacts {
  return {
    displayPhone: phone.display_phone_number ?? null,
    verifiedName: phone.verified_name ?? null,
    nameStatus: phone.name_status ?? null,
    quality: qualityOf(phone.quality_rating),
    throughput: phone.throughput?.level ?? null,
    messagingLimit: limitOf(phone.whatsapp_business_manager_messaging_limit),
    portfolioId: account.owner_business_info?.id ?? null,
    health: healthOf(phone, account),
  };
}

/** GREEN, YELLOW, RED; everything else is UNKNOWN (contract 5.5: NA too). Null when nothing was said. */
export function qualityOf(written: string | undefined): string | null {
  if (written === undefined) return null;
  const rating = written.toUpperCase();
  return ["GREEN", "YELLOW", "RED"].includes(rating) ? rating : "UNKNOWN";
}

/** 131042 as sending gets it; 141006 is its name in `health_status`. */
const PAYMENT_CODES = [131042, 141006];

/** Whether Meta names a payment problem, sending or not. */
export function hasPaymentProblem(health: Health): boolean {
  return health.problems.some(({ code }) => PAYMENT_CODES.includes(code));
}

const GONE = ["DELETED", "MIGRATED", "DISCONNECTED", "UNVERIFIED"];

/** Why this health forbids sending, or null. */
export function blockedBy(health: Health): { status: "stopped" | "broken"; reason: string } | null {
  if (health.phoneStatus === "BANNED") return { status: "stopped", reason: "account_disabled" };
  if (GONE.includes(health.phoneStatus)) {
    return { status: "broken", reason: "number_not_registered" };
  }
  if (health.canSend !== "BLOCKED") return null;
  const reason = hasPaymentProblem(health) ? "payment_problem" : "account_blocked";
  return { status: "stopped", reason };
}

/** Stops that a good health read undoes: it shows that their cause is gone. */
const MENDED_BY_HEALTH = [
  "account_blocked",
  "account_disabled",
  "account_locked",
  "account_restricted",
  "number_gone",
  "number_not_registered",
  "payment_problem",
  "reconnect_whatsapp",
];

export type HealthRead =
  | { outcome: "read"; facts: NumberFacts }
  | { outcome: "refused"; refusal: Refusal }
  | { outcome: "unreachable" };

type Standing = Pick<NumberRow, "status" | "statusReason" | "origin" | "webhookSeenAt">;

/** Where a number begins that may send as far as Meta is concerned. */
export function startStatus(number: Pick<NumberRow, "origin" | "webhookSeenAt">): NumberStatus {
  return number.origin === "own_app" && number.webhookSeenAt === null ? "waiting" : "connected";
}

/**
 * What a health read means for a number (contract 8.4, 8.5): stop with a reason, send again when the
 * reason is gone, or null for no change. Meta not answering changes nothing.
 */
export function judgeHealth(
  number: Standing,
  read: HealthRead,
): { status: NumberStatus; reason: string | null } | null {
  if (number.status === "disconnected" || read.outcome === "unreachable") return null;
  const stop =
    read.outcome === "read" ? blockedBy(read.facts.health) : refusedStop(brokenBy(read.refusal));
  if (stop) {
    const same = number.status === stop.status && number.statusReason === stop.reason;
    return same ? null : stop;
  }
  const isMended =
    read.outcome === "read" &&
    (number.status === "stopped" || number.status === "broken") &&
    MENDED_BY_HEALTH.includes(number.statusReason ?? "");
  return isMended ? { status: startStatus(number), reason: null } : null;
}

function refusedStop(reason: string | null): { status: "broken"; reason: string } | null {
  return reason === null ? null : { status: "broken", reason };
}
