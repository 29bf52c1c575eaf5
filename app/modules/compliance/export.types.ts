import { z } from "zod";

/** What an export says, table by table; values are JSON. */
export const exportSchema = z.object({
  format: z.literal("beckon-export-1"),
  shop: z.string(),
  madeAt: z.string(),
  sections: z.array(
    z.object({
      table: z.string(),
      records: z.array(z.record(z.string(), z.unknown())),
    }),
  ),
});
export type PersonExport = z.infer<typeof exportSchema>;
