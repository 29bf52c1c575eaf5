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

/** Reads an answer to its end and tells how far it is. One that breaks off is an error, not a short file. */
async function readAll(answer: Response, tell: (bytes: number) => void): Promise<Blob> {
  const type = answer.headers.get("content-type") ?? "";
  if (!answer.body) return answer.blob();
  const pieces: Blob[] = [];
  let bytes = 0;
  for (const reader = answer.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(pieces, { type });
    pieces.push(new Blob([value]));
    bytes += value.byteLength;
    tell(bytes);
  }
}

/**
 * Loads a file of ours and saves it. Shopify's admin shows us in a frame without cookies, where a plain link
 * to a file has no session: `fetch` carries App Bridge's token.
 */
export function useDownload() {
  const [state, setState] = useState<DownloadState>("idle");
  const [megabytes, setMegabytes] = useState(0);
  const download = async (address: string, name: string) => {
    setState("loading");
    setMegabytes(0);
    const tell = (bytes: number) => setMegabytes(Math.floor(bytes / 1_000_000));
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`The server answered ${answer.status}`);
      saveAs(await readAll(answer, tell), name);
      setState("idle");
    } catch {
      setState("failed");
    }
  };
  return { state, megabytes, download };
}
