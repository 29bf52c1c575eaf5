import type { Server } from "node:http";
import type { Settings } from "#app/env.server.ts";
import { confirmConnection, connectionSecret } from "#app/modules/channel/index.ts";
import { tapRecorder } from "#app/modules/links/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { clientIpReader } from "./client-ip.ts";
import { openIntakeLine } from "./intake-line.ts";
import { openMetrics } from "./metrics.ts";
import type { Pages } from "./remix-pages.ts";
import { quickRoutes } from "./routes.ts";
import { knownShopId } from "./shop-ids.ts";
import type { SignupLine } from "./signup-http.ts";
import { createWebServer } from "./web-server.ts";

export interface RunningWeb {
  port: number;
  close(graceMs: number): Promise<void>;
}

function shopifySecrets(settings: Settings): string[] {
  const { SHOPIFY_API_SECRET, SHOPIFY_API_SECRET_PREVIOUS } = settings;
  return [SHOPIFY_API_SECRET, SHOPIFY_API_SECRET_PREVIOUS].filter((one) => one !== undefined);
}

function signupLine(settings: Settings, deps: Deps): SignupLine {
  return {
    deps,
    sdkUrl: settings.WHATSAPP_SDK_URL,
    dialogOrigins: settings.WHATSAPP_DIALOG_ORIGINS,
    configId: settings.WHATSAPP_CONFIG_ID ?? null,
    graphVersion: settings.WHATSAPP_GRAPH_VERSION,
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Starts to answer. `close` stops accepting, finishes what is under way, then resolves. */
export async function startWeb(settings: Settings, deps: Deps, pages: Pages): Promise<RunningWeb> {
  const secrets = shopifySecrets(settings);
  const metrics = openMetrics({
    unknownErrors: () => deps.db.crossShop.unknownErrorsTotal(),
    workWaiting: () => deps.db.crossShop.workWaiting(deps.clock.now()),
    now: () => deps.clock.now(),
  });
  const ips = clientIpReader(settings.TRUSTED_PROXIES);
  let closing = false;
  const intake = openIntakeLine(deps, {
    shopifySecrets: secrets,
    whatsAppSecret: settings.WHATSAPP_APP_SECRET,
    verifyToken: settings.WHATSAPP_VERIFY_TOKEN,
    count: metrics.unstored,
  });
  const routes = quickRoutes({
    deps,
    intake,
    optIn: { deps, apiKey: settings.SHOPIFY_API_KEY, secrets },
    ips,
    proxy: { deps, secrets, ips, shopIdOf: knownShopId(deps.db.crossShop) },
    metrics,
    metricsToken: settings.METRICS_TOKEN,
    connectionSecret: (id) => connectionSecret(deps, id),
    confirmConnection: (connection) => confirmConnection(deps, connection),
    signup: signupLine(settings, deps),
    clockIsMovable: settings.SHOPIFY_STANDIN_URL !== undefined,
    isClosing: () => closing,
  });
  const standin = settings.SHOPIFY_STANDIN_URL;
  const web = createWebServer({
    routes,
    pages,
    metrics,
    log: deps.log,
    standinOrigin: standin === undefined ? null : new URL(standin).origin,
  });
  await new Promise<void>((done, failed) => {
    web.server.once("error", failed);
    web.server.listen(settings.PORT, settings.HOST, done);
  });
  return {
    port: portOf(web.server),
    close: async (graceMs) => {
      closing = true;
      await web.close(graceMs);
      await intake.drain();
      await tapRecorder(deps).flush();
    },
  };
}
