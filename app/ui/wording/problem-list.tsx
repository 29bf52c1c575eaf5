import { Banner, List } from "@shopify/polaris";
import type { WordingProblem } from "#app/modules/consent/wording-versions.types.ts";
import { useWords, type Words } from "#app/ui/words.tsx";

/** Named in texts, where a gap by its own name would be filled. */
export const GAPS = { shopGap: "{{shop}}", privacyGap: "{{privacy}}" };

function problemWords(problem: WordingProblem, { t }: Words): string {
  switch (problem.code) {
    case "part_missing":
      return t(`wording.parts.${problem.part}`, GAPS);
    case "too_long":
      return t("wording.tooLong", { most: problem.most });
    case "unknown_gap":
      return t("wording.unknownGap", { gap: problem.gap });
    case "all_too_long":
      return t("wording.allTooLong");
  }
}

/** What a sentence lacks, part by part, while it is being written; and that it lacks nothing. */
export function ProblemList({ problems }: { problems: WordingProblem[] }) {
  const words = useWords();
  const { t } = words;
  if (problems.length === 0) return <Banner tone="success" title={t("wording.complete")} />;
  return (
    <Banner tone="warning" title={t("wording.incomplete")}>
      <List>
        {problems.map((problem) => (
          <List.Item key={JSON.stringify(problem)}>{problemWords(problem, words)}</List.Item>
        ))}
      </List>
    </Banner>
  );
}
