import { describe, expect, test } from "vitest";
import { findBadLinks } from "../../src/check-site.ts";

const nowhere = () => false;
const anywhere = () => true;

describe("findBadLinks", () => {
  test("names a link whose page is not there", () => {
    expect(findBadLinks('<p><a href="Sending.html#limits">x</a>', nowhere)).toEqual([
      "links to Sending.html#limits, which is not there",
    ]);
  });

  test("rejects Markdown that is copied next to the pages instead of being one", () => {
    const complaint = expect.stringContaining("Markdown that is not a page");
    expect(findBadLinks('<a href="../media/README-1.md#x">x</a>', anywhere)).toEqual([complaint]);
    expect(findBadLinks('<a href="media/versioning.md">x</a>', anywhere)).toEqual([complaint]);
    expect(findBadLinks('<a href="media/openapi.yaml">x</a>', anywhere)).toEqual([]);
  });

  test("asks for path and anchor as they are decoded", () => {
    const asked: string[] = [];
    findBadLinks('<a href="Microsoft%20Entra.html?x=1#a%20b">x</a>', (path, anchor) => {
      asked.push(path, anchor);
      return true;
    });
    expect(asked).toEqual(["Microsoft Entra.html", "a b"]);
  });

  test("lets links lead to other hosts, and lets nothing be loaded from there", () => {
    expect(findBadLinks('<a href="https://learn.microsoft.com/x">x</a>', nowhere)).toEqual([]);
    expect(findBadLinks('<script src="https://cdn.example/x.js"></script>', anywhere)).toEqual([
      "loads https://cdn.example/x.js",
    ]);
    expect(findBadLinks('<img class="a" src="//cdn.example/x.png"/>', anywhere)).toEqual([
      "loads //cdn.example/x.png",
    ]);
  });
});
