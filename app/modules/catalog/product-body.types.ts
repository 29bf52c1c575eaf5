import { z } from "zod";

/** Other people's text, fit for PostgreSQL: it stores neither NUL nor half a surrogate pair. */
export const storedText = z
  .string()
  .transform((raw) => raw.replaceAll("\0", "").toWellFormed())
  .catch("");
const text = storedText;
const id = z.union([z.number().int(), z.string().regex(/^\d{1,20}$/)]).transform(String);
const price = z.union([z.string(), z.number()]).transform(String).nullish().catch(null);

const variant = z.object({
  id,
  price,
  compare_at_price: price,
  inventory_quantity: z.number().nullish().catch(null),
  inventory_policy: z.string().nullish().catch(null),
});

/** Legacy bodies join tags with commas. */
const tags = z
  .union([z.array(text), text.transform((joined) => joined.split(","))])
  .transform((list) => list.map((tag) => tag.trim()).filter(Boolean))
  .catch([]);

/** A list from which what cannot be read is left out. */
const variants = z
  .array(variant.nullable().catch(null))
  .transform((list) => list.filter((one) => one !== null))
  .catch([]);

/**
 * The fields of products/create and products/update that we use (Shopify, contract 2.4). Stored URLs
 * and texts are other people's: what does not fit gives way to nothing, and leaves the rest alone.
 */
export const productBody = z.object({
  id,
  title: text,
  handle: text,
  product_type: text,
  vendor: text,
  tags,
  status: text,
  published_at: z.string().nullish().catch(null),
  created_at: z.coerce.date().nullish().catch(null),
  updated_at: z.coerce.date(),
  image: z.object({ src: text }).nullish().catch(null),
  variants,
});
export type ProductBody = z.infer<typeof productBody>;
export type VariantBody = ProductBody["variants"][number];

/** products/delete tells the id alone. */
export const deletedBody = z.object({ id });
