import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportContact } from "#app/modules/compliance/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { exportAnswer } from "#app/ui/privacy/export-answer.ts";

/** Everything we have of one person, as a file. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  const who = { shopId: shop.id, staffId: sessionToken.sub, id: params["id"] ?? "" };
  return exportAnswer(request, await exportContact(context.deps, who));
}
