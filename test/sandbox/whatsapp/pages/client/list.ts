/// <reference lib="dom" />

const drawn = new Map<string, { looks: string; item: HTMLElement }>();

/** The item that was made under this key, as long as it still looks right. */
export function itemOf(key: string, looks: string, make: () => HTMLElement): HTMLElement {
  const known = drawn.get(key);
  const item = known?.looks === looks ? known.item : make();
  drawn.set(key, { looks, item });
  return item;
}

/** Shows these in this order. What is in its place is not touched: a tap that has begun on it would be lost. */
export function arrange(list: HTMLElement, items: HTMLElement[]): void {
  items.forEach((item, index) => {
    const there = list.children[index] ?? null;
    if (there !== item) list.insertBefore(item, there);
  });
  while (list.children.length > items.length) list.lastElementChild?.remove();
}
