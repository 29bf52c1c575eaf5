import { Badge, BlockStack, type BadgeProps, Text } from "@shopify/polaris";
import { adviceFor, type OverviewState } from "#app/modules/templates/template-overview.rules.ts";
import type { TemplateNote } from "#app/modules/templates/templates-report.types.ts";
import { useWords, type Words } from "#app/ui/words.tsx";

const TONES: Readonly<Record<OverviewState, NonNullable<BadgeProps["tone"]>>> = {
  approved: "success",
  replacing: "info",
  replacement_held: "warning",
  replacement_rejected: "warning",
  review: "info",
  none: "new",
  not_submitted: "critical",
  paused: "warning",
  category: "critical",
  rejected: "critical",
  gone: "warning",
  disabled: "critical",
};

export function StateBadge({ state }: { state: OverviewState }) {
  const { t } = useWords();
  return <Badge tone={TONES[state]}>{t(`templates.states.${state}`)}</Badge>;
}

/** Name of a language in the words of the admin's. */
export function languageName(language: string, locale: string): string {
  const names = new Intl.DisplayNames([locale], { type: "language" });
  return names.of(language.replace("_", "-")) ?? language;
}

const categoryName = (t: Words["t"], category: string | null) =>
  t(`templates.category.${category ?? ""}`, {}, category ?? "");

function rejectionWords(note: TemplateNote, t: Words["t"]): string[] {
  const advice = adviceFor(note.reason);
  return [
    t("templates.reason", { reason: t(`templates.reasons.${advice}`) }),
    ...(note.advice ? [t("templates.metaSays", { text: note.advice })] : []),
    t(`templates.advice.${advice}`),
  ];
}

function categoryWords(note: TemplateNote, t: Words["t"]): string[] {
  const price = note.metaCategory === "UTILITY" ? "toUtility" : "toMarketing";
  return [t(`templates.category.${price}`), t("templates.category.moved")];
}

function comingWords(note: TemplateNote, timeZone: string, words: Words): string[] {
  const { comingCategory, comingCategoryAt: at } = note;
  if (comingCategory === null || note.state === "category") return [];
  const category = categoryName(words.t, comingCategory);
  return at === null
    ? [words.t("templates.category.comingSoon", { category })]
    : [words.t("templates.category.coming", { category, at: words.time(at, timeZone) })];
}

/** What a state means, why it is so and what to do: one sentence each. */
function sentences(note: TemplateNote, timeZone: string, words: Words): string[] {
  const { t } = words;
  const category = categoryName(t, note.metaCategory);
  const said = [t(`templates.explained.${note.state}`, { category, reason: note.reason ?? "" })];
  const isRejected = note.state === "rejected" || note.state === "replacement_rejected";
  const isRated = note.quality === "RED" || note.quality === "YELLOW";
  return [
    ...said,
    ...(isRejected ? rejectionWords(note, t) : []),
    ...(note.state === "category" ? categoryWords(note, t) : []),
    ...(note.state === "paused" && note.pausedUntil
      ? [t("templates.pausedUntil", { at: words.time(note.pausedUntil, timeZone) })]
      : []),
    ...comingWords(note, timeZone, words),
    ...(isRated ? [t(`templates.quality.${note.quality}`)] : []),
  ];
}

export function StateWords({ note, timeZone }: { note: TemplateNote; timeZone: string }) {
  const words = useWords();
  return (
    <BlockStack gap="100">
      {sentences(note, timeZone, words).map((sentence) => (
        <Text as="p" key={sentence}>
          {sentence}
        </Text>
      ))}
    </BlockStack>
  );
}

/** What a merchant should look at: it does not send as it should, or soon will not. */
export function needsAttention({ state, quality, comingCategory }: TemplateNote): boolean {
  const calm: OverviewState[] = ["approved", "replacing", "review", "none"];
  return !calm.includes(state) || quality === "RED" || comingCategory !== null;
}
