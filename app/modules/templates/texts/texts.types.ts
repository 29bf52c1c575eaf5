import type { WayOut } from "../template.types.ts";

/** The same thing said twice: Meta refuses two templates with the same body and footer (contract 4.4). */
export type PerBase = Readonly<Record<"app" | "proxy", string>>;
export interface PerForm {
  withPicture: string;
  plain: string;
}

/**
 * All texts of one language. `{{…}}` are the variables of purposes.rules.ts. "Promotions" ("Werbung", …)
 * is the one word for what a way out ends: reminders, recommendations and offers alike.
 */
export interface LanguageTexts {
  /** Stands where a first name would: "Hi there, …". */
  nobody: string;
  /** What Meta's reviewers see in place of the variables. */
  samples: { product: string; price: string; offer: string };
  buttons: {
    toCart: string;
    toProduct: string;
    toShop: string;
    /** the way out as a quick reply; opt-out.rules.ts knows these words, too */
    optOut: string;
    /** the way out as a link */
    unsubscribe: string;
    confirm: string;
    decline: string;
    /** says that consent stays */
    stay: string;
  };
  /** Names the way out: footer, or the end of a body that may have no footer. At most 60 characters. */
  wayOut: Readonly<Record<WayOut, PerBase>>;
  /** The way out in words, where no button may stand. */
  replyStop: PerBase;
  cart_reminder_1: PerForm;
  cart_reminder_2: PerForm;
  recommendation: PerForm;
  carousel: {
    /** `#` is how many, from `suggestions`. */
    opening: string;
    suggestions: Readonly<Record<2 | 3 | 4 | 5, string>>;
    /** At most 160 characters with its values. */
    card: string;
  };
  offer: PerForm;
  limited_time_offer: PerForm & { heading: string };
  /** Asks for nothing but whether consent stays. */
  consent_renewal: { body: string };
  double_opt_in: { body: string; footer: string };
  opt_out_confirmation: { body: string };
}
