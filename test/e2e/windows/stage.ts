import type { Page } from "playwright-core";
import { inject, vi } from "vitest";
import type { Person } from "../person.ts";
import { emailAt } from "../stand-ins.ts";
import { AdminWindow } from "./admin-window.ts";
import { openBrowser, type StoryBrowser } from "./open-browser.ts";
import { PhoneWindow } from "./phone-window.ts";
import { ShopWindow } from "./shop-window.ts";
import type { Language } from "./surface.ts";

const PRODUCT = "Küchenschürze Leinen";
const HEIGHT = 900;

export interface AtCheckout {
  shop: ShopWindow;
  /** Names the checkout in control calls. */
  token: string;
  /** Leaves the checkout, and waits until the shop knows of it. */
  walkAway(): Promise<void>;
}

/** One browser, in which each window of a story is a page of its own. In German unless said otherwise. */
export class Stage {
  readonly problems: string[];
  readonly #browser: StoryBrowser;

  private constructor(browser: StoryBrowser, problems: string[]) {
    this.#browser = browser;
    this.problems = problems;
  }

  static async open(): Promise<Stage> {
    const problems: string[] = [];
    return new Stage(await openBrowser(problems), problems);
  }

  /** A shopper at the checkout with one thing in the cart and contact data typed. */
  async goToCheckout(person: Person): Promise<AtCheckout> {
    const page = await this.#newPage();
    await page.goto(`${inject("demo").shopifyUrl}/shop?lang=de`);
    const shop = new ShopWindow(page, "de");
    await shop.fillCart(PRODUCT);
    await shop.typeContact(person);
    const token = page.url().split("/").at(-1) ?? "";
    return {
      shop,
      token,
      walkAway: async () => {
        // Leaving sends what was typed last; the browser is not closed over it.
        await page.goto("about:blank");
        const isKnown = async () => (await emailAt(token)) === person.email;
        await vi.waitUntil(isKnown, { timeout: 10_000, interval: 100 });
      },
    };
  }

  /** The whole way of somebody who opts in at the checkout and leaves. */
  async leaveCart(person: Person): Promise<void> {
    const { shop, walkAway } = await this.goToCheckout(person);
    await shop.optIn(person.phone);
    await walkAway();
  }

  async phoneOf({ phone }: Pick<Person, "phone">): Promise<PhoneWindow> {
    const page = await this.#newPage();
    const query = new URLSearchParams({ number: phone, lang: "de" });
    await page.goto(`${inject("demo").whatsappUrl}/phone?${query}`);
    const window = new PhoneWindow(page);
    await window.untilShown(phone);
    return window;
  }

  async admin(
    path = "",
    options: { language?: Language; width?: number } = {},
  ): Promise<OpenAdmin> {
    const { language = "de", width = 1440 } = options;
    const page = await this.#browser.newOfficeWindow({ width, height: HEIGHT });
    const address = `${inject("demo").shopifyUrl}/store/demo/apps/beckon${path}?locale=${language}`;
    await page.goto(address);
    return { page, window: new AdminWindow(page) };
  }

  /** Any other page, on a device of its own. */
  async visit(address: string): Promise<Page> {
    const page = await this.#newPage();
    await page.goto(address);
    return page;
  }

  /** Ends all windows of a story. */
  clear(): Promise<void> {
    return this.#browser.closeDevices();
  }

  close(): Promise<void> {
    return this.#browser.close();
  }

  #newPage(): Promise<Page> {
    const viewport = { width: 1440, height: HEIGHT };
    return this.#browser.newDevice({ locale: "de-DE", viewport });
  }
}

export interface OpenAdmin {
  page: Page;
  window: AdminWindow;
}
