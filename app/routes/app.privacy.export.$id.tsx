import type { LoaderFunctionArgs } from "@remix-run/node";
import { readExport } from "#app/modules/compliance/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { exportAnswer } from "#app/ui/privacy/export-answer.ts";

/** A stored copy of a person's data, as a file. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  const who = { shopId: shop.id, staffId: sessionToken.sub, id: params["id"] ?? "" };
  return exportAnswer(request, await readExport(context.deps, who));
}
