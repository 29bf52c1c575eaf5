import { request } from "undici";
import { isObject, textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { Account, Health, State } from "../state.ts";
import type { Sender } from "./envelope.ts";
import { refuse } from "./refusal.ts";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);
const URL_MAX = 200;

/** GET /{waba-id}, the fields that onboarding reads (contract 8.4). */
export function accountFields(account: Account, fields: string | null): JsonObject {
  return pick("WhatsAppBusinessAccount", fields, {
    id: account.wabaId,
    name: account.name,
    currency: account.currency,
    timezone_id: "1",
    message_template_namespace: `ns_${account.wabaId}`,
    account_review_status: "APPROVED",
    business_verification_status: "verified",
    owner_business_info: { id: account.portfolioId, name: account.name },
    health_status: healthStatus(account.health, { entity_type: "WABA", id: account.wabaId }),
  });
}

/** GET /{phone-number-id}. */
export function numberFields({ number, account }: Sender, fields: string | null): JsonObject {
  return pick("WhatsAppBusinessPhoneNumber", fields, {
    id: number.id,
    display_phone_number: number.displayPhoneNumber,
    verified_name: number.verifiedName,
    quality_rating: number.qualityRating,
    throughput: { level: number.throughput },
    name_status: number.nameStatus,
    code_verification_status: "VERIFIED",
    status: number.status ?? (number.registered ? "CONNECTED" : "DISCONNECTED"),
    platform_type: number.registeredElsewhere ? "ON_PREMISE" : "CLOUD_API",
    is_pin_enabled: number.pin !== null,
    whatsapp_business_manager_messaging_limit: number.messagingLimit,
    webhook_configuration: {},
    health_status: healthStatus(account.health, { entity_type: "PHONE_NUMBER", id: number.id }),
  });
}

/** Whether the account's entities may send, the object itself first (contract 8.4). */
function healthStatus(health: Health, own: { entity_type: string; id: string }): JsonObject {
  const errors = health.errors.map(({ code, description, solution }) => ({
    error_code: code,
    error_description: description,
    possible_solution: solution,
  }));
  const told = errors.length === 0 ? {} : { errors };
  return {
    can_send_message: health.canSend,
    entities: [
      { ...own, can_send_message: health.canSend, ...told },
      { entity_type: "BUSINESS", id: "0", can_send_message: "AVAILABLE" },
    ],
  };
}

/** The fields that were asked for; one that does not exist is refused, as Meta does. */
function pick(kind: string, fields: string | null, all: JsonObject): JsonObject {
  if (fields === null) return all;
  const asked = fields.split(",").map((field) => field.trim());
  const unknown = asked.find((field) => !(field in all));
  if (unknown !== undefined) {
    refuse(100, `Tried accessing nonexisting field (${unknown}) on node type (${kind})`);
  }
  return Object.fromEntries(
    Object.entries(all).filter(([field]) => field === "id" || asked.includes(field)),
  );
}

/**
 * POST /{waba-id}/subscribed_apps: without it no webhooks come. An override must be on this machine
 * here, and must pass Meta's check first (contract 3.1, 3.3).
 */
export async function subscribe(state: State, account: Account, body: unknown): Promise<object> {
  const override = isObject(body) ? textOrNull(body["override_callback_uri"]) : null;
  if (override !== null) {
    const token = isObject(body) ? textOrNull(body["verify_token"]) : null;
    if (override.length > URL_MAX || !URL.canParse(override)) {
      refuse(131009, "override_callback_uri must be a URL of at most 200 characters");
    }
    if (!LOOPBACK.has(new URL(override).hostname)) {
      refuse(131009, "override_callback_uri must be on this machine");
    }
    const verified = await verifyCallback(override, token ?? "");
    if (!verified.verified) refuse(100, "Callback verification failed");
  }
  account.overrideUrl = override;
  account.subscribed = true;
  state.touch();
  return { success: true };
}

/** Meta's check of a callback: the challenge must come back as plain text (contract 3.1). */
export async function verifyCallback(
  callbackUrl: string,
  verifyToken: string,
): Promise<{ verified: boolean; status: number | null }> {
  const challenge = String(Math.floor(Math.random() * 1e10));
  const url = new URL(callbackUrl);
  url.searchParams.set("hub.mode", "subscribe");
  url.searchParams.set("hub.challenge", challenge);
  url.searchParams.set("hub.verify_token", verifyToken);
  try {
    const answer = await request(url, { headersTimeout: 5000 });
    const text = await answer.body.text();
    return {
      verified: answer.statusCode === 200 && text === challenge,
      status: answer.statusCode,
    };
  } catch {
    return { verified: false, status: null };
  }
}
