interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Asks for a list page by page until it is whole: for what a form has to offer all of. */
export async function everyPage<Item>(
  ask: (cursor: string | null) => Promise<Page<Item>>,
): Promise<{ items: Item[]; nextCursor: null }> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await ask(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { items, nextCursor: null };
}
