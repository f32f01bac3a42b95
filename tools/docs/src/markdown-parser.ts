/** What is used of a token of markdown-it, which typedoc does not export. */
export interface Token {
  readonly type: string;
  content: string;
  children: Token[] | null;
}

interface State {
  readonly tokens: Token[];
  readonly Token: new (type: string, tag: string, nesting: number) => Token;
}

/** What is used of the parser. */
export interface Parser {
  readonly linkify: { set(options: { readonly fuzzyLink: boolean }): unknown };
  readonly core: { readonly ruler: { push(name: string, rule: (state: State) => void): void } };
}

/** Sets up typedoc's parser of Markdown: of names that look like hosts, such as `ASP.NET`, no links are made. */
export function setUpParser(parser: Parser): void {
  parser.linkify.set({ fuzzyLink: false });
  keepCodeInHeadings(parser);
}

/**
 * Keeps inline code in the page's list of headings and in their anchors, which are GitHub's then. typedoc takes the text of
 * a heading from text tokens alone, and those of a token that has children from them.
 */
function keepCodeInHeadings(parser: Pick<Parser, "core">): void {
  parser.core.ruler.push("heading-code", ({ tokens, Token }) => {
    for (const [index, token] of tokens.entries()) {
      if (tokens[index - 1]?.type !== "heading_open") continue;
      for (const child of token.children ?? []) {
        if (child.type !== "code_inline") continue;
        const text = new Token("text", "", 0);
        text.content = child.content;
        child.children = [text];
      }
    }
  });
}
