import { GraphQLError, type GraphQLResolveInfo } from "graphql";
import { bulkOperation } from "../bulk/bulk-nodes.ts";
import { findCustomer } from "../customers.ts";
import { findVariant, type FoundVariant } from "../catalogue.ts";
import { localized } from "../payloads.ts";
import type { Checkout, Customer, Order, Product } from "../shopify.types.ts";
import { ordersBy } from "../store.ts";
import { parseGid, type AdminContext } from "./admin-context.ts";
import { badRequest, connection, type PageArgs } from "./connection.ts";
import { indexKeys, searchList } from "./list-search.ts";
import { checkoutNode, customerNode, orderNode } from "./nodes.ts";
import { productNode, variantNode } from "./product-nodes.ts";
import { appInstallationNode, shopNode } from "./shop-node.ts";
import type { SearchFields } from "./search-match.ts";

/** The list arguments that the stand-in understands. */
type ListArgs = PageArgs & {
  query?: string | null;
  sortKey?: string | null;
  reverse?: boolean | null;
};
type IdArgs = { id: string };
type Root = Record<string, (args: never, info: GraphQLResolveInfo) => unknown>;

const DAY_MS = 86_400_000;
/** Older orders need `read_all_orders` (contract 6.7). */
const ORDER_HISTORY_DAYS = 60;

/** The root fields that the stand-in serves; any other one is an error that says so. */
export function queryRoot(context: AdminContext): Root {
  const { data } = context;
  return {
    shop: () => shopNode(context),
    currentAppInstallation: () => appInstallationNode(context),
    bulkOperation: (args: IdArgs) => bulkOperation(context, args),
    node: ({ id }: IdArgs) => nodeById(context, id),
    nodes: ({ ids }: { ids: string[] }) => ids.map((id) => nodeById(context, id)),
    order: ({ id }: IdArgs) => nodeById(context, id, "Order"),
    customer: ({ id }: IdArgs) => nodeById(context, id, "Customer"),
    product: ({ id }: IdArgs) => nodeById(context, id, "Product"),
    productVariant: ({ id }: IdArgs) => nodeById(context, id, "ProductVariant"),
    customerByIdentifier: (args: IdentifierArgs) => customerByIdentifier(context, args),
    orders: (args: ListArgs, info) => orderList(context, args, info),
    abandonedCheckouts: (args: ListArgs, info) => checkoutList(context, args, info),
    customers: (args: ListArgs, info) => {
      const candidates = () => [...data.customers.values()];
      const found = searchList(context, info, { ...args, fields: CUSTOMER_FIELDS, candidates });
      return connection(sorted(found, args), args, (item) => customerNode(context, item));
    },
    products: (args: ListArgs, info) => {
      const candidates = () => [...data.products.values()];
      const found = searchList(context, info, {
        ...args,
        fields: productFields(context),
        candidates,
      });
      return connection(sorted(found, args), args, (item) => productNode(context, item));
    },
    productVariants: (args: ListArgs, info) => variantList(context, args, info),
  };
}

function nodeById(context: AdminContext, id: string, type?: string): object | null {
  const parsed = parseGid(id);
  if (!parsed || (type && parsed.type !== type)) {
    throw new GraphQLError(`Invalid global id '${id}'`, {
      extensions: { code: "argumentLiteralsIncompatible" },
    });
  }
  const find = FINDERS[parsed.type];
  if (!find) throw new GraphQLError(`${parsed.type} by id is not supported by the stand-in`);
  return find(context, parsed.id);
}

const FINDERS: Record<string, (context: AdminContext, id: number) => object | null> = {
  Order: (context, id) => {
    const order = context.data.orders.get(id);
    return order && isInHistory(context, order) ? orderNode(context, order) : null;
  },
  Customer: (context, id) => {
    const customer = context.data.customers.get(id);
    return customer ? customerNode(context, customer) : null;
  },
  Product: (context, id) => {
    const product = context.data.products.get(id);
    return product ? productNode(context, product) : null;
  },
  ProductVariant: (context, id) => {
    const found = findVariant(context.data, id);
    return found ? variantNode(context, found) : null;
  },
};

type IdentifierArgs = {
  identifier: { id?: string; emailAddress?: string; phoneNumber?: string; customId?: object };
};

function customerByIdentifier(context: AdminContext, { identifier }: IdentifierArgs) {
  const { id, emailAddress, phoneNumber } = identifier;
  if (Object.keys(identifier).length !== 1) {
    throw badRequest("Exactly one identifier is required");
  }
  if (id !== undefined) return nodeById(context, id, "Customer");
  if (phoneNumber !== undefined && !/^\+[1-9]\d{6,14}$/.test(phoneNumber)) {
    throw badRequest("Phone number is invalid");
  }
  const found = findCustomer(context.data, { email: emailAddress, phone: phoneNumber });
  return found ? customerNode(context, found) : null;
}

