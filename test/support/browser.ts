import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";
import { findChromium } from "./system-needs.ts";

/** What a headless Chromium without a network and possibly under root needs. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface TestBrowser {
  /** A window of its own: no cookies shared, German or English by `locale`, a desktop unless `viewport` says else. */
  openContext(options?: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** Starts the machine's Chromium with a fresh profile. */
export async function launchBrowser(): Promise<TestBrowser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("There is no Chromium; `npm test` says how to install it.");
  const profile = await mkdtemp(join(tmpdir(), "beckon-browser-"));
  const browser = await chromium.launch({
    executablePath,
    args: FLAGS,
    env: { ...process.env, HOME: profile },
  });
  // Shopify's library answers 410 to bots, and "HeadlessChrome" is one to it.
  const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${browser.version()} Safari/537.36`;
  return {
    openContext: (options) => browser.newContext({ userAgent, ...options }),
    close: async () => {
      await browser.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
