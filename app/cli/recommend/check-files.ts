import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

interface Files {
  orders: string;
  queries: string;
  out: string;
}

const isFolder = async (path: string) =>
  (await stat(path).catch(() => null))?.isDirectory() ?? false;

async function isThere(path: string, may: number): Promise<boolean> {
  return access(path, may).then(
    () => true,
    () => false,
  );
}

/**
 * Before minutes of work: can the files be read, and the answers be written?
 * @throws Error in words when not
 */
export async function checkFiles({ orders, queries, out }: Files): Promise<void> {
  for (const path of [orders, queries]) {
    const readable = (await isThere(path, constants.R_OK)) && !(await isFolder(path));
    if (!readable) throw new Error(`There is no file at ${path} that can be read.`);
    if (resolve(path) === resolve(out)) throw new Error(`--out would overwrite ${path}.`);
  }
  const place = (await isThere(out, constants.F_OK)) ? out : dirname(out);
  const writable = (await isThere(place, constants.W_OK)) && !(await isFolder(out));
  if (!writable) throw new Error(`The answers cannot be written to ${out}.`);
}
