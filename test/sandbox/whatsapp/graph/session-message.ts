import { characters, isObject, objectsOrNull, textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { State } from "../state.ts";
import type { Envelope, Sender } from "./envelope.ts";
import { refuse } from "./refusal.ts";
import { checkMedia } from "./template-header.ts";

const WINDOW_MS = 24 * 60 * 60 * 1000;
const TEXT_MAX = 4096;
const CAPTION_MAX = 1024;
const MEDIA_TYPES = ["image", "video", "document", "audio", "sticker"];

/** Checks a free-form message: its content (contract 1.5), then that the 24 h window is open. */
export function checkSessionMessage(
  state: State,
  sender: Sender,
  envelope: Envelope,
): string | null {
  const link = checkContent(state, sender.account.wabaId, envelope);
  const { waId } = envelope.recipient;
  const wroteAt = waId === null ? undefined : state.contacts.get(waId)?.wroteAt[sender.number.id];
  if (wroteAt === undefined || state.now().getTime() - wroteAt >= WINDOW_MS) {
    refuse(
      131047,
      "Message failed to send because more than 24 hours have passed since the customer last replied to this number",
    );
  }
  return link;
}

function checkContent(state: State, wabaId: string, { type, content }: Envelope): string | null {
  if (type === "text") return checkText(content);
  if (type === "interactive") return checkInteractive(content);
  if (type === "reaction") return checkReaction(content);
  if (!MEDIA_TYPES.includes(type)) refuse(131051, `Message type ${type} is not supported`);
  atMost(content["caption"], CAPTION_MAX, "caption");
  const link = checkMedia(state, { wabaId, where: type, kind: type, value: content });
  return type === "image" ? link : null;
}

function checkText(content: JsonObject): null {
  required(content["body"], "text.body", TEXT_MAX);
  const preview = content["preview_url"];
  if (preview !== undefined && typeof preview !== "boolean") {
    refuse(100, "text.preview_url must be a boolean");
  }
  return null;
}

function checkReaction(content: JsonObject): null {
  if (!textOrNull(content["message_id"])) refuse(131008, "reaction.message_id is required");
  return null;
}

function checkInteractive(content: JsonObject): null {
  const { action, body, footer } = content;
  if (!isObject(action)) refuse(131008, "interactive.action is required");
  required(isObject(body) ? body["text"] : undefined, "interactive.body.text", 1024);
  if (isObject(footer)) required(footer["text"], "interactive.footer.text", 60);
  const check = INTERACTIVE[textOrNull(content["type"]) ?? ""];
  if (!check) refuse(131009, `interactive.type ${String(content["type"])} is not supported`);
  check(action);
  return null;
}

const INTERACTIVE: Readonly<Record<string, (action: JsonObject) => void>> = {
  button: (action) => {
    const buttons = objectsOrNull(action["buttons"]) ?? [];
    if (buttons.length < 1 || buttons.length > 3) refuse(131009, "1 to 3 reply buttons");
    for (const button of buttons) {
      const reply = button["reply"];
      if (!isObject(reply)) refuse(131008, "button.reply is required");
      required(reply["id"], "button.reply.id", 256);
      required(reply["title"], "button.reply.title", 20);
    }
  },
  cta_url: (action) => {
    const parameters = action["parameters"];
    if (!isObject(parameters)) refuse(131008, "cta_url needs parameters");
    required(parameters["display_text"], "cta_url.display_text", 20);
    required(parameters["url"], "cta_url.url", 2000);
  },
  list: (action) => {
    required(action["button"], "list.button", 20);
    const sections = objectsOrNull(action["sections"]) ?? [];
    const rows = sections.flatMap((section) => objectsOrNull(section["rows"]) ?? []);
    if (sections.length > 10 || rows.length < 1 || rows.length > 10) {
      refuse(131009, "a list has 1 to 10 rows in at most 10 sections");
    }
    for (const row of rows) {
      required(row["id"], "row.id", 200);
      required(row["title"], "row.title", 24);
      atMost(row["description"], 72, "row.description");
    }
  },
};

function required(value: unknown, where: string, max: number): void {
  if (!textOrNull(value)) refuse(131008, `${where} is required`);
  atMost(value, max, where);
}

function atMost(value: unknown, max: number, where: string): void {
  if (value === undefined) return;
  const text = textOrNull(value);
  if (text === null) refuse(100, `${where} must be a string`);
  if (characters(text) > max) refuse(131009, `${where} must have at most ${max} characters`);
}
