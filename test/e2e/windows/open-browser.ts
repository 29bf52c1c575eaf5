import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { launchBrowser } from "#test/support/browser.ts";

const PATIENCE_MS = 15_000;

export interface StoryBrowser {
  /** A page that shares nothing with the others: a device of its own. */
  newDevice(options?: BrowserContextOptions): Promise<Page>;
  /** Ends all devices. */
  closeDevices(): Promise<void>;
  close(): Promise<void>;
}

/** Chromium in Berlin, with every problem that a page reports collected in `problems`. */
export async function openBrowser(problems: string[]): Promise<StoryBrowser> {
  const browser = await launchBrowser();
  let open: BrowserContext[] = [];
  const closeDevices = async () => {
    const closing = open;
    open = [];
    for (const context of closing) await context.close();
  };
  return {
    async newDevice(options) {
      const context = await browser.openContext({ timezoneId: "Europe/Berlin", ...options });
      context.setDefaultTimeout(PATIENCE_MS);
      open.push(context);
      const page = await context.newPage();
      page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.message}`));
      page.on("console", (message) => {
        if (message.type() !== "error") return;
        problems.push(`${message.location().url}: ${message.text()}`);
      });
      return page;
    },
    closeDevices,
    close: async () => {
      await closeDevices();
      await browser.close();
    },
  };
}
