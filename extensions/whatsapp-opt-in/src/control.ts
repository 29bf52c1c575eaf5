/** Shopify types its events as plain ones; the controls they come from carry these. */
export function control(event: Event): { readonly checked: boolean; readonly value: string } {
  const { currentTarget: from } = event;
  const checked = from !== null && "checked" in from && from.checked === true;
  const value =
    from !== null && "value" in from && typeof from.value === "string" ? from.value : "";
  return { checked, value };
}