const ORDER_INDEX = new Set(["id", "checkout_token", "cart_token", "customer_id", "email"]);
const ORDER_FIELDS: SearchFields<Order> = {
  id: (order) => order.id,
  name: (order) => [order.name, order.name.replace("#", "")],
  checkout_token: (order) => order.checkoutToken,
  cart_token: (order) => order.cartToken,
  customer_id: (order) => order.customerId,
  email: (order) => order.email,
  created_at: (order) => new Date(order.createdAt),
  processed_at: (order) => new Date(order.processedAt),
  updated_at: (order) => new Date(order.updatedAt),
  financial_status: (order) => order.financialStatus,
  status: (order) => (order.cancelledAt ? "cancelled" : ["open", "not_closed"]),
  source_name: (order) => order.sourceName,
  tag: (order) => order.tags,
  test: (order) => order.test,
  sku: (order) => order.lines.map((line) => line.sku),
};

function orderList(context: AdminContext, args: ListArgs, info: GraphQLResolveInfo): object {
  const { store, data } = context;
  const found = searchList(context, info, {
    query: args.query,
    fields: ORDER_FIELDS,
    candidates: (node) => {
      const keys = indexKeys(node, ORDER_INDEX);
      if (!keys) return [...data.orders.values()];
      const hits = keys.flatMap((key) => ordersBy(store, data.shop.domain, key));
      return [...new Set(hits)].toSorted((a, b) => a.id - b.id);
    },
  });
  const visible = found.filter((order) => isInHistory(context, order));
  return connection(sorted(visible, args), args, (order) => orderNode(context, order));
}

function isInHistory(context: AdminContext, order: Order): boolean {
  if (context.scopes.has("read_all_orders")) return true;
  const oldest = context.store.now().getTime() - ORDER_HISTORY_DAYS * DAY_MS;
  return Date.parse(order.createdAt) >= oldest;
}

const CHECKOUT_FIELDS: SearchFields<Checkout> = {
  id: (checkout) => checkout.id,
  created_at: (checkout) => new Date(checkout.createdAt),
  updated_at: (checkout) => new Date(checkout.updatedAt),
  status: (checkout) => (checkout.completedAt ? "closed" : "open"),
  recovery_state: (checkout) => (checkout.completedAt ? "recovered" : "not_recovered"),
};

/** Only checkouts with contact data count as abandoned (contract 3.1). */
function checkoutList(context: AdminContext, args: ListArgs, info: GraphQLResolveInfo): object {
  const hasContact = (checkout: Checkout) =>
    [checkout.email, checkout.phone, checkout.customerId].some((value) => value !== null);
  const found = searchList(context, info, {
    query: args.query,
    fields: CHECKOUT_FIELDS,
    candidates: () => [...context.data.checkouts.values()].filter(hasContact),
  });
  return connection(sorted(found, args), args, (checkout) => checkoutNode(context, checkout));
}

const CUSTOMER_FIELDS: SearchFields<Customer> = {
  id: (customer) => customer.id,
  email: (customer) => customer.email,
  phone: (customer) => customer.phone,
  first_name: (customer) => customer.firstName,
  last_name: (customer) => customer.lastName,
  tag: (customer) => customer.tags,
  updated_at: (customer) => new Date(customer.updatedAt),
};

function productFields(context: AdminContext): SearchFields<Product> {
  return {
    id: (product) => product.id,
    handle: (product) => product.handle,
    title: (product) => localized(product.title, context.data.shop.locale),
    vendor: (product) => product.vendor,
    product_type: (product) => product.productType,
    tag: (product) => product.tags,
    status: (product) => product.status,
    sku: (product) => product.variants.map((variant) => variant.sku),
    created_at: (product) => new Date(product.createdAt),
    updated_at: (product) => new Date(product.updatedAt),
  };
}

function variantList(context: AdminContext, args: ListArgs, info: GraphQLResolveInfo): object {
  type Row = FoundVariant & { id: number };
  const fields: SearchFields<Row> = {
    id: (row) => row.id,
    product_id: (row) => row.product.id,
    sku: (row) => row.variant.sku,
    title: (row) => localized(row.variant.title, context.data.shop.locale),
  };
  const rows = [...context.data.products.values()].flatMap((product) =>
    product.variants.map((variant) => ({ id: variant.id, product, variant })),
  );
  const found = searchList(context, info, { ...args, fields, candidates: () => rows });
  return connection(args.reverse ? found.toReversed() : found, args, (row) =>
    variantNode(context, row),
  );
}

type Sortable = { id: number; createdAt: string; updatedAt: string };

/** By the sort key (default: id, which is creation order); other keys are an error that says so. */
function sorted<Item extends Sortable>(items: Item[], args: ListArgs): Item[] {
  const key = args.sortKey ?? "ID";
  const list = items.toSorted((a, b) => compareBy(key, a, b) || a.id - b.id);
  return args.reverse ? list.toReversed() : list;
}

function compareBy(key: string, a: Sortable, b: Sortable): number {
  switch (key) {
    case "ID":
    case "CHECKOUT_ID":
    case "ORDER_NUMBER":
    case "RELEVANCE":
      return 0;
    case "CREATED_AT":
    case "PROCESSED_AT":
      return Date.parse(a.createdAt) - Date.parse(b.createdAt);
    case "UPDATED_AT":
      return Date.parse(a.updatedAt) - Date.parse(b.updatedAt);
    default:
      throw new GraphQLError(`Sort key ${key} is not supported by the stand-in`);
  }
}
