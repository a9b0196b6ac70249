// Inventories of any size, in the shape that people write: groups of a hundred workloads, each with a
// forward, a link, a dependency and buttons, spread over ten Tiltfiles.

const perGroup = 100;
const tiltfiles = 10;
const firstPort = 10_000;
const perAddress = 50_000;

/** The text of a `cluster.config.yaml` with `count` workloads. */
export function inventoryOf(count) {
  const lines = [
    "version: 1",
    "cluster: { name: bench, contexts: [admin@bench], domain: bench.example }",
    `tilt: { extensions: { ref: ${"5d1f0ce7".repeat(5)} } }`,
    "env: { variables: { LEVEL: { default: info, description: How much is said } } }",
    "buttons:",
    "  flux-sync: { text: Flux Sync, icon: sync, do: { reconcile: { kustomization: flux-system, withSource: true } } }",
    "buttonSets:",
    "  usual:",
    "    buttons:",
    "      restart: { text: Restart, icon: refresh, do: restart }",
    "groups:",
  ];
  const tenth = (number) => `group-${number % tiltfiles}/Tiltfile`;
  lines.push(...groupsOf(count, perGroup, tenth).flat());
  return `${lines.join("\n")}\n`;
}

/** A forward of this workload's own; addresses of this machine beyond its first have ports for many more. */
export function forwardOf(index) {
  const round = Math.floor(index / perAddress);
  const address = round === 0 ? "" : `127.0.0.${round + 1}:`;
  return `${address}${firstPort + (index % perAddress)}:8080`;
}

/** The text of an inventory with `count` workloads in one map, and as many variables in another. */
export function oneMapOf(count) {
  const each = (line) => Array.from({ length: count }, (_, index) => line(index));
  return [
    "version: 1",
    "cluster: { name: bench, contexts: [admin@bench] }",
    "env:",
    "  variables:",
    ...each((index) => `    NAME_${index}: { default: "${index}" }`),
    "groups:",
    "  all:",
    "    namespace: all",
    '    prefix: "all:"',
    "    label: all",
    "    workloads:",
    ...each((index) => {
      const follows = index > 0 ? `, dependsOn: [app-${index - 1}]` : "";
      const button = `ping: { do: { shell: 'ping "$NAME_${index}"' } }`;
      return `      app-${index}: { target: deployment/app-${index}, ports: ["${firstPort + index}:80"]${follows}, buttons: { ${button} } }`;
    }),
    "",
  ].join("\n");
}

/** As {@link inventoryOf}, with groups of `each` workloads in fragments, each with its Tiltfile beside it; by path. */
export function fragmentsOf(count, each) {
  const parts = groupsOf(count, each).map((lines, number) => [
    `parts/${number}/tilt.yaml`,
    ["groups:", ...lines, ""].join("\n"),
  ]);
  return new Map([["cluster.config.yaml", `${head()}fragments: ["parts/*/tilt.yaml"]\n`], ...parts]);
}

/** The same groups with the same Tiltfiles in one file. */
export function togetherOf(count, each) {
  const groups = groupsOf(count, each, (number) => `parts/${number}/Tiltfile`);
  return [`${head()}groups:`, ...groups.flat(), ""].join("\n");
}

function head() {
  return inventoryOf(1).split("groups:\n")[0];
}

/** The lines of each group. */
function groupsOf(count, each, tiltfileOf) {
  return Array.from({ length: Math.ceil(count / each) }, (_, number) =>
    group(number, number * each, Math.min(count, (number + 1) * each), tiltfileOf?.(number)),
  );
}

function group(number, first, end, tiltfile) {
  const lines = [
    `  group-${number}:`,
    `    title: Group ${number}`,
    ...(tiltfile === undefined ? [] : [`    tiltfile: ${tiltfile}`]),
    `    namespace: space-${number}`,
    `    label: group-${number}`,
    `    prefix: "group-${number}:"`,
    "    workloads:",
  ];
  for (let index = first; index < end; index += 1) lines.push(...workload(index, index > first));
  return lines;
}

function workload(index, follows) {
  return [
    `      app-${index}:`,
    `        target: deployment/app-${index}`,
    `        ports: ["${forwardOf(index)}"]`,
    `        links: [app-${index}]`,
    ...(follows ? [`        dependsOn: [app-${index - 1}]`] : []),
    "        buttonsFrom: [usual]",
    ...(index % 5 === 0
      ? [
          "        buttons:",
          `          ping: { text: Ping, do: { exec: { container: app, command: [curl, "http://localhost:8080/${index}"] } } }`,
        ]
      : []),
  ];
}
