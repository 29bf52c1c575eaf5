/** One line of the feed: the page puts `values` into the sentence of this name. */
export type FeedEntry = {
  seq: number;
  /** Business time, ISO. */
  at: string;
  what: FeedWhat;
  values: Record<string, string>;
};

export type FeedWhat =
  | "cart"
  | "checkout"
  | "order"
  | "consent"
  | "installed"
  | "uninstalled"
  | "webhook"
  | "webhookFailed"
  | "accepted"
  | "refused"
  | "delivered"
  | "read"
  | "wrote"
  | "templates"
  | "whatsappDown"
  | "whatsappUp"
  | "webhooksNormal"
  | "webhooksTwice"
  | "webhooksShuffled"
  | "timeMoved";
