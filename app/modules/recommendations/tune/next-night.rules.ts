import { addHours, addMinutes } from "#app/shared/duration.ts";
import { localParts } from "#app/shared/time-zone.ts";

/** Shops are spread over these hours of their own night. */
const FROM_HOUR = 1;
const HOURS = 4;
const DAY_MINUTES = 24 * 60;
/** After a fit during the day the night that follows is soon enough only if it is not the very next hours. */
const SOONEST_HOURS = 6;

/** Where in the night a shop's turn is: always the same, and different from other shops'. */
function turnOf(shopId: string): number {
  let sum = 0;
  for (const letter of shopId) sum = (sum * 31 + letter.charCodeAt(0)) % (HOURS * 60);
  return sum;
}

/** When a shop's model is fitted next: in its own night, not sooner than six hours from now. */
export function nextNight(now: Date, shop: { id: string; timeZone: string }): Date {
  const soonest = addHours(now, SOONEST_HOURS);
  const { hour, minute } = localParts(soonest, shop.timeZone);
  const wanted = FROM_HOUR * 60 + turnOf(shop.id);
  return addMinutes(soonest, (wanted - hour * 60 - minute + DAY_MINUTES) % DAY_MINUTES);
}
