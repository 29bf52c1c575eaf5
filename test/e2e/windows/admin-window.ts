import type { FrameLocator, Locator } from "playwright-core";
import type { Person } from "../person.ts";
import type { Surface } from "./surface.ts";

export type Stage = "optedIn" | "abandoned" | "reminded" | "tapped" | "recovered";

/** Beckon inside the Shopify admin, as the merchant sees it. */
export class AdminWindow {
  readonly #surface: Surface;

  constructor(surface: Surface) {
    this.#surface = surface;
  }

  /** The app once its scripts are awake: what is typed or pressed before that is lost. */
  get app(): FrameLocator {
    return this.#surface.frameLocator('iframe[title="Beckon"]:not([aria-busy="true"])');
  }

  /** The number beside a bar of the funnel. */
  async funnel(stage: Stage): Promise<number> {
    const words = await this.app.locator(`[data-stage="${stage}"]`).innerText();
    return Number(/\d+$/.exec(words.trim())?.[0]);
  }

  /** The amount that stands under this heading, in units of money. */
  async amount(label: string): Promise<number> {
    const words = await this.app.getByText(label, { exact: true }).locator("..").innerText();
    const [, figure = ""] = words.split("\n").filter((line) => line.trim() !== "");
    const digits = figure.replace(/[^\d.,]/g, "");
    return Number(digits.replace(/[.,](?=\d{3})/g, "").replace(",", "."));
  }

  /** The newest reminder that was meant for this person: a first name and the last digits of the number. */
  reminderOf({ firstName, phone }: Person): Locator {
    return this.app.locator("li", { hasText: `${firstName} · +49…${phone.slice(-3)}` }).first();
  }
}
