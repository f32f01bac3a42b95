import { type CheckResult, buildGenerated, runChecks } from "./after-bump.ts";
import { checkInputs } from "./check-inputs.ts";
import { type BumpPlan, planBump } from "./plan-bump.ts";
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
  if (dryRun) return { plan, checks: [] };

  onStep(`Write ${plan.writes.length} files`);
  const undo = applyWrites(root, plan.writes, onWrite);
  try {
    if (plan.isDraft || !verify) return { plan, checks: [] };
    onStep("Build the client");
    await buildGenerated(root, signal);
  } catch (error) {
    undo.rollBack();
    throw error;
  }
  onWritten?.();
  return { plan, checks: await runChecks({ root, plan, signal, onStep }) };
}
