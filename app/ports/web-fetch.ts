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

/** Reads from the web what others name: one GET, nowhere but where it may go. */
export interface WebFetch {
  get(request: WebRequest): Promise<WebAnswer>;
  close(): Promise<void>;
}
