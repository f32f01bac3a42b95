import { join, relative } from "node:path";
import { generateProject } from "../../../generator/src/project.ts";
import { findDrift } from "../../../generator/src/write.ts";
import type { Write } from "./write-set.ts";

/**
 * The files of `packages/<name>/generated` that change.
 *
 * @param root The repository.
 * @param staging A folder with `spec/` as it is to be.
 */
export async function generatedWrites(root: string, staging: string): Promise<Write[]> {
  const { folders } = await generateProject(staging);
  return folders.flatMap(({ folder, files }) => {
    const path = relative(staging, folder);
    const drift = findDrift(join(root, path), files);
    const texts = new Map(files.map((file) => [file.path, file.text]));
    return drift.map((one) => {
      const name = relative(join(root, path), one.path);
      return { path: join(path, name), text: one.reason === "orphan" ? undefined : texts.get(name) };
    });
  });
}
