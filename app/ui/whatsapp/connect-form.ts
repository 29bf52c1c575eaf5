import { z } from "zod";
import {
  type OwnAccount,
  ownAccountSchema,
} from "#app/modules/channel/signup/own-account.types.ts";
import { textOf } from "../form-text.ts";

export type ConnectForm =
  | { intent: "own"; account: OwnAccount }
  | { intent: "continue"; pin: string | null }
  | { intent: "check" | "disconnect" | "resume" }
  /** Field name -> key of the words that say what is wrong with it. */
  | { intent: "invalid"; errors: Record<string, string>; pinError: boolean };

const SECRETS = new Set(["token", "appSecret"]);

function invalid(errors: Record<string, string>, pinError = false): ConnectForm {
  return { intent: "invalid", errors, pinError };
}

function readOwn(form: FormData): ConnectForm {
  const given = Object.fromEntries(
    Object.keys(ownAccountSchema.shape).map((name) => [name, textOf(form, name)]),
  );
  const account = ownAccountSchema.safeParse(given);
  if (account.success) return { intent: "own", account: account.data };
  const names = account.error.issues.map((issue) => String(issue.path[0]));
  return invalid(
    Object.fromEntries(
      names.map((name) => [name, `whatsapp.own.errors.${SECRETS.has(name) ? "secret" : "id"}`]),
    ),
  );
}

/** What the merchant asked for on the WhatsApp page. */
export function readConnectForm(form: FormData): ConnectForm {
  const intent = textOf(form, "intent");
  switch (intent) {
    case "own":
      return readOwn(form);
    case "continue": {
      const pin = textOf(form, "pin");
      if (
        form.has("pin") &&
        !z
          .string()
          .regex(/^\d{6}$/)
          .safeParse(pin).success
      ) {
        return invalid({}, true);
      }
      return { intent, pin: pin === "" ? null : pin };
    }
    case "resume":
      return form.get("knowsRisk") === null ? invalid({}) : { intent };
    case "check":
    case "disconnect":
      return { intent };
    default:
      return invalid({});
  }
}
