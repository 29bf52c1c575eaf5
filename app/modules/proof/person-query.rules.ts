import { parsePhone } from "#app/shared/phone.ts";

/** What somebody who searches may mean; every meaning is looked up. */
export type PersonQuery = {
  readonly kind: "phone" | "email" | "customer" | "bsuid";
  readonly value: string;
};

/** Shopify writes ids as gid://shopify/Customer/123 and shows the digits in its own addresses. */
const CUSTOMER = /^(?:gid:\/\/shopify\/Customer\/)?(\d{5,20})$/;
/** WhatsApp's business-scoped user ids (contract WhatsApp 3.9): a country, a point, letters and digits. */
const BSUID = /^[A-Z]{2}(?:\.ENT)?\.[A-Za-z0-9]{1,128}$/;

/**
 * People are found by exactly what names them, since only keyed hashes of it are searchable: a phone
 * number (a national one is read as one of the shop's country), an e-mail address, Shopify's customer id
 * or WhatsApp's user id. Empty when the text can be none of these.
 */
export function readPersonQuery(text: string, country: string | null): readonly PersonQuery[] {
  const asked = text.trim();
  if (/^[^\s@]+@[^\s@]+$/.test(asked)) return [{ kind: "email", value: asked }];
  if (BSUID.test(asked)) return [{ kind: "bsuid", value: asked }];
  const customer = CUSTOMER.exec(asked)?.[1];
  const phone = /[a-z]/i.test(asked) ? null : parsePhone(asked, country);
  return [
    ...(phone === null ? [] : [{ kind: "phone", value: phone } as const]),
    ...(customer === undefined ? [] : [{ kind: "customer", value: customer } as const]),
  ];
}
