import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { findCodeBlocks } from "../../src/markdown.ts";
import { root } from "../../src/sources.ts";

const text = readFileSync(join(root, "docs/guides/getting-started.md"), "utf8");
const shown = findCodeBlocks(text).flatMap(({ line, shows }) =>
  shows === undefined ? [] : [{ line, shows }],
);

describe("The five-minute start", () => {
  test.each(shown)("names the file $shows before it shows it", ({ line, shows }) => {
    expect(
      text
        .split("\n")
        .slice(line - 5, line - 1)
        .join("\n")
        .replace(/<!--.*?-->/g, ""),
    ).toContain(`\`${basename(shows)}\``);
  });

  test("sets the type of the package that its files need", () => {
    const folder = dirname(shown[0]?.shows ?? "");
    const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as {
      readonly type: string;
    };
    const commands = findCodeBlocks(text).map(({ code }) => code);
    expect(commands.some((code) => code.includes(`npm pkg set type=${manifest.type}`))).toBe(true);
  });
});
