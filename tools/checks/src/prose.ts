#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFiles, root } from "./repository-files.ts";

// Vale is a binary that its npm packages download in install scripts, which this workspace does not run. retext would need
// a parser, a plugin and a dictionary per file type, which is more code and more packages than this table of patterns.

const unit =
  "call|operation|connection|message|entry|request|protocol|file|page|frame|turn|test|round|version|tag|client";
const counted =
  "one|\\d(?:[\\d,.]*\\d)?|times|k?B|[µmn]s|[KM]i?B|entry|line|file|rule|method|sentence|concept|emitter|bytes?";

/**
 * Phrasings that send a reader back to the start of the sentence, as the source of a regular expression, and what to write
 * instead. A space also matches a line break in a comment. A list, not a grammar: add what a reviewer has marked twice.
 */
export const phrasings: readonly (readonly [found: string, write: string])[] = [
  // Words that no maintainer would say
  ["mend(?:s|ed|ing)?", "fix"],
  ["somebody", "a user, a client, … (name the role)"],
  ["nobody", "no one (or name the role)"],
  ["who(?:m|so)?ever", "anyone who"],
  ["anew", "again"],
  ["misspelt", "misspelled"],
  ["life time", "lifetime"],
  ["time-outs?", "timeout"],
  ["and (?:its|their) kin", "and similar …"],
  ["beside", "next to, in addition to, compared with"],
  // Negation
  ["(?<!there )(?:is|are) no (?!longer|more|less|one|different|match|news|way|such|\\W)[a-z]+", "is not a …"],
  ["that (?:is|are) none", "that is not …, that has no …"],
  ["do without", "avoid"],
  // Terms that every reader knows
  ["(?:send|sends|sent|sending)(?: (?:it|them|a message|the message))? again", "retry"],
  ["answer(?:s|ed)?(?: with)? [1-5]\\d\\d", "responds with …"],
  ["answers? (?:of|from) the (?:service|server|emulator)", "response"],
  ["surely (?:was )?refused", "definitely rejected"],
  ["stays? in force", "remains in effect"],
  ["takes? turns", "alternate (or name what is done, such as a two-generation cache)"],
  ["comes twice", "repeats"],
  ["(?:go|goes|went|arrives?) elsewhere", "is misrouted"],
  ["in the place of", "instead of"],
  ["(?:say|says|said) in words", "explains"],
  ["(?:twelfth|quarter|third) of an hour", "a number of minutes"],
  // "20 µs a call", "one file an operation"
  [`(?:${counted}) an? (?:${unit})(?![\\w-])`, "per …"],
  // American spelling
  ["(?:mis)?behaviour(?:s|al)?", "behavior"],
  ["(?:col|hon|neighb|fav)our(?:s|ed|ing|able)?", "-or"],
  ["(?:optim|organ|normal|serial|initial|recogn|summar|author)is(?:e|es|ed|ing|ation|ations)", "-ize"],
  ["whilst|amongst", "while, among"],
];

const gap = String.raw`(?:[ \t]+|[ \t]*\r?\n[ \t]*(?:(?:\*|//|#|>)[ \t]*)?)`;

const patterns = phrasings.map(([found, write]) => ({
  pattern: new RegExp(String.raw`(?<![\w$.-])(?:${found.replaceAll(" ", gap)})(?![\w$])`, "gi"),
  write,
}));

/** A phrasing where it was found. */
export interface Finding {
  readonly line: number;
  readonly text: string;
  readonly write: string;
}

/** The listed phrasings in a file: in all of source code, and in Markdown outside code and quotations. */
export function findPhrasings(text: string, isMarkdown: boolean): Finding[] {
  const prose = isMarkdown ? withoutCode(text) : text;
  return patterns
    .flatMap(({ pattern, write }) =>
      [...prose.matchAll(pattern)].map((match) => ({
        line: prose.slice(0, match.index).split("\n").length,
        text: match[0].replaceAll(new RegExp(gap, "g"), " ").trim(),
        write,
      })),
    )
    .toSorted((a, b) => a.line - b.line);
}

/** A Markdown text whose code, quotations and comments are blank; its lines keep their numbers. */
function withoutCode(text: string): string {
  return text.replaceAll(
    /^[ \t]*(```|~~~)[^]*?^[ \t]*\1|^> .*$|^(?: {4}|\t).*$|`[^`\n]*`|<!--[^]*?-->|\]\([^)\s]*\)/gm,
    (found) => `\`${"\n".repeat(found.split("\n").length - 1)}\``,
  );
}

/** Lists the phrasings itself, is frozen, or is written by a tool. */
const exempt =
  /^tools\/checks\/(src|test)\/prose|\/generated\/|^spec\/released\/|\/test\/diff\/history\/|(^|\/)(pnpm-lock\.yaml|CHANGELOG\.md|LICENSE)$/;

function main(paths: readonly string[]): number {
  const files = repositoryFiles(...paths).filter(
    (file) => /\.(md|m?[jt]sx?|ya?ml)$/.test(file) && !exempt.test(file),
  );
  let found = 0;
  for (const file of files) {
    for (const { line, text, write } of findPhrasings(
      readFileSync(join(root, file), "utf8"),
      file.endsWith(".md"),
    )) {
      console.error(`${file}:${line} "${text}": write "${write}"`);
      found++;
    }
  }
  console.log(found === 0 ? `${files.length} files in plain English` : `${found} phrasings to replace`);
  return found === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2));
