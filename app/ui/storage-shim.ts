/**
 * Where a browser blocks third-party storage, reading `sessionStorage` inside the admin's frame throws
 * and would end Remix. Then a store that lasts as long as the page takes its place.
 */
export const STORAGE_SHIM = `for (const k of ["sessionStorage", "localStorage"]) try { window[k] } catch { const m = new Map();
Object.defineProperty(window, k, { value: { getItem: i => m.get(i) ?? null, setItem: (i, v) => { m.set(i, String(v)) },
removeItem: i => { m.delete(i) }, clear: () => m.clear(), key: i => [...m.keys()][i] ?? null, get length() { return m.size } } }) }`;
