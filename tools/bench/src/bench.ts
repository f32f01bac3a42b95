#!/usr/bin/env node
/** `pnpm bench gates` and the other commands; anything else are groups to measure. */
const commands: Readonly<Record<string, () => Promise<unknown>>> = {
  compare: () => import("./compare-cli.ts"),
  gates: () => import("./gates-cli.ts"),
  report: () => import("./report-cli.ts"),
  test: () => import("./test.ts"),
};

const [name = ""] = process.argv.slice(2);
if (Object.hasOwn(commands, name)) {
  process.argv.splice(2, 1);
  await commands[name]?.();
} else {
  await import("./cli.ts");
}
