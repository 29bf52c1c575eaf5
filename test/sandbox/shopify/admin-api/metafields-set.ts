import { GraphQLError } from "graphql";
import type { Metafield } from "../shopify.types.ts";
import { nextId } from "../store.ts";
import { parseGid, type AdminContext } from "./admin-context.ts";
import { metafieldNode } from "./node-parts.ts";

export type MetafieldInput = {
  ownerId: string;
  namespace?: string | null;
  key: string;
  type?: string | null;
  value: string;
};

/** Contract 5: at most 25 in one call, a value of at most 16 KB. */
const MAX_METAFIELDS = 25;
const MAX_VALUE_BYTES = 16 * 1024;
/** The types that apps here write; Shopify has more. */
const TYPES = new Set(["json", "single_line_text_field", "multi_line_text_field", "boolean"]);

/** The metafields of the object that an id names. */
export type ListOf = (ownerId: string) => Metafield[];

/** The shop's own and the installation's, which need no scope: the app owns them. Null: another kind. */
export function ownMetafields(context: AdminContext, input: MetafieldInput): Metafield[] | null {
  const { shop, metafields } = context.data;
  const owner = parseGid(input.ownerId);
  if (owner?.type !== "Shop" && owner?.type !== "AppInstallation") return null;
  if (owner.id !== shop.id) throw new GraphQLError(`Owner ${input.ownerId} does not exist`);
  if (owner.type === "AppInstallation") return metafields.app;
  if ((input.namespace ?? "$app") === "$app") return metafields.shop;
  throw new GraphQLError("Metafields of the shop outside $app are not supported by the stand-in");
}

/** Writes all of them or none. */
export function setMetafields(
  context: AdminContext,
  inputs: MetafieldInput[],
  listOf: ListOf,
): object {
  const problem = tooMany(inputs) ?? firstProblem(inputs, (input) => find(input, listOf));
  if (problem) return { metafields: null, userErrors: [problem] };
  const fields = inputs.map((input) => {
    const before = find(input, listOf);
    const { key, value } = input;
    const namespace = input.namespace ?? "$app";
    const type = input.type ?? before?.type ?? "";
    const field = before ?? { id: nextId(context.store), namespace, key, type, value };
    if (!before) listOf(input.ownerId).push(field);
    Object.assign(field, { type, value });
    return field;
  });
  context.store.changed({ kind: "metafields", shop: context.data.shop.domain });
  return { metafields: fields.map(metafieldNode), userErrors: [] };
}

function find(input: MetafieldInput, listOf: ListOf): Metafield | undefined {
  const namespace = input.namespace ?? "$app";
  return listOf(input.ownerId).find(
    (field) => field.key === input.key && field.namespace === namespace,
  );
}

function tooMany(inputs: MetafieldInput[]): object | null {
  if (inputs.length <= MAX_METAFIELDS) return null;
  const message = `Exceeded the maximum metafields input limit of ${MAX_METAFIELDS}.`;
  return { field: ["metafields"], message, code: "LESS_THAN_OR_EQUAL_TO", elementIndex: null };
}

type Wrong = { at: string; code: string; message: string };

function firstProblem(
  inputs: MetafieldInput[],
  before: (input: MetafieldInput) => Metafield | undefined,
): object | null {
  for (const [index, input] of inputs.entries()) {
    const wrong = wrongIn(input, before(input));
    if (wrong) {
      const { at, code, message } = wrong;
      return { field: ["metafields", String(index), at], message, code, elementIndex: index };
    }
  }
  return null;
}

function wrongIn(input: MetafieldInput, before: Metafield | undefined): Wrong | null {
  const type = input.type ?? before?.type;
  if (!type) return { at: "type", code: "BLANK", message: "Type can't be blank" };
  if (!TYPES.has(type)) return { at: "type", code: "INVALID_TYPE", message: `${type} is no type` };
  if (before && before.type !== type) {
    return { at: "type", code: "INVALID_TYPE", message: `Type must be ${before.type}` };
  }
  if (Buffer.byteLength(input.value) > MAX_VALUE_BYTES) {
    return { at: "value", code: "TOO_LONG", message: "Value is too long" };
  }
  const message = wrongValue(type, input.value);
  return message === null ? null : { at: "value", code: "INVALID_VALUE", message };
}

function wrongValue(type: string, value: string): string | null {
  if (value === "") return "Value can't be blank";
  if (type === "single_line_text_field" && value.includes("\n")) return "Value has several lines";
  if (type === "boolean" && value !== "true" && value !== "false") return "Value is no boolean";
  if (type !== "json") return null;
  try {
    JSON.parse(value);
    return null;
  } catch {
    return "Value is invalid JSON";
  }
}
