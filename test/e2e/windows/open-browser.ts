import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { launchBrowser } from "#test/support/browser.ts";

const PATIENCE_MS = 15_000;
const BERLIN = { timezoneId: "Europe/Berlin" };

export interface StoryBrowser {
  /** A page that shares nothing with the others: a device of its own. */
  newDevice(options?: BrowserContextOptions): Promise<Page>;
  /** A page of the merchant's computer, which has kept the app's scripts since it was opened first. */
  newOfficeWindow(viewport: { width: number; height: number }): Promise<Page>;
  /** Ends all devices, and closes the merchant's windows. */
  closeDevices(): Promise<void>;
  close(): Promise<void>;
}

/** Chromium in Berlin, with every problem that a page reports collected in `problems`. */
export async function openBrowser(problems: string[]): Promise<StoryBrowser> {
  const browser = await launchBrowser();
  let open: BrowserContext[] = [];
  const offices = new Map<string, BrowserContext>();
  const openPage = async (context: BrowserContext) => {
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() !== "error") return;
      problems.push(`${message.location().url}: ${message.text()}`);
    });
    return page;
  };
  const closeDevices = async () => {
    const closing = [...open, ...[...offices.values()].flatMap((office) => office.pages())];
    open = [];
    for (const one of closing) await one.close();
  };
  return {
    async newDevice(options) {
      const context = await browser.openContext({ ...BERLIN, ...options });
      open.push(context);
      return openPage(context);
    },
    async newOfficeWindow(viewport) {
      // One for each size: where axe opens a page of another size over this one, clicks into frames are lost.
      const size = `${viewport.width} ${viewport.height}`;
      const options = { ...BERLIN, locale: "de-DE", viewport };
      const office = offices.get(size) ?? (await browser.openContext(options));
      offices.set(size, office);
      return openPage(office);
    },
    closeDevices,
    close: async () => {
      await closeDevices();
      await browser.close();
    },
  };
}
