/**
 * Does something with one after the other; one that fails keeps no other from its turn. For what a schedule does again anyway.
 *
 * @throws the first of the faults, once all have had their turn
 */
export async function tryEach<Item>(items: Iterable<Item>, run: (item: Item) => Promise<unknown>): Promise<void> {
  const faults: unknown[] = [];
  for (const item of items) await run(item).catch((error: unknown) => void faults.push(error));
  if (faults.length > 0) throw faults[0];
}
