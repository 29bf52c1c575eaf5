import type { Agenda } from "./delivery/agenda.ts";
import type { WebhookSender } from "./delivery/webhook-sender.ts";
import type { EventHub } from "./control/event-hub.ts";
import type { RequestLog } from "./request-log.ts";
import type { Template } from "./templates/template.types.ts";
import type { MessageView } from "./pages/message-view.ts";

export type PhoneNumber = {
  id: string;
  wabaId: string;
  displayPhoneNumber: string;
  verifiedName: string;
  qualityRating: string;
  throughput: "STANDARD" | "HIGH" | "NOT_APPLICABLE";
  registered: boolean;
} & NumberDetails;

/** What a number has that a seed need not name. */
export type NumberDetails = {
  messagingLimit: string;
  nameStatus: string;
  /** Overrides CONNECTED and DISCONNECTED: BANNED, FLAGGED, … */
  status: string | null;
  /** The two-step PIN that is set; null: none yet. */
  pin: string | null;
  /** Still registered with somebody else's platform. */
  registeredElsewhere: boolean;
  /** When it was registered and deregistered (ms), newest last (contract 5.4: 10 in 72 h). */
  registrations: number[];
};

export function numberDetails(): NumberDetails {
  return {
    messagingLimit: "TIER_250",
    nameStatus: "APPROVED",
    status: null,
    pin: null,
    registeredElsewhere: false,
    registrations: [],
  };
}

/** What blocks or limits an account (contract 8.4, `health_status`). */
export type Health = {
  canSend: "AVAILABLE" | "LIMITED" | "BLOCKED";
  errors: { code: number; description: string; solution: string }[];
};

/** A Meta app that belongs to the merchant: its secret signs, its callback is called. */
export type OwnApp = { appSecret: string; callbackUrl: string };

export type Account = {
  wabaId: string;
  portfolioId: string;
  name: string;
  currency: string;
  token: string;
  tokenState: "valid" | "expired" | "revoked";
  numberIds: string[];
  subscribed: boolean;
  overrideUrl: string | null;
  templateLimit: number;
  /** Names of deleted approved templates and until when they are locked (ms; contract 4.2). */
  lockedNames: Record<string, number>;
  /** When templates were created (ms): at most 100 an hour (contract 4.2). */
  creations?: number[];
  /** The verdict that waits for the next template that comes into review; ordered by a test or the demo. */
  rejectNext?: { reason: string; recommendation: string | null } | null;
} & AccountDetails;

export const SCOPES = ["whatsapp_business_management", "whatsapp_business_messaging"] as const;

/** What an account has that a seed need not name. */
export type AccountDetails = {
  /** What its token was granted. */
  scopes: string[];
  health: Health;
  ownApp: OwnApp | null;
};

export function accountDetails(): AccountDetails {
  return { scopes: [...SCOPES], health: { canSend: "AVAILABLE", errors: [] }, ownApp: null };
}

export const OUTAGES = [
  "none",
  "refuse",
  "timeout",
  "http500",
  "http502",
  "accept_then_drop",
] as const;
export type Outage = (typeof OUTAGES)[number];

export type Faults = {
  latencyMs: number;
  outage: Outage;
  /** A number: that many sends per second and number. "throughput": what the number's level allows (contract 5.2). */
  rateLimitPerSecond: number | "throughput" | null;
  errors: { to?: string | undefined; code: number; times?: number | undefined }[];
  holdForQuality: boolean;
};

export type DelaysMs = { sent: number | null; delivered: number | null; read: number | null };

export type StatusRules = {
  auto: boolean;
  /** Real milliseconds after acceptance; null: does not happen by itself. */
  delaysMs: DelaysMs;
  shuffle: boolean;
  duplicate: number;
  batchSize: number;
  fail: { code: number; to?: string | undefined } | null;
};

export const WEBHOOK_MODES = ["normal", "duplicate", "shuffle", "hold"] as const;
export type WebhookMode = (typeof WEBHOOK_MODES)[number];

export const MESSAGE_STATUSES = [
  "accepted",
  "held",
  "sent",
  "delivered",
  "read",
  "failed",
] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

export type OutMessage = {
  kind: "out";
  wamid: string;
  phoneNumberId: string;
  /** Digits without "+"; null when sent to a user id whose phone nobody knows. */
  waId: string | null;
  userId: string;
  toUserId: boolean;
  at: number;
  raw: string;
  callbackData: string | null;
  category: string;
  template: Template | null;
  status: MessageStatus;
  errorCode: number | null;
  /** The linked picture that is still to be fetched, as Meta does at sending. */
  pictureLink: string | null;
  view: MessageView | null;
  /** What its statuses will say of the price. */
  price?: { type: string; category: string };
  /** When it was delivered (ms), which is what it is charged for. */
  billedAt?: number;
};

export type InMessage = {
  kind: "in";
  wamid: string;
  phoneNumberId: string;
  waId: string;
  at: number;
  text: string;
  buttonOf: string | null;
  readByBusiness: boolean;
};

export type Contact = {
  waId: string;
  profileName: string;
  /** Per phone number id: when the person wrote last (ms), which opens the 24 h window. */
  wroteAt: Record<string, number>;
  /** Portfolios that the person told to stop marketing (contract 3.8). */
  stopped: string[];
  /** Per phone number id: when the person came by an ad that nobody has answered yet (ms). */
  cameByAdAt?: Record<string, number>;
  /** Per phone number id: until when messages are free after that (ms; contract 6.2). */
  freeUntil?: Record<string, number>;
};

export type Media = {
  id: string;
  wabaId: string;
  mimeType: string;
  sha256: string;
  bytes: Buffer;
  uploadedAt: number;
};

/** Everything the stand-in knows; one object per started stand-in. */
export type State = {
  /** Null: any app id will do. */
  appId: string | null;
  appSecret: string;
  verifyToken: string;
  webhookUrl: string;
  url: string;
  now: () => Date;
  dataFile: string | null;
  accounts: Map<string, Account>;
  numbers: Map<string, PhoneNumber>;
  /** By wabaId, name and language joined with "|". */
  templates: Map<string, Template>;
  media: Map<string, Media>;
  contacts: Map<string, Contact>;
  /** Business-scoped user id to wa id, as far as known. */
  userIds: Map<string, string>;
  outgoing: Map<string, OutMessage>;
  incoming: Map<string, InMessage>;
  /** Messages of one phone, oldest first, both ways. */
  threads: Map<string, (OutMessage | InMessage)[]>;
  codes: Map<string, { wabaId: string; expiresAt: number }>;
  /** Sends in the current second, by phone number id. */
  sendWindows: Map<string, { second: number; count: number }>;
  faults: Faults;
  rules: StatusRules;
  autoApproveMs: number | null;
  /** Prices that differ from the list: by country and category, "DE marketing". */
  prices?: Record<string, number>;
  log: RequestLog;
  events: EventHub;
  agenda: Agenda;
  sender: WebhookSender;
  /** Says that something worth keeping changed. */
  touch: () => void;
};

export function defaultFaults(): Faults {
  return {
    latencyMs: 0,
    outage: "none",
    rateLimitPerSecond: null,
    errors: [],
    holdForQuality: false,
  };
}

export function defaultRules(): StatusRules {
  return {
    auto: true,
    delaysMs: { sent: 50, delivered: 300, read: null },
    shuffle: false,
    duplicate: 0,
    batchSize: 50,
    fail: null,
  };
}
