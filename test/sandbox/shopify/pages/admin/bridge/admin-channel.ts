/// <reference lib="dom" />
import { type FromAdmin, type FromApp, isFromAdmin, sealed } from "../messages.ts";

type Heard<Kind> = Extract<FromAdmin, { kind: Kind }>;

/** The way to the admin that holds this frame. */
export type AdminChannel = {
  /** Origin of the stand-in that served this script. */
  origin: string;
  tell(message: FromApp): void;
  on<Kind extends FromAdmin["kind"]>(kind: Kind, hear: (message: Heard<Kind>) => void): void;
};

export function openChannel(origin: string): AdminChannel {
  const listeners: Array<(message: FromAdmin) => void> = [];
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== origin) return;
    const data: unknown = event.data;
    if (isFromAdmin(data)) for (const hear of listeners) hear(data.message);
  });
  return {
    origin,
    tell: (message) => window.parent.postMessage(sealed(message), origin),
    on: (kind, hear) => {
      listeners.push((message) => {
        if (isOf(message, kind)) hear(message);
      });
    },
  };
}

function isOf<Kind extends FromAdmin["kind"]>(
  message: FromAdmin,
  kind: Kind,
): message is Heard<Kind> {
  return message.kind === kind;
}
