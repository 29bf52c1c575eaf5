export { creditsSince } from "./attribution.store.server.ts";
export { creditOrder } from "./credit-order.ts";
