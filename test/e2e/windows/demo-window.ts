import type { FrameLocator, Page } from "playwright-core";
import { expect, inject } from "vitest";
import { AdminWindow } from "./admin-window.ts";
import { PhoneWindow } from "./phone-window.ts";
import { ShopWindow } from "./shop-window.ts";
import type { Language } from "./surface.ts";

const de = {
  shop: "Shop",
  phone: "Telefon",
  admin: "Admin",
  plusHour: "+1 Stunde",
};

const WORDS: Record<Language, typeof de> = {
  de,
  en: { shop: "Shop", phone: "Phone", admin: "Admin", plusHour: "+1 hour" },
};

/** The demo's page: three windows and the controls over them. */
export class DemoWindow {
  readonly page: Page;
  readonly shop: ShopWindow;
  readonly phone: PhoneWindow;
  readonly admin: AdminWindow;
  readonly #words: typeof de;

  private constructor(page: Page, language: Language) {
    this.page = page;
    this.#words = WORDS[language];
    this.shop = new ShopWindow(this.frame("shop"), language);
    this.phone = new PhoneWindow(this.frame("phone"));
    this.admin = new AdminWindow(this.frame("admin"));
  }

  static async open(page: Page, language: Language): Promise<DemoWindow> {
    await page.goto(`${inject("demo").url}/?lang=${language}`);
    return new DemoWindow(page, language);
  }

  frame(name: "shop" | "phone" | "admin"): FrameLocator {
    return this.page.frameLocator(`#frame-${name}`);
  }

  /** Presses a button of the control bar and waits until that is done. */
  async press(name: string): Promise<void> {
    const button = this.page.getByRole("button", { name, exact: true });
    await button.click();
    await expect.poll(() => button.isEnabled()).toBe(true);
  }

  /** Presses "+1 hour" so often. */
  async plusHours(hours: number): Promise<void> {
    for (let pressed = 0; pressed < hours; pressed += 1) await this.press(this.#words.plusHour);
  }

  /** On a narrow screen: brings this window to the front. */
  async turnTo(name: "shop" | "phone" | "admin"): Promise<void> {
    await this.page.getByRole("tab", { name: this.#words[name] }).click();
  }
}
