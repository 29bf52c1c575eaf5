import type { ProofSection } from "#app/modules/proof/proof-document.types.ts";
import type { ProofReport } from "#app/modules/proof/proof.types.ts";
import type { Words } from "#app/ui/words.tsx";

/** Why what stands above can be believed. */
export function chainSection(_report: ProofReport, { t }: Words): ProofSection {
  return {
    key: "chain",
    heading: t("proof.sections.chain"),
    blocks: [{ kind: "text", text: t("proof.appendOnly") }],
    parts: [],
  };
}
