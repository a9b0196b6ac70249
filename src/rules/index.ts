import type { Code, Diagnostic } from "../diagnostics/diagnostic.ts";
import { Guesses } from "../diagnostics/nearest.ts";
import { Allowances } from "./allowances.ts";
import { clashingOutput } from "./clashing-output.ts";
import { clashingSymbol } from "./clashing-symbol.ts";
import { clashingVariable } from "./clashing-variable.ts";
import { credential, passwordInUrl } from "./credential.ts";
import { crowdedButtons } from "./crowded-buttons.ts";
import { dependencyCycle } from "./dependency-cycle.ts";
import { destructiveButton } from "./destructive-button.ts";
import { duplicateButton } from "./duplicate-button.ts";
import { duplicateResource } from "./duplicate-resource.ts";
import { emptyGroup, unusedLabel } from "./empty-group.ts";
import { emptyTiltfile } from "./empty-tiltfile.ts";
import { secretDefault, unreadableDefault } from "./env-default.ts";
import { envNotIgnored } from "./env-not-ignored.ts";
import { chartDependencies } from "./helm/chart-dependencies.ts";
import { chartLint } from "./helm/chart-lint.ts";
import { chartRender, chartValues } from "./helm/chart-render.ts";
import { unmadeWorkload } from "./helm/unmade-workload.ts";
import { fluxFileElsewhere, fluxFileUnreached, fluxLooksElsewhere } from "./flux-file.ts";
import { helmPatience } from "./helm-patience.ts";
import { hiddenFailure } from "./hidden-failure.ts";
import { iconFile } from "./icon-file.ts";
import { literalSecret } from "./literal-secret.ts";
import { mcpBudget } from "./mcp/budget.ts";
import { mcpOpen, mcpPlainText, mcpSharedHost } from "./mcp/exposure.ts";
import { mcpHazard } from "./mcp/hazard.ts";
import { mcpApiServer, mcpUpstream } from "./mcp/network.ts";
import { mcpRights } from "./mcp/rights.ts";
import { mcpSecretKey, mcpSecretMissing } from "./mcp/secret.ts";
import { mcpPodPort, mcpUpstreamMissing } from "./mcp/upstream.ts";
import { mcpVersion } from "./mcp/version.ts";
import { missingFile } from "./missing-file.ts";
import { unrunnableScript } from "./unrunnable-script.ts";
import { occupiedCopy } from "./occupied-copy.ts";
import { otherContext } from "./other-context.ts";
import { passwordInFlag } from "./password-in-flag.ts";
import { portClash } from "./port-clash.ts";
import { servicePort, undeclaredPort } from "./reality/container-port.ts";
import { emptyKustomization, missingFluxFolder } from "./reality/empty-kustomization.ts";
import { missingContainer } from "./reality/missing-container.ts";
import { missingFluxObject } from "./reality/missing-flux-object.ts";
import { missingNamespace } from "./reality/missing-namespace.ts";
import { brokenKustomization } from "./reality/broken-kustomization.ts";
import { namedByCommand } from "./reality/named-by-command.ts";
import { missingSecret, missingSecretKey } from "./reality/missing-secret.ts";
import { missingService, missingServicePort } from "./reality/missing-service.ts";
import { missingWorkload } from "./reality/missing-workload.ts";
import { notRunning } from "./reality/not-running.ts";
import { privateCopy } from "./reality/private-copy.ts";
import { refusedSwap } from "./reality/refused-swap.ts";
import { releaseBehindFlux, releaseChart, releaseIdentity } from "./reality/release-of-flux.ts";
import { unknownRoot } from "./reality/unknown-root.ts";
import { unroutedHost } from "./reality/unrouted-host.ts";
import { wrongOwner } from "./reality/wrong-owner.ts";
import { repeatedChoice } from "./repeated-choice.ts";
import { replacedVariable } from "./replaced-variable.ts";
import { runRule, type Rule, type World } from "./rule.ts";
import { sharedWorkload } from "./shared-workload.ts";
import { shellSyntax } from "./shell-syntax.ts";
import { terminal } from "./terminal.ts";
import { tiltConstraint } from "./tilt-constraint.ts";
import { undeclaredSecret } from "./undeclared-secret.ts";
import { undeclaredVariable } from "./undeclared-variable.ts";
import { unexpandedVariable } from "./unexpanded-variable.ts";
import { unknownIcon } from "./unknown-icon.ts";
import { unknownWorkload } from "./unknown-workload.ts";
import { unquotedInput } from "./unquoted-input.ts";
import { unknownAllowance, unknownPlace, unusedAllowance } from "./unused-allowance.ts";
import { unusableName } from "./unusable-name.ts";
import { untoldNeeds } from "./untold-needs.ts";
import { unusedButtonSet } from "./unused-button-set.ts";
import { unusedImage } from "./unused-image.ts";
import { unusedInput } from "./unused-input.ts";
import { unusedVariable } from "./unused-variable.ts";
import { wideNeeds } from "./wide-needs.ts";

