/** One language's words for every reason; `_unnamed` where the product it names has no title any more. */
export type ReasonTexts = Readonly<
  Record<
    | "bought_with"
    | "bought_with_unnamed"
    | "bought_before"
    | "in_rhythm"
    | "popular"
    | "similar"
    | "similar_unnamed"
    | "related"
    | "related_unnamed",
    string
  >
>;

/** The merchant also learns in what two products are alike. */
export type MerchantReasonTexts = ReasonTexts &
  Readonly<Record<"by_type" | "by_collection" | "by_tags", string>>;
