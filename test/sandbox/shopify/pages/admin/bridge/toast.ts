/// <reference lib="dom" />
import type { AdminChannel } from "./admin-channel.ts";

type ToastOptions = {
  duration?: number;
  isError?: boolean;
  action?: string;
  onAction?: () => void;
  onDismiss?: () => void;
};

const DEFAULT_MS = 5000;

/** `shopify.toast`: shown by the admin, outside the app's frame. */
export function toasts(channel: AdminChannel) {
  const shown = new Map<string, ToastOptions>();
  channel.on("toast", ({ id, event }) => {
    const options = shown.get(id);
    if (event === "action") return options?.onAction?.();
    shown.delete(id);
    options?.onDismiss?.();
  });
  return {
    show: (message: string, options: ToastOptions = {}): string => {
      const id = crypto.randomUUID();
      shown.set(id, options);
      channel.tell({
        kind: "toast",
        id,
        message,
        isError: options.isError === true,
        ms: options.duration ?? DEFAULT_MS,
        action: options.action ?? "",
      });
      return id;
    },
    hide: (id: string): void => channel.tell({ kind: "hideToast", id }),
  };
}
