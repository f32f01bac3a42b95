import { describe, expect, test } from "vitest";
import { observedClient } from "./observed-client.ts";

async function collect<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/** Three pages of two items; the links lose everything but the token and lead to another host. */
function threePages(url: string): Response {
  const page = Number(new URL(url).searchParams.get("continuationToken") ?? 0);
  const value = [{ id: page * 2 }, { id: page * 2 + 1 }];
  const nextLink = page < 2 ? `https://evil.example/x?continuationToken=${page + 1}` : null;
  return Response.json({ value, nextLink });
}

describe("a paged operation", () => {
  test("gives the items of all pages and asks the same endpoint with the token", async () => {
    const { client, requests } = observedClient(({ url }) => threePages(url));
    expect(await collect(client.list({ hub: "c" }))).toEqual([0, 1, 2, 3, 4, 5].map((id) => ({ id })));
    expect(requests.map(({ url }) => url)).toEqual([
      "https://example.com/hubs/c/members?api-version=1",
      "https://example.com/hubs/c/members?api-version=1&continuationToken=1",
      "https://example.com/hubs/c/members?api-version=1&continuationToken=2",
    ]);
  });

  test("stops requesting when the iteration stops", async () => {
    const { client, requests } = observedClient(({ url }) => threePages(url));
    for await (const item of client.list({ hub: "c" })) {
      if ((item as { id: number }).id === 2) break;
    }
    expect(requests).toHaveLength(2);
  });

  test("counts the limit itself", async () => {
    const { client, requests } = observedClient(({ url }) => threePages(url));
    expect(await collect(client.list({ hub: "c", top: 3 }))).toHaveLength(3);
    expect(requests).toHaveLength(2);
  });

  test("gives whole pages through pages()", async () => {
    const { client } = observedClient(({ url }) => threePages(url));
    expect(await collect(client.list({ hub: "c" }).pages())).toHaveLength(3);
  });

  test.each([
    ["the same token twice", "https://e.example/?continuationToken=1", "same continuation token twice"],
    ["a link without a token", "https://e.example/?x=1", "has no continuationToken"],
  ])("fails on %s", async (_, nextLink, message) => {
    const { client, requests } = observedClient(() => Response.json({ value: [], nextLink }));
    await expect(collect(client.list({ hub: "c" }))).rejects.toThrow(message);
    expect(requests.length).toBeLessThan(4);
  });
});
