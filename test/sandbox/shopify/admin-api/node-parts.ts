import { toDecimal } from "../money.ts";
import type { Address, Metafield, NameValue, ShopData } from "../shopify.types.ts";
import { gid } from "./admin-context.ts";

export type MetafieldArgs = { namespace?: string | null; key: string };

export function metafieldNode(field: Metafield): object {
  const { id, namespace, key, type, value } = field;
  const size = Buffer.byteLength(value);
  const node = { __typename: "Metafield", id: gid("Metafield", id), legacyResourceId: id };
  return { ...node, namespace, key, type, value, sizeInBytes: size, jsonValue: jsonOf(field) };
}

function jsonOf(field: Metafield): unknown {
  return field.type === "json" ? JSON.parse(field.value) : field.value;
}

export function metafield(fields: Metafield[], args: MetafieldArgs): object | null {
  const namespace = args.namespace ?? "$app";
  const found = fields.find((one) => one.key === args.key && one.namespace === namespace);
  return found ? metafieldNode(found) : null;
}

export function moneyBag(data: ShopData, minor: number): object {
  const money = { amount: toDecimal(minor), currencyCode: data.shop.currency };
  return { shopMoney: money, presentmentMoney: money };
}

export function attributes(list: NameValue[]): object[] {
  return list.map(({ name, value }) => ({ key: name, value }));
}

export function address(from: Address | null, id: number): object | null {
  if (!from) return null;
  const { firstName, lastName, phone, address1, city, zip, countryCode } = from;
  const name = [firstName, lastName].filter(Boolean).join(" ") || null;
  const place = { id: gid("MailingAddress", id), name, address1, city, zip };
  return { ...place, firstName, lastName, phone, countryCodeV2: countryCode };
}
