import type { Store } from "./store.ts";
import type { AdminTokenOptions, ExtensionTokenOptions } from "./tokens/session-tokens.ts";

/** What pages get from the stand-in. */
export type PageContext = {
  store: Store;
  apiKey: string;
  /** Origin of the app under test, without a trailing slash. */
  appUrl: string;
  /** The built checkout extension; default: where its build puts it. */
  extensionFile?: string | undefined;
  /** An id token as the admin hands it to App Bridge (60 s). */
  mintAdminToken(options: AdminTokenOptions): string;
  /** A session token as checkout and account extensions get it (5 min). */
  mintExtensionToken(options: ExtensionTokenOptions): string;
};
