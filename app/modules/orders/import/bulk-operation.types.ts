import { z } from "zod";

const problem = z.object({ code: z.string().nullish(), message: z.string() });

/** Answer of RUN_BULK. */
export const runAnswer = z.object({
  bulkOperationRunQuery: z
    .object({
      bulkOperation: z.object({ id: z.string() }).nullish(),
      userErrors: z.array(problem),
    })
    .nullish(),
});

/** Answer of BULK_STATE; null: Shopify knows no such operation (any more). */
export const stateAnswer = z.object({
  bulkOperation: z
    .object({
      status: z.string(),
      errorCode: z.string().nullish(),
      objectCount: z.coerce.number().catch(0),
      url: z.string().nullish(),
    })
    .nullish(),
});
export type BulkState = z.infer<typeof stateAnswer>["bulkOperation"];

/** Answer of GRANTED_SCOPES. */
export const scopesAnswer = z.object({
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
});

/** bulk_operations/finish names the operation, and no file (contract 2.6). */
export const finishBody = z.object({ admin_graphql_api_id: z.string() });
