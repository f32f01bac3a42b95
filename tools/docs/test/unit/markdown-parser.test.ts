import { expect, test } from "vitest";
import { setUpParser, type Token } from "../../src/markdown-parser.ts";

class MadeToken implements Token {
  readonly type: string;
  content = "";
  children: Token[] | null = null;
  constructor(type: string) {
    this.type = type;
  }
}

function inline(content: string): Token {
  const code = new MadeToken("code_inline");
  code.content = content;
  const token = new MadeToken("inline");
  token.children = [code];
  return token;
}

test("inline code of a heading has its text as a child, and that of a paragraph has none", () => {
  const tokens = [
    new MadeToken("heading_open"),
    inline("detailedErrors"),
    new MadeToken("paragraph_open"),
    inline("x"),
  ];
  setUpParser({
    linkify: { set: () => undefined },
    core: { ruler: { push: (_name, rule) => rule({ tokens, Token: MadeToken }) } },
  });
  expect(tokens[1]?.children?.[0]?.children).toMatchObject([{ type: "text", content: "detailedErrors" }]);
  expect(tokens[3]?.children?.[0]?.children).toBeNull();
});

test("a name that looks like a host becomes no link", () => {
  const settings: unknown[] = [];
  setUpParser({
    linkify: { set: (options) => settings.push(options) },
    core: { ruler: { push: () => undefined } },
  });
  expect(settings).toEqual([{ fuzzyLink: false }]);
});
