const AT = "1763800000";
const PHONE = "4915112345678";
const USER = "DE.7731208842917734";

type Value = Record<string, unknown>;

const CONTACTS = [
  { profile: { name: "Mara K.", username: "mara.k" }, wa_id: PHONE, user_id: USER },
];
const FROM = { from: PHONE, from_user_id: USER, id: "wamid.AAA", timestamp: AT };
const CONTEXT = { from: "4930123456", id: "wamid.OUR" };
const MEDIA = { id: "133", mime_type: "image/jpeg", sha256: "aGFzaA==" };

/** What a person writes or taps, by name. */
const MESSAGES: Record<string, object> = {
  "a text that answers a template": { type: "text", text: { body: "STOPP" }, context: CONTEXT },
  "a tap on a template's quick reply": {
    type: "button",
    button: { payload: "opt_out", text: "Keine Werbung mehr" },
    context: CONTEXT,
  },
  "a tap on a session button": {
    type: "interactive",
    interactive: { type: "button_reply", button_reply: { id: "stop", title: "Stopp" } },
    context: CONTEXT,
  },
  "a choice from a list": {
    type: "interactive",
    interactive: { type: "list_reply", list_reply: { id: "r1", title: "Eins" } },
  },
  "a picture": { type: "image", image: { ...MEDIA, caption: "so?" } },
  "a reaction": { type: "reaction", reaction: { message_id: "wamid.OUR", emoji: "👍" } },
  "a place": { type: "location", location: { latitude: 52.5, longitude: 13.4 } },
  "a message from an advertisement": {
    type: "text",
    text: { body: "Hi" },
    referral: { source_url: "https://fb.me/x", source_id: "1", source_type: "ad" },
  },
  "a kind that WhatsApp itself does not support": {
    type: "unsupported",
    errors: [{ code: 131051, title: "Message type unknown" }],
    unsupported: { type: "poll_update" },
  },
};
const PRICING = {
  billable: true,
  pricing_model: "PMP",
  type: "regular",
  category: "marketing",
};
const FAILURE = {
  code: 131050,
  title: "User stopped marketing messages",
  message: "User stopped marketing messages",
  error_data: { details: "The person asked for no more." },
  href: "/documentation/business-messaging/whatsapp/support/error-codes",
};
const OF_OURS = { id: "wamid.OUR", timestamp: AT, recipient_id: PHONE };
const KNOWN = { ...OF_OURS, recipient_user_id: USER };

/** What becomes of messages, by name. */
const STATUSES: Record<string, object[]> = {
  sent: [{ ...KNOWN, status: "sent", biz_opaque_callback_data: "a-1", pricing: PRICING }],
  delivered: [{ ...KNOWN, status: "delivered", pricing: PRICING }],
  read: [{ ...KNOWN, status: "read" }],
  "two in one": [
    { ...KNOWN, id: "wamid.1", status: "delivered" },
    { ...KNOWN, id: "wamid.2", status: "read" },
  ],
};
const FAILED = {
  ...OF_OURS,
  status: "failed",
  biz_opaque_callback_data: "a-2",
  errors: [FAILURE],
};

const mapped = <T>(all: Record<string, T>, map: (one: T) => Value): Record<string, Value> =>
  Object.fromEntries(Object.entries(all).map(([name, one]) => [name, map(one)]));

/** One `value` of the field "messages" per kind, after Meta's reference (contract 3.4, 3.5). */
export function metasExamples(phoneNumberId: string): Record<string, Value> {
  const envelope = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "4930123456", phone_number_id: phoneNumberId },
  };
  const { from: _, ...withoutPhone } = FROM;
  const text = { type: "text", text: { body: "Hallo" } };
  return {
    ...mapped(MESSAGES, (one) => ({
      ...envelope,
      contacts: CONTACTS,
      messages: [{ ...FROM, ...one }],
    })),
    "a text without a phone number": {
      ...envelope,
      contacts: [{ profile: { name: "Mara" }, user_id: USER }],
      messages: [{ ...withoutPhone, ...text }],
    },
    ...mapped(STATUSES, (statuses) => ({
      ...envelope,
      contacts: statuses.flatMap(() => CONTACTS),
      statuses,
    })),
    "failed, without contacts": { ...envelope, statuses: [FAILED] },
  };
}
