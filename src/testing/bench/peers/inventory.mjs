// An inventory that a short script can serve as well: one Tiltfile, and workloads with a link, a dependency and
// a button, every second one with a forward.

const perGroup = 100;
const firstPort = 10_000;

/** The commit of Tilt's extensions that it pins. */
export const extensionsRef = "5d1f0ce7".repeat(5);

/** The text of a `cluster.config.yaml` with `count` workloads; at most 100,000, since ports end at 65,535. */
export function plainInventoryOf(count) {
  const lines = [
    "version: 1",
    "cluster: { name: bench, contexts: [admin@bench], domain: bench.example }",
    `tilt: { extensions: { ref: ${extensionsRef} } }`,
    "groups:",
  ];
  for (let index = 0; index < count; index += 1) {
    if (index % perGroup === 0) lines.push(...group(index / perGroup));
    lines.push(...workload(index));
  }
  return `${lines.join("\n")}\n`;
}

function group(number) {
  return [
    `  group-${number}:`,
    `    title: Group ${number}`,
    `    namespace: space-${number}`,
    `    label: group-${number}`,
    `    prefix: "group-${number}:"`,
    "    workloads:",
  ];
}

function workload(index) {
  return [
    `      app-${index}:`,
    `        target: deployment/app-${index}`,
    ...(index % 2 === 0 ? [`        ports: ["${firstPort + index / 2}:8080"]`] : []),
    `        links: [app-${index}]`,
    ...(index % perGroup === 0 ? [] : [`        dependsOn: [app-${index - 1}]`]),
    "        buttons:",
    "          restart: { text: Restart, icon: refresh, do: restart }",
  ];
}
