import { addDays } from "#app/shared/duration.ts";
import type { AccountEvent } from "./account-event.types.ts";

export type AccountReaction =
  | { do: "nothing" }
  | { do: "pause"; until: Date; reason: string }
  | { do: "stop"; status: "stopped" | "broken"; reason: string }
  | { do: "resume" }
  | { do: "speed"; throughput: "HIGH" };

const RESTRICTION_DAYS = 1;

function onBan(state: string | undefined): AccountReaction {
  if (state === "REINSTATE") return { do: "resume" };
  return state === "DISABLE"
    ? { do: "stop", status: "stopped", reason: "account_disabled" }
    : { do: "nothing" };
}

function onRestriction(event: AccountEvent, now: Date): AccountReaction {
  const rows = event.value.restriction_info.filter(
    (row) => row.restriction_type === "RESTRICTED_BIZ_INITIATED_MESSAGING",
  );
  if (rows.length === 0) return { do: "nothing" };
  // Unix seconds, as number or text (contract 3.7); without one we ask again tomorrow.
  const ends = rows.flatMap((row) => (row.expiration ? [row.expiration * 1000] : []));
  const until = ends.length > 0 ? new Date(Math.max(...ends)) : addDays(now, RESTRICTION_DAYS);
  return { do: "pause", until, reason: "account_restricted" };
}

/** What an account or number event of Meta (contract 3.7) means for sending; unknown ones nothing. */
export function reactToAccountEvent(event: AccountEvent, now: Date): AccountReaction {
  const kind = event.value.event;
  if (event.field === "phone_number_quality_update") {
    return kind === "THROUGHPUT_UPGRADE" ? { do: "speed", throughput: "HIGH" } : { do: "nothing" };
  }
  if (event.field !== "account_update") return { do: "nothing" };
  switch (kind) {
    case "ACCOUNT_DELETED":
    case "PARTNER_REMOVED":
    case "PARTNER_APP_UNINSTALLED":
    case "ACCOUNT_OFFBOARDED":
      return { do: "stop", status: "broken", reason: "account_gone" };
    case "DISABLED_UPDATE":
      return onBan(event.value.ban_info?.waba_ban_state);
    case "ACCOUNT_RESTRICTION":
      return onRestriction(event, now);
    default:
      return { do: "nothing" };
  }
}
