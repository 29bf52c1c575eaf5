export { creditOrder } from "./credit-order.ts";
