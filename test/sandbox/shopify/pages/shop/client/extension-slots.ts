/// <reference lib="dom" />
import type { Buyer, FromFrame, FromPage } from "./extension-messages.ts";

/** Opens the extension frames, gives each the height of its content, and says what the shopper typed so far. */
export function watchSlots(buyer: () => Buyer | null): { tellAll(): void } {
  const frames = [...document.querySelectorAll<HTMLIFrameElement>("iframe[data-target]")];

  function tell(frame: HTMLIFrameElement): void {
    const typed = buyer();
    if (!typed) return;
    const message: FromPage = { kind: "buyer", buyer: typed };
    frame.contentWindow?.postMessage(message, location.origin);
  }

  addEventListener("message", ({ source, origin, data }: MessageEvent<FromFrame>) => {
    const frame = frames.find((one) => one.contentWindow === source);
    if (!frame || origin !== location.origin) return;
    if (data.kind === "height") frame.style.height = `${data.height}px`;
    else tell(frame);
  });
  // Only now: a frame that is faster than this script would tell its height to nobody.
  for (const frame of frames) frame.src = frame.dataset["address"] ?? "";
  return { tellAll: () => frames.forEach(tell) };
}
