import { addDays } from "#app/shared/duration.ts";
import type { AccountEvent } from "./account-event.types.ts";
import { limitOf } from "./channel.rules.ts";

export type AccountReaction =
  | { do: "nothing" }
  | { do: "pause"; until: Date; reason: string }
  | { do: "stop"; status: "stopped" | "broken"; reason: string }
  /** Only what Meta had stopped for one of these reasons goes on. */
  | { do: "resume"; after: readonly string[] }
  | { do: "keep"; facts: KnownFacts }
  /** The PIN that we chose is no longer the number's. */
  | { do: "forget_pin" };

export interface KnownFacts {
  quality?: string;
  throughput?: string;
  messagingLimit?: string;
  nameStatus?: string;
  verifiedName?: string;
}

interface Context {
  now: Date;
  /** our own Meta app, as far as there is one */
  appId: string | null;
}

const NOTHING: AccountReaction = { do: "nothing" };
const RESTRICTION_DAYS = 1;

function stop(status: "stopped" | "broken", reason: string): AccountReaction {
  return { do: "stop", status, reason };
}

function onBan(state: string | undefined): AccountReaction {
  if (state === "REINSTATE") return { do: "resume", after: ["account_disabled"] };
  return state === "DISABLE" ? stop("stopped", "account_disabled") : NOTHING;
}

function onRestriction(event: AccountEvent, now: Date): AccountReaction {
  const rows = event.value.restriction_info.filter(
    (row) => row.restriction_type === "RESTRICTED_BIZ_INITIATED_MESSAGING",
  );
  if (rows.length === 0) return NOTHING;
  // Unix seconds, as number or text (contract 3.7); without one we ask again tomorrow.
  const ends = rows.flatMap((row) => (row.expiration ? [row.expiration * 1000] : []));
  const until = ends.length > 0 ? new Date(Math.max(...ends)) : addDays(now, RESTRICTION_DAYS);
  return { do: "pause", until, reason: "account_restricted" };
}

/** A merchant may take the account away from some other partner's app; that is no concern of ours. */
function onAppRemoved(event: AccountEvent, { appId }: Context): AccountReaction {
  const removed = event.value.waba_info?.partner_app_id;
  const isOurs = removed === undefined || appId === null || removed === appId;
  return isOurs ? stop("broken", "account_gone") : NOTHING;
}

function onAccount(event: AccountEvent, context: Context): AccountReaction {
  switch (event.value.event) {
    case "ACCOUNT_DELETED":
    case "PARTNER_REMOVED":
    case "ACCOUNT_OFFBOARDED":
      return stop("broken", "account_gone");
    case "PARTNER_APP_UNINSTALLED":
      return onAppRemoved(event, context);
    case "ACCOUNT_RECONNECTED":
      return { do: "resume", after: ["account_gone"] };
    case "DISABLED_UPDATE":
      return onBan(event.value.ban_info?.waba_ban_state);
    case "ACCOUNT_RESTRICTION":
      return onRestriction(event, context.now);
    default:
      return NOTHING;
  }
}

function onReview(decision: string | undefined): AccountReaction {
  if (decision === "REJECTED") return stop("stopped", "account_rejected");
  return decision === "APPROVED" ? { do: "resume", after: ["account_rejected"] } : NOTHING;
}

/** Quality as the older events tell it; the newer ones leave it to the poll. */
const QUALITY: Readonly<Record<string, string>> = { FLAGGED: "RED", UNFLAGGED: "YELLOW" };

function keep(facts: KnownFacts): AccountReaction {
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  return known.length === 0 ? NOTHING : { do: "keep", facts: Object.fromEntries(known) };
}

function onNumber({ value }: AccountEvent): AccountReaction {
  const quality = QUALITY[value.event ?? ""];
  const limit = limitOf(value.max_daily_conversations_per_business ?? value.current_limit);
  return keep({
    ...(quality === undefined ? {} : { quality }),
    ...(value.event === "THROUGHPUT_UPGRADE" ? { throughput: "HIGH" } : {}),
    ...(limit === null ? {} : { messagingLimit: limit }),
  });
}

function onName({ value }: AccountEvent): AccountReaction {
  if (value.decision === undefined) return NOTHING;
  const name = value.decision === "APPROVED" ? value.requested_verified_name : undefined;
  return keep({
    nameStatus: value.decision,
    ...(name === undefined ? {} : { verifiedName: name }),
  });
}

/** What an account or number event of Meta (contract 3.7) means for sending; unknown ones nothing. */
export function reactToAccountEvent(event: AccountEvent, context: Context): AccountReaction {
  switch (event.field) {
    case "account_update":
      return onAccount(event, context);
    case "account_review_update":
      return onReview(event.value.decision);
    case "phone_number_quality_update":
    case "business_capability_update":
      return onNumber(event);
    case "phone_number_name_update":
      return onName(event);
    case "security":
      return event.value.event === "PIN_CHANGED" ? { do: "forget_pin" } : NOTHING;
    default:
      return NOTHING;
  }
}

/** Whether an event that names a number means this one: an account may have others (contract 3.7). */
export function concernsNumber(event: AccountEvent, displayPhone: string): boolean {
  const digits = (phone: string) => phone.replace(/\D/g, "");
  const named = event.value.display_phone_number;
  return named === undefined || digits(named) === "" || digits(named) === digits(displayPhone);
}
