import { z } from "zod";

/** What the demo page asks of the stand-ins' control APIs. */
export type StandIns = {
  shopifyUrl: string;
  whatsappUrl: string;
  /** Domain of the demo's shop. */
  shop: string;
  wabaId: string;
};

/** A reason that the page can say in its own words. */
export class DemoError extends Error {
  readonly reason:
    "noCheckout" | "noCustomer" | "noTemplate" | "appAway" | "standInAway" | "nobodyReached";
  constructor(reason: DemoError["reason"], cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** One control call; throws when the stand-in refuses or is away. */
export async function control<Schema extends z.ZodType>(
  url: string,
  schema: Schema,
  body?: object,
): Promise<z.output<Schema>> {
  const response = await fetch(url, {
    ...(body && { method: "POST", body: JSON.stringify(body) }),
    headers: { "content-type": "application/json" },
    signal: AbortSignal.timeout(10_000),
  }).catch((error: unknown) => {
    throw new DemoError("standInAway", error);
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${url}: ${JSON.stringify(answer)}`);
  return schema.parse(answer);
}

const templateSchema = z.object({
  wabaId: z.string(),
  name: z.string(),
  language: z.string(),
  status: z.string(),
});

const whatsappSchema = z.object({
  templates: z.array(templateSchema),
  accounts: z.array(
    z.object({
      wabaId: z.string(),
      numbers: z.array(z.object({ id: z.string(), qualityRating: z.string() })),
    }),
  ),
  faults: z.object({ outage: z.string() }),
  webhooks: z.object({ mode: z.string() }),
});

export async function whatsappState(standIns: StandIns) {
  return control(`${standIns.whatsappUrl}/_control/state`, whatsappSchema);
}

const lineSchema = z.object({
  variantId: z.number().nullable(),
  title: z.string(),
  quantity: z.number(),
});
const checkoutSchema = z.object({
  email: z.string().nullable(),
  phone: z.string().nullable(),
  locale: z.string(),
  shippingAddress: z
    .object({
      firstName: z.string().nullable(),
      lastName: z.string().nullable(),
      phone: z.string().nullable(),
      countryCode: z.string().nullable(),
    })
    .nullable(),
  lines: z.array(lineSchema),
  updatedAt: z.string(),
  completedAt: z.string().nullable(),
});
const orderSchema = z.object({ id: z.number(), name: z.string(), email: z.string().nullable() });
const customerSchema = z.object({
  id: z.number(),
  phone: z.string().nullable(),
  updatedAt: z.string(),
});
const shopifySchema = z.object({
  shops: z.array(
    z.object({
      checkouts: z.array(checkoutSchema),
      orders: z.array(orderSchema),
      customers: z.array(customerSchema),
    }),
  ),
});

const shopifyFaultsSchema = z.object({ faults: z.object({ appProxy: z.string() }) });

/** What Shopify's stand-in does wrong at the moment. */
export async function shopifyFaults({ shopifyUrl, shop }: StandIns) {
  const url = `${shopifyUrl}/_control/state?shop=${shop}`;
  const { faults } = await control(url, shopifyFaultsSchema);
  return faults;
}

/** Checkouts, orders and customers of the demo's shop, oldest first. */
export async function shopState({ shopifyUrl, shop }: StandIns) {
  const url = `${shopifyUrl}/_control/state?shop=${shop}`;
  const { shops } = await control(url, shopifySchema);
  return shops[0] ?? { checkouts: [], orders: [], customers: [] };
}
