import { z } from "zod";
import type { Checkout, CheckoutInput } from "../../../state.ts";
import type { Texts } from "../texts.ts";

/** The fields of the checkout form as they are named in HTML; all of them texts, empty when not filled in. */
const text = z.string().trim().max(255).catch("");
const contactSchema = z.object({
  email: text,
  firstName: text,
  lastName: text,
  address1: text,
  zip: text,
  city: text,
  country: text,
  phone: text,
});
export type ContactForm = z.infer<typeof contactSchema>;
export type ContactErrors = Partial<Record<keyof ContactForm, string>>;

const REQUIRED = ["email", "lastName", "address1", "zip", "city", "country"] as const;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

export function parseContact(body: unknown): ContactForm {
  return contactSchema.parse(typeof body === "object" && body !== null ? body : {});
}

/** What the checkout knows already; the phone is the one of the delivery address. */
export function contactOf(checkout: Checkout): ContactForm {
  const address = checkout.shippingAddress;
  return parseContact({ ...address, email: checkout.email, country: address?.countryCode });
}

/** The change that the form makes to the checkout, or null when it makes none. An incomplete e-mail is not taken over, as in Shopify. */
export function contactChange(checkout: Checkout, form: ContactForm): CheckoutInput | null {
  const before = contactOf(checkout);
  const after = { ...form, email: EMAIL.test(form.email) ? form.email : before.email };
  const keys = contactSchema.keyof().options;
  // The country alone is what the form starts with, not something that the shopper said.
  const isUntouched =
    keys.every((key) => key === "country" || after[key] === "") && !before.country;
  if (isUntouched || keys.every((key) => after[key] === before[key])) return null;
  const { phone, ...fields } = after;
  const said = { ...fields, shippingPhone: phone };
  const change: Record<string, string | null> = {};
  for (const [key, value] of Object.entries(said)) change[key] = value === "" ? null : value;
  return { ...change, token: checkout.token };
}

/** What keeps the order from being placed, by field. */
export function contactErrors(form: ContactForm, t: Texts): ContactErrors {
  const errors: ContactErrors = {};
  if (form.email !== "" && !EMAIL.test(form.email)) errors.email = t.badEmail;
  for (const name of REQUIRED) if (form[name] === "") errors[name] = t.required;
  return errors;
}
