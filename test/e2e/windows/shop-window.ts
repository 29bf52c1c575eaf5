import type { Locator } from "playwright-core";
import type { Person } from "../person.ts";
import type { Language, Surface } from "./surface.ts";

const de = {
  addToCart: "In den Warenkorb",
  toCheckout: "Zur Kasse",
  email: "E-Mail",
  firstName: "Vorname",
  lastName: "Nachname",
  address: "Straße und Hausnummer",
  zip: "Postleitzahl",
  city: "Ort",
  phone: "Telefon (optional)",
  backToShop: "Zurück zum Shop",
  saved: "Gespeichert.",
  withdrawn: "Die Einwilligung ist widerrufen.",
  buyNow: "Jetzt kaufen",
  thanks: "Danke",
};

const WORDS: Record<Language, typeof de> = {
  de,
  en: {
    addToCart: "Add to cart",
    toCheckout: "Checkout",
    email: "Email",
    firstName: "First name",
    lastName: "Last name",
    address: "Address",
    zip: "Postal code",
    city: "City",
    phone: "Phone (optional)",
    backToShop: "Back to the shop",
    saved: "Saved.",
    withdrawn: "Your consent has been withdrawn.",
    buyNow: "Buy now",
    thanks: "Thank you",
  },
};

/** The storefront and its checkout, as a shopper uses them. */
export class ShopWindow {
  readonly #surface: Surface;
  readonly #words: typeof de;

  constructor(surface: Surface, language: Language) {
    this.#surface = surface;
    this.#words = WORDS[language];
  }

  /** From the range to the checkout with this product in the cart. */
  async fillCart(product: string): Promise<void> {
    await this.#surface.getByRole("link", { name: product }).click();
    await this.putIntoCart();
  }

  /** From the page of a product to the checkout with it in the cart. */
  async putIntoCart(): Promise<void> {
    const { addToCart, toCheckout } = this.#words;
    await this.#button(addToCart).click();
    await this.#button(toCheckout).click();
    await this.email.waitFor();
  }

  async typeContact({ email, firstName, lastName }: Person): Promise<void> {
    await this.email.fill(email);
    await this.#field(this.#words.firstName).fill(firstName);
    await this.#field(this.#words.lastName).fill(lastName);
  }

  async typeDeliveryPhone(phone: string): Promise<void> {
    await this.#field(this.#words.phone).fill(phone);
  }

  /** Ticks the box of the extension, types the number and waits until it is saved. */
  async optIn(phone: string): Promise<void> {
    await this.optInBox.check();
    await this.#extension.getByRole("textbox").fill(phone);
    await this.#extension.getByText(this.#words.saved).waitFor();
  }

  async takeOptInBack(): Promise<void> {
    await this.optInBox.uncheck();
    await this.#extension.getByText(this.#words.withdrawn).waitFor();
  }

  /** Leaves the checkout for the range, as somebody does who has changed their mind. */
  async walkAway(): Promise<void> {
    await this.#surface.getByRole("link", { name: this.#words.backToShop }).click();
    await this.email.waitFor({ state: "detached" });
  }

  /** Completes the address and buys; resolves on the thank-you page. */
  async buy(): Promise<void> {
    const { address, zip, city, buyNow, thanks } = this.#words;
    await this.#field(address).fill("Lindenstraße 5");
    await this.#field(zip).fill("10969");
    await this.#field(city).fill("Berlin");
    await this.#button(buyNow).click();
    await this.#surface.getByRole("heading", { name: thanks }).waitFor();
  }

  get email(): Locator {
    return this.#field(this.#words.email);
  }

  get optInBox(): Locator {
    return this.#extension.getByRole("checkbox");
  }

  get #extension() {
    return this.#surface.frameLocator('iframe[title="WhatsApp"]');
  }

  #field(label: string): Locator {
    return this.#surface.getByLabel(label, { exact: true });
  }

  #button(name: string): Locator {
    return this.#surface.getByRole("button", { name, exact: true });
  }
}