/** Every rule, by code. */
export const rules: readonly Rule[] = [
  duplicateResource,
  duplicateButton,
  unusableName,
  dependencyCycle,
  portClash,
  emptyTiltfile,
  secretDefault,
  unreadableDefault,
  clashingSymbol,
  clashingVariable,
  clashingOutput,
  shellSyntax,
  undeclaredVariable,
  unusedInput,
  unquotedInput,
  terminal,
  otherContext,
  hiddenFailure,
  destructiveButton,
  unexpandedVariable,
  unknownWorkload,
  sharedWorkload,
  emptyGroup,
  unusedButtonSet,
  unusedImage,
  unusedVariable,
  unusedLabel,
  occupiedCopy,
  credential,
  passwordInUrl,
  passwordInFlag,
  literalSecret,
  envNotIgnored,
  undeclaredSecret,
  unknownIcon,
  crowdedButtons,
  repeatedChoice,
  replacedVariable,
  helmPatience,
  tiltConstraint,
  untoldNeeds,
  wideNeeds,
  mcpVersion,
  mcpRights,
  mcpHazard,
  mcpOpen,
  mcpPlainText,
  mcpSharedHost,
  mcpApiServer,
  mcpUpstream,
  fluxFileElsewhere,
  mcpSecretKey,
  mcpBudget,
  missingFile,
  unrunnableScript,
  iconFile,
  unknownRoot,
  missingWorkload,
  servicePort,
  notRunning,
  undeclaredPort,
  missingService,
  missingServicePort,
  unroutedHost,
  missingContainer,
  missingSecret,
  missingSecretKey,
  missingFluxObject,
  wrongOwner,
  releaseBehindFlux,
  releaseIdentity,
  releaseChart,
  refusedSwap,
  emptyKustomization,
  missingNamespace,
  missingFluxFolder,
  namedByCommand,
  brokenKustomization,
  fluxFileUnreached,
  mcpSecretMissing,
  mcpUpstreamMissing,
  mcpPodPort,
  fluxLooksElsewhere,
  privateCopy,
  chartLint,
  chartRender,
  chartValues,
  chartDependencies,
  unmadeWorkload,
];

/** What is found beside the rules themselves. */
export const allowanceKinds = [unusedAllowance, unknownAllowance, unknownPlace] as const;

/**
 * Runs every rule; what `allow` switches off is left out or a warning, and an unused `allow` is told. `ran`
 * hears the code of each rule as soon as it has run.
 */
export function checkRules(world: World, ran?: (code: Code) => void): readonly Diagnostic[] {
  const allowances = new Allowances(world, rules);
  const guesses = new Guesses();
  const told = rules
    .flatMap((rule) => {
      const found = runRule(rule, world, guesses);
      ran?.(rule.code);
      return found;
    })
    .flatMap((one) => allowances.weigh(one));
  return [...told, ...allowances.check(guesses)];
}
