import type { Locator } from "playwright-core";
import type { Surface } from "./surface.ts";

/** WhatsApp as the shopper sees it. */
export class PhoneWindow {
  readonly #surface: Surface;

  constructor(surface: Surface) {
    this.#surface = surface;
  }

  /** Every message that the shop has sent to the phone that is shown, oldest first. */
  get fromShop(): Locator {
    return this.#surface.locator("li.row.shop");
  }

  /** What the shopper has written or tapped, oldest first. */
  get answers(): Locator {
    return this.#surface.locator("li.row.me");
  }

  /** The newest message, once it is there. */
  async newest(): Promise<Locator> {
    await this.fromShop.last().waitFor();
    return this.fromShop.last();
  }

  /** Waits until the phone of this number is drawn, with or without messages. */
  async untilShown(phone: string): Promise<void> {
    await this.#surface.locator(`#list[data-number="${phone}"]`).waitFor({ state: "attached" });
  }

  /** Turns to the phone of this number once WhatsApp knows it, whoever else is written to meanwhile. */
  async show(phone: string): Promise<void> {
    await this.#surface.locator("#number").selectOption(phone);
    await this.untilShown(phone);
  }

  /** Types an answer and sends it. */
  async reply(text: string): Promise<void> {
    await this.#surface.locator("#reply").fill(text);
    await this.#surface.locator("#reply").press("Enter");
  }

  /** Taps on the button of one card of the newest message. */
  async tapCard(product: string, button: string): Promise<void> {
    const message = await this.newest();
    const card = message.locator(".card", { hasText: product });
    await card.getByText(button, { exact: true }).click();
  }

  async tap(button: string): Promise<void> {
    const message = await this.newest();
    await message.getByText(button, { exact: true }).click();
  }
}
