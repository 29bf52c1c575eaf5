/// <reference lib="dom" />
import { watchSlots } from "./extension-slots.ts";
import type { Buyer } from "./extension-messages.ts";

// Saves what is typed a moment after the last key, and at once when the shopper leaves the page: an
// abandoned checkout knows what was typed last. Extensions hear of it with every key.
const REST_MS = 600;

function start(form: HTMLFormElement): void {
  const slots = watchSlots(() => buyerOf(form));
  let timer: ReturnType<typeof setTimeout> | undefined;

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    const body = JSON.stringify(Object.fromEntries(new FormData(form)));
    const headers = { "Content-Type": "application/json" };
    const sent = fetch(form.dataset["contact"] ?? "", {
      method: "POST",
      keepalive: true,
      headers,
      body,
    });
    // What fails now is sent with the next change, or with the order.
    sent.catch(() => undefined);
  }

  function cancel(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  form.addEventListener("input", () => {
    cancel();
    timer = setTimeout(save, REST_MS);
    slots.tellAll();
  });
  // The order carries the whole form.
  form.addEventListener("submit", cancel);
  addEventListener("pagehide", () => {
    if (timer !== undefined) save();
  });
  // Somebody may have been faster than this script.
  if (isTypedInto(form)) timer = setTimeout(save, REST_MS);
}

function isTypedInto(form: HTMLFormElement): boolean {
  return [...form.querySelectorAll("input")].some((field) => field.value !== field.defaultValue);
}

function buyerOf(form: HTMLFormElement): Buyer {
  const fields = new FormData(form);
  const text = (name: string) => {
    const value = fields.get(name);
    return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
  };
  return { email: text("email"), shippingPhone: text("phone"), country: text("country") };
}

const form = document.querySelector<HTMLFormElement>("form[data-contact]");
if (form) start(form);
