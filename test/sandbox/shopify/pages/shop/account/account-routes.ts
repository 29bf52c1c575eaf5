import { Router, urlencoded } from "express";
import { z } from "zod";
import type { PageContext } from "../../../context.ts";
import { findCustomer, findOrderByToken, upsertCustomer } from "../../../state.ts";
import { missingPage } from "../storefront/plain-pages.ts";
import { forgetCustomer, rememberCustomer, visitorOf } from "../visitor.ts";
import { orderStatusPage, profilePage, signInPage } from "./account-page.ts";

const signIn = z.object({ email: z.email() });

/** The pages of customers who are logged in, and the status of an order, mounted under /shop/account. */
export function accountRoutes(context: PageContext): Router {
  const router = Router();
  const { store } = context;
  router.use(urlencoded({ extended: false }));
  router.get("/", (request, response) => {
    const here = visitorOf(context, request, response);
    const customer = here.data.customers.get(here.customerId ?? 0);
    response
      .set("Cache-Control", "no-store")
      .send(customer ? profilePage(here, customer) : signInPage(here));
  });
  router.post("/sign-in", (request, response) => {
    const { data, lang } = visitorOf(context, request, response);
    const { email } = signIn.parse(request.body);
    const known = findCustomer(data, { email });
    const customer = known ?? upsertCustomer(store, data.shop.domain, { email, locale: lang });
    rememberCustomer(response, customer.id);
    response.redirect(303, "/shop/account");
  });
  router.post("/sign-out", (_request, response) => {
    forgetCustomer(response);
    response.redirect(303, "/shop/account");
  });
  // Its token lets anybody in who has the link, as Shopify's order status does before a login.
  router.get("/orders/:token", (request, response) => {
    const here = visitorOf(context, request, response);
    const order = findOrderByToken(here.data, request.params.token);
    if (order) response.set("Cache-Control", "no-store").send(orderStatusPage(here, order));
    else response.status(404).send(missingPage(here));
  });
  return router;
}
