import { createServer } from "node:http";
import express from "express";
import type { SandboxClock } from "../sandbox-clock.ts";
import { sendScript, sendStyle } from "../page-kit/send-source.ts";
import { demoApi } from "./demo-api.ts";
import { demoShell } from "./demo-shell.ts";
import { demoTexts, type DemoLanguage } from "./demo-texts.ts";
import { startFeed } from "./feed.ts";
import type { StandIns } from "./stand-ins.ts";

export type DemoPageOptions = StandIns & {
  /** 0 or absent: any free port. */
  port?: number;
  host?: string;
  /** What the page speaks unless `?lang=` says else. */
  language: DemoLanguage;
  clock: SandboxClock;
};

/** The one page for people: shop, phone and admin side by side, and the controls over them. */
export async function startDemoPage(
  options: DemoPageOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const { clock, language } = options;
  const feed = startFeed(options, clock.now);
  const app = express();
  app.disable("x-powered-by");
  app.get("/", (request, response) => {
    const asked = request.query["lang"];
    const lang = asked === "de" || asked === "en" ? asked : language;
    const places = { ...options, demoOrigin: url };
    response.set("Cache-Control", "no-store").type("html");
    response.send(demoShell(places, lang, demoTexts(lang)));
  });
  app.get("/demo.css", sendStyle(new URL("demo.css", import.meta.url)));
  app.get("/demo.js", sendScript(new URL("client/demo.ts", import.meta.url)));
  app.get("/favicon.ico", (_request, response) => response.status(204).end());
  app.use("/api", demoApi({ standIns: options, clock, feed }));
  const server = createServer(app);
  const host = options.host ?? "localhost";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const address = server.address();
  const url = `http://${host}:${typeof address === "object" ? address?.port : options.port}`;
  return {
    url,
    close: async () => {
      feed.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
