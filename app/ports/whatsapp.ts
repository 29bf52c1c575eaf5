export interface SendRequest {
  phoneNumberId: string;
  token: string;
  /** the whole JSON body of POST /{phone-number-id}/messages */
  body: Record<string, unknown>;
  /** Withdraws the request while it is being opened. */
  signal?: AbortSignal;
}

export type SendOutcome =
  | { outcome: "accepted"; wamid: string; waId: string | null; userId: string | null }
  | { outcome: "held"; wamid: string; waId: string | null; userId: string | null }
  | {
      outcome: "refused";
      httpStatus: number;
      code: number | null;
      subcode: number | null;
      detail: string;
      retryAfterMs: number | null;
    }
  /** The request began and no definite answer came: never resend, a webhook settles it. */
  | { outcome: "unknown"; detail: string }
  /** It certainly did not reach WhatsApp (no connection, or withdrawn before its last byte). */
  | { outcome: "not_sent"; detail: string };

/**
 * A request of which everything but the last byte is on the wire. WhatsApp cannot act on it yet, so
 * the row may now move to `handing_over`: a crash before that leaves nothing accepted, a crash after
 * it leaves a request that had begun.
 */
export interface OpenedSend {
  finish(): Promise<SendOutcome>;
  abort(): void;
}

export interface GraphAnswer {
  httpStatus: number;
  /** parsed JSON, or null when the body was none */
  json: unknown;
}

/** `mediaId` null: refused, with WhatsApp's code where it gave one. */
export interface MediaAnswer {
  httpStatus: number;
  code: number | null;
  mediaId: string | null;
}

export interface WhatsAppApi {
  /** WHATSAPP_APP_ID: our Meta app; null where none is set up */
  readonly appId: string | null;
  /** Embedded Signup's code for the account's token, with our app's secret (contract 8.4). */
  exchangeCode(code: string): Promise<GraphAnswer>;
  /** What a token may do and for which accounts, asked as our app (contract 8.3). */
  inspectToken(token: string): Promise<GraphAnswer>;
  openSend(
    request: SendRequest,
  ): Promise<OpenedSend | Extract<SendOutcome, { outcome: "not_sent" }>>;
  /** Management calls (templates, numbers, subscriptions): never for messages. */
  call(request: {
    method: "GET" | "POST" | "DELETE";
    path: string;
    token: string;
    body?: Record<string, unknown>;
  }): Promise<GraphAnswer>;
  /** A sample picture for a template's header; null where the app has no id or Meta refuses. */
  uploadSample(sample: {
    token: string;
    mimeType: string;
    bytes: Uint8Array;
  }): Promise<string | null>;
  /**
   * A picture for messages of this number; the id lives 30 days (contract 1.9).
   * @throws when WhatsApp does not answer
   */
  uploadMedia(media: {
    phoneNumberId: string;
    token: string;
    mimeType: string;
    bytes: Uint8Array;
  }): Promise<MediaAnswer>;
  close(): Promise<void>;
}
