/** A merge, or the split that undoes one, as the tree of a person is read from them. */
export interface Joint {
  readonly id: string;
  readonly kind: "merge" | "split";
  readonly contactId: string;
  readonly intoId: string;
  readonly undoes: string | null;
}

function standing<T extends Joint>(history: readonly T[]): readonly T[] {
  const undone = new Set(history.flatMap(({ undoes }) => undoes ?? []));
  return history.filter(({ kind, id }) => kind === "merge" && !undone.has(id));
}

/** The merge by which a contact belongs to another today; null when it stands for itself. */
export function openMergeOf<T extends Joint>(history: readonly T[], contactId: string): T | null {
  return standing(history).find((joint) => joint.contactId === contactId) ?? null;
}

/** Whether somebody at the shop took these two apart, and nobody has joined them since: no guess stands against that. */
export function wereTakenApart(
  history: readonly (Joint & { readonly decidedBy: string })[],
  ids: readonly [string, string],
): boolean {
  const last = history.findLast(
    ({ contactId, intoId }) => ids.includes(contactId) && ids.includes(intoId),
  );
  return last?.kind === "split" && last.decidedBy === "merchant";
}

/** A contact and all that were joined to it, directly or through others: what leaves together. */
export function branchOf(history: readonly Joint[], contactId: string): string[] {
  const joints = standing(history);
  const branch = [contactId];
  for (const id of branch) {
    // Grows while it is walked: each contact is joined to one other at most, so this ends.
    branch.push(...joints.filter(({ intoId }) => intoId === id).map((joint) => joint.contactId));
  }
  return branch;
}
