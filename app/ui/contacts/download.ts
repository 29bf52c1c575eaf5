import { useState } from "react";

/** Hands a file over to the browser as if its link had been followed. */
function saveAs(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export type DownloadState = "idle" | "loading" | "failed";

/**
 * Loads a file of ours and saves it. Shopify's admin shows us in a frame without cookies, where a plain link
 * to a file has no session: `fetch` carries App Bridge's token.
 */
export function useDownload() {
  const [state, setState] = useState<DownloadState>("idle");
  const download = async (address: string, name: string) => {
    setState("loading");
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`The server answered ${answer.status}`);
      saveAs(await answer.blob(), name);
      setState("idle");
    } catch {
      setState("failed");
    }
  };
  return { state, download };
}
