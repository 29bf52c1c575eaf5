import { z } from "zod";
import { hasThemeAsset } from "./theme-files.ts";

const asset = z.string().refine(hasThemeAsset, "is no file of assets/");

const setting = z.strictObject({
  type: z.enum(["text", "url", "select", "checkbox", "range", "color", "header", "paragraph"]),
  id: z.string().regex(/^[a-z_]+$/),
  label: z.string(),
  info: z.string().optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  options: z.array(z.strictObject({ value: z.string(), label: z.string() })).optional(),
});

/** What Shopify takes in the `schema` tag of an app block or embed (contract 6.2), as far as blocks here use it. */
const blockSchema = z.strictObject({
  name: z.string().min(1),
  target: z.enum(["section", "head", "body", "compliance_head"]),
  stylesheet: asset.optional(),
  javascript: asset.optional(),
  enabled_on: z.strictObject({ templates: z.array(z.string()).min(1) }).optional(),
  settings: z.array(setting).default([]),
});
export type BlockSchema = z.infer<typeof blockSchema>;

const SCHEMA = /{%-?\s*schema\s*-?%}([\s\S]*?){%-?\s*endschema\s*-?%}/g;

/** A block's markup and its one schema; none, two, or one that Shopify would refuse is an error. */
export function splitBlock(source: string): { markup: string; schema: BlockSchema } {
  const found = [...source.matchAll(SCHEMA)];
  if (found.length !== 1) throw new Error(`A block has one schema tag, not ${found.length}`);
  const schema = blockSchema.parse(JSON.parse(found[0]?.[1] ?? ""));
  return { markup: source.replace(SCHEMA, ""), schema };
}
