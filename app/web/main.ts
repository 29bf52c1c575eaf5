import { describeError } from "#app/adapters/log/log.server.ts";
import { boundHeap, forgetStart, keepYoungSmall } from "#app/adapters/process/bound-heap.server.ts";
import { buildDeps } from "#app/composition.server.ts";
import { nameEnvironment, readSettings, SettingsError } from "#app/env.server.ts";
import { clientIpReader } from "./client-ip.ts";
import { openPages } from "./remix-pages.ts";
import { startWeb } from "./start-web.ts";

/** Shopify gives a webhook 5 s, a load balancer usually 30 s to drain. */
const GRACE_MS = 10_000;

async function main(): Promise<void> {
  boundHeap();
  const settings = readSettings();
  nameEnvironment(settings);
  const built = await buildDeps(settings, "web");
  const { deps, shopify } = built;
  const { log } = deps;
  const pages = await openPages({
    context: {
      deps,
      shopify,
      apiKey: settings.SHOPIFY_API_KEY,
      appBridgeUrl: settings.APP_BRIDGE_URL,
    },
    isTrustedProxy: clientIpReader(settings.TRUSTED_PROXIES).isTrusted,
  });
  const web = await startWeb(settings, deps, pages);
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info("web.stopping", { signal });
    web
      .close(GRACE_MS)
      .then(() => built.close())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.error("web.stop_failed", describeError(error));
          process.exit(1);
        },
      );
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGINT", () => stop("SIGINT"));
  log.info("web.listening", { port: web.port, url: settings.SHOPIFY_APP_URL });
  forgetStart();
  keepYoungSmall();
}

main().catch((error: unknown) => {
  const known = error instanceof SettingsError;
  process.stderr.write(
    `${known ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
});
