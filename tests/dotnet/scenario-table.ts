import { type ClientPair, clientPairs } from "../clients/stage.ts";
import { clientVersions } from "./programs.ts";

/** What became of one scenario with one version over one transport and protocol. */
export interface Outcome extends ClientPair {
  readonly scenario: string;
  readonly version: string;
  readonly passed: boolean;
}

/** Which versions passed each scenario over each transport and protocol, in Markdown. */
export function scenarioTable(outcomes: readonly Outcome[]): string {
  const scenarios = [...new Set(outcomes.map(({ scenario }) => scenario))];
  const rows = scenarios.map((scenario) => [
    `… ${scenario}`,
    ...clientPairs.map(({ transport, protocol }) =>
      cell(
        outcomes.filter(
          (outcome) =>
            outcome.scenario === scenario && outcome.transport === transport && outcome.protocol === protocol,
        ),
      ),
    ),
  ]);
  const head = ["A client", ...clientPairs.map(({ transport, protocol }) => `${transport}, ${protocol}`)];
  const versions = clientVersions.map(({ client }) => client).join(", ");
  const passed = outcomes.filter((outcome) => outcome.passed).length;
  return [
    `Versions ${versions}; a cell says how many of the ${clientVersions.length} pass. In all ${passed} of ${outcomes.length} pass.`,
    "",
    ...[head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`),
  ].join("\n");
}

function cell(outcomes: readonly Outcome[]): string {
  if (outcomes.length === 0) return "";
  const failed = outcomes.filter(({ passed }) => !passed).map(({ version }) => version);
  const count = String(outcomes.length - failed.length);
  return failed.length === 0 ? count : `${count}, not ${failed.join(", ")}`;
}
