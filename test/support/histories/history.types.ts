/** Few numbers for a history, so that its people meet. */
export const PHONES = ["p0", "p1", "p2"] as const;
export const TOPICS = ["reminders", "offers"] as const;
export type Phone = (typeof PHONES)[number];
/** WhatsApp's id of an account: a new one with every change of its number, and never anybody else's. */
export type User = `u${number}`;
export type Topic = (typeof TOPICS)[number];
export type Name = Phone | User;

/** Whom a webhook of WhatsApp names; one of the two may be withheld. */
export interface From {
  phone: Phone | null;
  user: User | null;
}

/** Where a person says yes themselves. */
export const YES_PLACES = [
  "checkout",
  "thank_you",
  "order_status",
  "customer_account",
  "storefront",
] as const;
/** How a no reaches us that names a number; a topic, or everything. */
export const NO_WAYS = [
  "shopify_native",
  "preference_page",
  "merchant",
  "whatsapp_error",
  "untick",
] as const;

/** What happens at one moment of a history. */
export type Happening =
  | { do: "tick"; phone: Phone; place: (typeof YES_PLACES)[number]; topics: Topic[] }
  | { do: "request"; phone: Phone; topics: Topic[] }
  | { do: "confirm"; phone: Phone; topics: Topic[] }
  | { do: "pull"; phone: Phone; topics: Topic[] }
  | { do: "import"; phone: Phone; topics: Topic[] }
  | { do: "no"; phone: Phone; way: (typeof NO_WAYS)[number]; topic: Topic | null }
  | { do: "write"; from: From }
  | { do: "stop"; from: From; by: "text" | "button" }
  | { do: "meta"; from: From; value: "stop" | "resume" }
  | { do: "change_number"; from: Phone; to: Phone }
  | { do: "change_user"; from: User; to: User; phone: Phone | null }
  | { do: "merge"; one: Phone; two: Phone }
  | { do: "split" }
  | { do: "erase"; phone: Phone }
  | { do: "order"; phone: Phone }
  | { do: "checkout"; phone: Phone }
  | { do: "pass"; days: number };

export type Kind = Happening["do"];

/** What comes by webhook may be late (by so many moments) and twice, and its worker may die at the first try. */
export interface Moment {
  what: Happening;
  late: number;
  twice: boolean;
  crash: boolean;
}

export interface History {
  seed: number;
  moments: Moment[];
}

/** Acknowledged and not yet processed: the names in it. */
export function namesIn(what: Happening): Name[] {
  switch (what.do) {
    case "write":
    case "stop":
    case "meta":
      return [what.from.phone, what.from.user].flatMap((name) => name ?? []);
    case "change_number":
      return [what.from, what.to];
    case "change_user":
      return [what.from, what.to, what.phone].flatMap((name) => name ?? []);
    default:
      return [];
  }
}
