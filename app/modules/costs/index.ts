export { expectedPrice } from "./expected-price.ts";
export { billedAs } from "./expected-price.rules.ts";
export type { Price } from "./price.rules.ts";
