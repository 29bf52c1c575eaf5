import type { ProofBlock, ProofSection } from "#app/modules/proof/proof-document.types.ts";
import type { ProofReport } from "#app/modules/proof/proof.types.ts";
import type { Words } from "#app/ui/words.tsx";
import { instantWords } from "./proof-words.ts";

/** What was found when the hashes of the person's entries were computed anew. */
function finding({ chain, acts }: ProofReport, { t }: Words): string {
  if (acts.length === 0) return t("proof.chain.nothing");
  if (chain.changed.length > 0) {
    return t("proof.chain.changed", { entries: chain.changed.join(", ") });
  }
  if (chain.unlinked.length > 0) {
    return t("proof.chain.unlinked", { entries: chain.unlinked.join(", ") });
  }
  return t("proof.chain.fits", { count: chain.checked });
}

/** Why what stands above can be believed. */
export function chainSection(report: ProofReport, words: Words): ProofSection {
  const { t } = words;
  const { head } = report.chain;
  const text = (value: string): ProofBlock => ({ kind: "text", text: value });
  const time = instantWords(report.readAt, report.shop.timeZone, words);
  const end: ProofBlock[] = head
    ? [
        text(t("proof.chain.explained")),
        {
          kind: "facts",
          facts: [
            {
              label: t("proof.chain.length"),
              value: t("proof.chain.entries", { count: head.seq }),
            },
            { label: t("proof.chain.head"), value: `${head.hash}\n${t("proof.asOf", { time })}` },
          ],
        },
      ]
    : [];
  return {
    key: "chain",
    heading: t("proof.sections.chain"),
    blocks: [text(t("proof.appendOnly")), text(finding(report, words)), ...end],
    parts: [],
  };
}
