import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from "graphql";
import { z } from "zod";

/** Shopify's own schema of one API version, with what its introspection adds to the standard. */
export type AdminSchema = {
  schema: GraphQLSchema;
  /** Scopes of which the app needs one to read a field, by "Type.field", and of a whole type, by "Type". */
  scopes: Map<string, string[]>;
  /** The filters that a list's `query` argument documents, with their type, by "Type.field". */
  filters: Map<string, Map<string, string>>;
};

/** The only version the stand-in serves (contract 2.1: the latest stable one). */
export const ADMIN_API_VERSION = "2026-10";

/** The package exports no way to its data, so the folder is named from here. */
const DATA = "../../../../node_modules/@shopify/dev-mcp/dist/data/";

const loaded = new Map<string, AdminSchema>();

/** Loads the schema on first use (about a second) and keeps it for the process. */
export function adminSchema(): AdminSchema {
  return schemaOf(`admin_${ADMIN_API_VERSION}`);
}

/** The Storefront API's, of the same version and in the same form. */
export function storefrontSchema(): AdminSchema {
  return schemaOf(`storefront-graphql_${ADMIN_API_VERSION}`);
}

function schemaOf(name: string): AdminSchema {
  const schema = loaded.get(name) ?? load(new URL(`${DATA}${name}.json.gz`, import.meta.url));
  loaded.set(name, schema);
  return schema;
}

type Noted = { name: string; requiredAccess?: string | null };
type Arg = { name: string; description: string | null };
type Dump = {
  __schema: { types: Array<Noted & { fields: Array<Noted & { args: Arg[] }> | null }> };
};

/** Our own file of a pinned package: a look at the outermost key is enough. */
const dumpSchema = z.custom<Dump & IntrospectionQuery>(
  (value) => typeof value === "object" && value !== null && "__schema" in value,
);

function load(file: URL): AdminSchema {
  const text = gunzipSync(readFileSync(file)).toString("utf8");
  const json = z.looseObject({ data: z.unknown().optional() }).parse(JSON.parse(text));
  const dump = dumpSchema.parse(json.data ?? json);
  const scopes = new Map<string, string[]>();
  const filters = new Map<string, Map<string, string>>();
  for (const type of dump.__schema.types) {
    noteScopes(scopes, type.name, type.requiredAccess);
    for (const field of type.fields ?? []) {
      noteScopes(scopes, `${type.name}.${field.name}`, field.requiredAccess);
      noteFilters(filters, `${type.name}.${field.name}`, field.args);
    }
  }
  return { schema: buildClientSchema(dump, { assumeValid: true }), scopes, filters };
}

/** "`read_orders` access scope or `read_quick_sale` access scope. Also: …": one of the first sentence's. */
function noteScopes(
  scopes: Map<string, string[]>,
  key: string,
  text: string | null | undefined,
): void {
  const [firstSentence = ""] = (text ?? "").split(". ");
  const names = [...firstSentence.matchAll(/`((?:unauthenticated_)?(?:read|write)_\w+)`/g)].map(
    (match) => match[1] ?? "",
  );
  if (names.length > 0) scopes.set(key, names);
}

/** The rows of the table in the description of a `query` argument: "| cart_token | string | …". */
function noteFilters(filters: Map<string, Map<string, string>>, key: string, args: Arg[]): void {
  const description = args.find((arg) => arg.name === "query")?.description ?? "";
  const rows = [...description.matchAll(/^\| ([a-z_]+) \| (\w+) \|/gm)];
  if (rows.length === 0) return;
  filters.set(key, new Map(rows.slice(1).map((row) => [row[1] ?? "", row[2] ?? "string"])));
}
