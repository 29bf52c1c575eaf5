import type { TemplateChoice } from "#app/modules/templates/index.ts";
import type { CartItem } from "./checkout.types.ts";
import type { ReminderCase, ReminderRound } from "./load-reminder-cases.ts";
import type { ReminderDecision } from "./reminder.rules.ts";

/** What a message will say of the cart. */
export interface Goods {
  items: CartItem[];
  available: boolean;
  pictureUrl: string | null;
  /** of the picture as WhatsApp has it; null: the message goes without */
  pictureMediaId: string | null;
}

/** One due step with all that its message needs. */
export interface PreparedReminder {
  one: ReminderCase;
  round: ReminderRound;
  goods: Goods;
  template: TemplateChoice;
  decision: ReminderDecision;
}
