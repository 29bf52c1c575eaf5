import type { Faults } from "../faults.ts";
import type { BulkOperations } from "../bulk/bulk.types.ts";
import type { RequestLog } from "../admin-api/request-log.ts";
import type { TokenSigner } from "../tokens/session-tokens.ts";
import type { Store } from "../store.ts";
import type { WebhookSender } from "../webhooks/webhook-sender.ts";

/** What the control API steers. */
export type ControlContext = {
  store: Store;
  webhooks: WebhookSender;
  requests: RequestLog;
  faults: Faults;
  bulk: BulkOperations;
  signer: TokenSigner;
  appUrl: string;
  /** "Type.field" that the app asked for and got null, because the stand-in does not know them. */
  unsupported: Set<string>;
};
