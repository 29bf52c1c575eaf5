import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { personChoices, withdrawForPerson } from "#app/modules/preferences/index.ts";
import { merchantWithdrawalSchema } from "#app/modules/preferences/merchant.types.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { textOf } from "#app/ui/form-text.ts";

/** What can be ended for a person. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const id = z.uuid().safeParse(params["id"]);
  const shop = await openShop(context.deps, session.shop);
  const asked = { shopId: shop.id, contactId: id.data ?? "" };
  const choices = id.success ? await personChoices(context.deps, asked) : null;
  // Of somebody who was erased a moment ago nothing is on: the page that shows it asks once more.
  return choices ?? { on: [], isBlocked: false };
}

/** The merchant writes down that the person wants no more. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  const form = await request.formData();
  const read = merchantWithdrawalSchema.safeParse({
    contactId: params["id"],
    wish: textOf(form, "wish"),
    channel: textOf(form, "channel"),
    reason: textOf(form, "reason"),
  });
  if (!read.success) return { done: false };
  const shop = await openShop(context.deps, session.shop);
  const by = { shopId: shop.id, staffId: sessionToken.sub };
  return { done: await withdrawForPerson(context.deps, by, read.data) };
}
