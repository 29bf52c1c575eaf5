export interface WebRequest {
  url: string;
  /** where it may go: exact origins, or with a dot in front of the host all below it ("https://.example") */
  origins: readonly string[];
  /** the shop that is meant: a stand-in serves many on one origin */
  shop?: string;
  timeoutMs: number;
  maxBytes: number;
  accept?: string;
}

export type WebAnswer =
  | {
      outcome: "answered";
      status: number;
      contentType: string;
      /** of a redirect, which is never followed; absolute, or null */
      location: string | null;
      etag: string | null;
      body: Buffer;
    }
  /** not asked: the address is none of the origins, or leads into a private network */
  | { outcome: "refused"; reason: "origin" | "private_address" }
  | { outcome: "failed"; reason: "timeout" | "unreachable" | "too_large" };

export interface WebStreamRequest {
  url: string;
  origins: readonly string[];
  /** Asks for the rest from there on; 200 instead of 206 says that it comes whole all the same. */
  fromByte: number;
  /** How long nothing may come before it is given up. */
  silenceMs: number;
}

export type WebStream =
  /** Whoever stops reading early ends the transfer; one that breaks off throws. */
  | { outcome: "answered"; status: number; body: AsyncIterable<Buffer> }
  | Exclude<WebAnswer, { outcome: "answered" }>;

/** Reads from the web what others name: one GET, nowhere but where it may go. */
export interface WebFetch {
  get(request: WebRequest): Promise<WebAnswer>;
  /** The same for what may be large: as it comes in, never whole in memory. */
  stream(request: WebStreamRequest): Promise<WebStream>;
  close(): Promise<void>;
}
