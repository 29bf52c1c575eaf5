import { setImmediate as othersTurn } from "node:timers/promises";
import type { ProofBlock, ProofDocument } from "./proof-document.types.ts";
import { Sheet } from "./pdf/sheet.ts";

function drawBlock(sheet: Sheet, block: ProofBlock): void {
  switch (block.kind) {
    case "text":
      return sheet.paragraph(block.text);
    case "quote":
      return sheet.quote(block.text);
    case "facts":
      for (const fact of block.facts) sheet.fact(fact);
  }
}

/** A proof on paper (PDF, A4): all letters embedded, so that it reads the same everywhere and offline. */
export async function printProof(document: ProofDocument): Promise<Buffer> {
  const { title, language, head, intro, sections, footer, pageLabel } = document;
  const sheet = new Sheet({ title, language, author: head[0]?.value ?? "" });
  sheet.title(title);
  sheet.paragraph(intro);
  for (const fact of head) sheet.fact(fact);
  for (const { heading, blocks, parts } of sections) {
    sheet.section(heading);
    for (const block of blocks) drawBlock(sheet, block);
    for (const part of parts) {
      sheet.part(part.heading);
      for (const block of part.blocks) drawBlock(sheet, block);
      await othersTurn(); // hundreds of acts take a second: webhooks must not wait for paper
    }
  }
  return sheet.close({ text: footer, pageLabel });
}
