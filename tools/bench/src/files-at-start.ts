/** A file that esbuild wrote, as its metafile describes it. */
interface Output {
  readonly entryPoint?: string;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}

/** The entry and what it imports statically, directly or not. `import()` has entries of its own, which are not started with. */
export function filesAtStart(outputs: Readonly<Record<string, Output>>): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const { path: imported, kind } of outputs[path]?.imports ?? [])
      if (kind === "import-statement") follow(imported);
  };
  for (const [path, { entryPoint }] of Object.entries(outputs)) if (entryPoint === "<stdin>") follow(path);
  return found;
}
