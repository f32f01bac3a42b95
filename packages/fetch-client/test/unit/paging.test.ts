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
    [
      "the same token twice",
      "https://e.example/?continuationToken=1",
      "the service repeated a next-page link",
    ],
    ["a link without a token", "https://e.example/?x=1", "has no continuationToken"],
  ])("fails on %s", async (_, nextLink, message) => {
    const { client, requests } = observedClient(() => Response.json({ value: [1], nextLink }));
    await expect(collect(client.list({ hub: "c" }))).rejects.toThrow(message);
    expect(requests.length).toBeLessThan(4);
  });

  test("fails when pages without items do not come to an end", async () => {
    const { client, requests } = observedClient((_, count) =>
      Response.json({ value: [], nextLink: `https://e.example/?continuationToken=${count}` }),
    );
    await expect(collect(client.list({ hub: "c" }))).rejects.toThrow("list: 100 pages in a row are empty");
    expect(requests).toHaveLength(100);
  });

  test("goes over a few empty pages", async () => {
    const { client } = observedClient((_, count) =>
      Response.json(
        count % 60 === 0
          ? { value: [count], nextLink: count < 120 ? `?continuationToken=${count}` : null }
          : { value: [], nextLink: `?continuationToken=${count}` },
      ),
    );
    expect(await collect(client.list({ hub: "c" }))).toEqual([60, 120]);
  });
});

describe("a paged operation whose pages are found by their link alone", () => {
  const endpoint = "https://example.com/base";

  function following(links: readonly (string | null)[]) {
    return observedClient(
      (_, count) => Response.json({ value: [count], nextLink: links[count - 1] ?? null }),
      { endpoint },
    );
  }

  test("follows links below the endpoint, relative ones from the page that they stand in", async () => {
    const { client, requests } = following([
      "https://example.com/base/hubs/c/members/2?skip=1",
      "3?skip=2",
      "/base/other#part",
      "https://EXAMPLE.com:443/base/hubs/../last",
    ]);
    expect(await collect(client.follow({ hub: "c" }))).toEqual([1, 2, 3, 4, 5]);
    expect(requests.map(({ url }) => url)).toEqual([
      "https://example.com/base/hubs/c/members?api-version=1",
      "https://example.com/base/hubs/c/members/2?skip=1",
      "https://example.com/base/hubs/c/members/3?skip=2",
      "https://example.com/base/other",
      "https://example.com/base/last",
    ]);
  });

  test.each([
    "https://evil.example/base/hubs/c/members?skip=1",
    "http://example.com/base/hubs/c/members?skip=1",
    "https://example.com:8443/base/hubs/c/members",
    "//evil.example/base/x",
    "\\\\evil.example\\base",
    "https://example.com/based/x",
    "../../../x",
    "https://example.com/base/%2e%2e/x",
    "https://user:word@example.com/base/x",
    "data:application/json,{}",
    "javascript:0",
  ])("sends nothing to %s", async (link) => {
    const { client, requests } = following([link]);
    await expect(collect(client.follow({ hub: "c" }))).rejects.toThrow(
      "follow: the next-page link points outside https://example.com/base/, so it was not followed",
    );
    expect(requests).toHaveLength(1);
  });

  test("fails on a link that is not a URL, and on one that repeats", async () => {
    await expect(collect(following(["https://["]).client.follow({ hub: "c" }))).rejects.toThrow(
      "is not a URL",
    );
    const { client, requests } = following(["?page=2", "?page=3", "?page=2"]);
    await expect(collect(client.follow({ hub: "c" }))).rejects.toThrow(
      "the service repeated a next-page link",
    );
    expect(requests).toHaveLength(3);
  });

  test("stops requesting when the iteration stops", async () => {
    const { client, requests } = following(["?page=2", "?page=3"]);
    for await (const item of client.follow({ hub: "c" })) if (item === 2) break;
    expect(requests).toHaveLength(2);
  });
});
