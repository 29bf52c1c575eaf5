import { isObject } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { TemplateShape } from "../templates/template.types.ts";
import { refuse } from "./refusal.ts";
import { parametersOf } from "./template-parameter.ts";

/**
 * A limited-time offer wants its end as absolute UNIX milliseconds, in the future (contract 1.4).
 * @param now UNIX milliseconds
 */
export function checkOffer(
  offer: TemplateShape["offer"],
  component: JsonObject | undefined,
  now: number,
): void {
  if (!offer) {
    if (component) refuse(132018, "limited_time_offer: the template has no limited-time offer");
    return;
  }
  if (!component) {
    if (offer.hasExpiration) refuse(131008, "limited_time_offer: expiration_time_ms is required");
    return;
  }
  const value = parametersOf(component, "limited_time_offer")[0]?.["limited_time_offer"];
  const expiration = isObject(value) ? value["expiration_time_ms"] : undefined;
  if (expiration === undefined) {
    refuse(131008, "limited_time_offer: expiration_time_ms is required");
  }
  if (typeof expiration !== "number" || !Number.isInteger(expiration)) {
    refuse(131009, "limited_time_offer: expiration_time_ms must be UNIX milliseconds");
  }
  if (expiration <= now) {
    refuse(131009, "limited_time_offer: expiration_time_ms must lie in the future");
  }
}
