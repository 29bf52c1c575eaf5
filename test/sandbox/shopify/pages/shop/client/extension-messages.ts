/** What a page and the extension frame inside it tell each other by postMessage. */
export type Buyer = { email: string | null; shippingPhone: string | null; country: string | null };

export type FromFrame = { kind: "height"; height: number } | { kind: "ready" };
export type FromPage = { kind: "buyer"; buyer: Buyer };
