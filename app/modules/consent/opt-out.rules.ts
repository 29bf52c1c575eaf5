export { readOptOut } from "./opt-out/read-opt-out.rules.ts";
