import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import {
  buildClientSchema,
  type IntrospectionQuery,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  validate,
} from "graphql";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const root = resolve(import.meta.dirname, "../..");
const DATA = join(root, "node_modules/@shopify/dev-mcp/dist/data");

function schemaOf(api: "admin" | "storefront-graphql") {
  const isIntrospection = (value: unknown): value is IntrospectionQuery =>
    z.object({ __schema: z.unknown() }).safeParse(value).success;
  const file = join(DATA, `${api}_2026-10.json.gz`);
  const json: unknown = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8"));
  const wrapped = z.object({ data: z.unknown() }).safeParse(json);
  const introspection = wrapped.success ? wrapped.data.data : json;
  if (!isIntrospection(introspection)) throw new Error("The schema file has another shape now");
  return buildClientSchema(introspection);
}

const admin = schemaOf("admin");
const storefront = schemaOf("storefront-graphql");

const problemsOf = (document: string, schema = admin) =>
  validate(schema, parse(document), [...specifiedRules, NoDeprecatedCustomRule]).map(
    (error) => error.message,
  );

const document = z.string().includes("#graphql");
/** A document, a function that builds one for so many aliases, or a number that bounds it. */
const exportSchema = z.record(
  z.string(),
  z.union([
    document,
    z.number(),
    z.custom<(count: number) => unknown>((value) => typeof value === "function"),
  ]),
);

function documentsOf(exported: z.infer<typeof exportSchema>[string]): string[] {
  if (typeof exported === "number") return [];
  if (typeof exported === "string") return [exported];
  return [1, 2, 100].map((count) => document.parse(exported(count)));
}

const files = readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".graphql.ts"),
);

describe("GraphQL documents", () => {
  it("are found", () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it.each(files)(
    "%s fits Shopify's schema of 2026-10 and uses nothing deprecated",
    async (file) => {
      const exported = exportSchema.parse({
        ...(await import(pathToFileURL(join(root, "app", file)).href)),
      });
      // The one API that is asked as a visitor, by its file's name.
      const schema = file.endsWith("storefront.graphql.ts") ? storefront : admin;
      const documents = Object.entries(exported).flatMap(([name, value]) =>
        documentsOf(value).map((document) => ({ name, problems: problemsOf(document, schema) })),
      );
      expect(documents.length).toBeGreaterThan(0);
      for (const { name, problems } of documents) {
        expect({ name, problems }).toEqual({ name, problems: [] });
      }
    },
  );

  it("are refused for an unknown and for a deprecated field", () => {
    expect(problemsOf("{ shop { nickname } }")).toHaveLength(1);
    expect(problemsOf("{ customer(id: 1) { phone } }")).toHaveLength(1);
  });

  it("live in .graphql.ts files only", () => {
    const others = readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" }).filter(
      (file) =>
        /\.tsx?$/.test(file) && !file.endsWith(".graphql.ts") && !file.startsWith("generated"),
    );
    const strays = others.filter((file) =>
      readFileSync(join(root, "app", file), "utf8").includes("#graphql"),
    );
    expect(strays).toEqual([]);
  });
});
