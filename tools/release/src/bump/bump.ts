import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { manifests } from "../rescope/workspace.ts";
import { type CheckResult, buildPackages, runChecks } from "./after-bump.ts";
import { checkInputs } from "./check-inputs.ts";
import { type Decision, withDecisions } from "./decision.ts";
import { type BumpPlan, planBump } from "./plan-bump.ts";
import { decisionsFrom } from "./red-places.ts";
import { guidePath } from "./user-texts.ts";
import { applyWrites } from "./write-set.ts";

export interface BumpOptions {
  readonly root: string;
  readonly version: string;
  /** A published document to draft from. */
  readonly from: string | undefined;
  readonly dryRun: boolean;
  /** Whether to compile and check what was written; both need an installed workspace. */
  readonly verify: boolean;
  readonly signal: AbortSignal;
  /** Called before each step. What it throws ends the bump, and whatever was written is undone. */
  readonly onStep: (title: string) => void;
  /** Called before each file is written, likewise. */
  readonly onWrite?: (path: string) => void;
  /** Called when nothing is undone any more: only checks follow. */
  readonly onWritten?: () => void;
}

export interface BumpOutcome {
  readonly plan: BumpPlan;
  readonly checks: readonly CheckResult[];
  /** What only a person can decide: those of the plan, and the places at which checks failed. The guide lists them. */
  readonly decisions: readonly Decision[];
}

/**
 * Brings the repository to a new API version: works everything out elsewhere, then writes all of it or nothing.
 *
 * @throws {BumpError} if there is a problem that a person can fix.
 */
export async function bump(options: BumpOptions): Promise<BumpOutcome> {
  const { root, version, from, dryRun, verify, signal, onStep, onWrite, onWritten } = options;
  onStep("Check what is there");
  const plan = await planBump(checkInputs(root, version, from), { signal, onStep });
  const planned = { plan, checks: [], decisions: plan.decisions };
  if (dryRun) return planned;

  onStep(`Write ${plan.writes.length} files`);
  const undo = applyWrites(root, plan.writes, onWrite);
  let build: CheckResult;
  try {
    if (plan.isDraft || !verify) return planned;
    onStep("Build the packages");
    build = await buildPackages(root, signal);
  } catch (error) {
    undo.rollBack();
    throw error;
  }
  onWritten?.();
  const checks = [build, ...(await runChecks({ root, plan, signal, onStep }, build.passed))];
  const folders = new Map(manifests(root).map(({ name, folder }) => [name, folder]));
  const read = (path: string) => {
    const file = join(root, path);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  };
  const decisions = [...plan.decisions, ...decisionsFrom(checks, plan.decisions, folders, read)];
  const guide = join(root, guidePath(version));
  writeFileSync(guide, withDecisions(readFileSync(guide, "utf8"), decisions));
  return { plan, checks, decisions };
}
