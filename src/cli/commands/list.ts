import { painter } from "../../diagnostics/color.ts";
import { openProject } from "../compile.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { commandLine } from "../listing/buttons.ts";
import { listingOf, type Listing } from "../listing/listing.ts";
import { printReport } from "../report.ts";
import type { Session } from "../session.ts";
import { tableOf, type Table } from "../table.ts";

/** What can be listed alone, in the order in which all of it is told. */
export const listed = ["resources", "ports", "links", "buttons"] as const;
type Listed = (typeof listed)[number];

export interface ListOptions {
  /** One part; all unless told. */
  readonly what?: string | undefined;
  readonly json?: boolean | undefined;
}

interface ListedTable extends Omit<Table, "rows"> {
  readonly rows: (listing: Listing) => readonly (readonly string[])[];
}

const tables: Readonly<Record<Listed, ListedTable>> = {
  resources: {
    heads: ["NAME", "KIND", "NAMESPACE", "LABELS", "TILTFILE", "ON DEMAND", "TARGET"],
    lesser: ["TILTFILE", "LABELS", "ON DEMAND", "NAMESPACE", "KIND"],
    rows: ({ resources }) =>
      resources.map((one) => [
        one.name,
        one.kind,
        one.namespace ?? "-",
        one.labels.join(","),
        one.tiltfile,
        one.develop === null ? "-" : one.develop === one.name ? "yes" : `as ${one.develop}`,
        one.target,
      ]),
  },
  ports: {
    heads: ["LOCAL", "RESOURCE", "TARGET"],
    rows: ({ ports }) =>
      ports.map((one) => [
        one.host === null ? `${one.local}` : `${one.host}:${one.local}`,
        one.resource,
        one.target,
      ]),
  },
  links: {
    heads: ["RESOURCE", "URL", "NAME"],
    rows: ({ links }) => links.map((one) => [one.resource, one.url, one.name ?? "-"]),
  },
  buttons: {
    heads: ["RESOURCE", "TEXT", "NAME", "ACTION", "COMMAND"],
    lesser: ["NAME", "ACTION"],
    rows: ({ buttons }) =>
      buttons.map((one) => [
        one.resource ?? "(nav bar)",
        one.text,
        one.name,
        one.action,
        commandLine(one.argv),
      ]),
  },
};

/** Lists what the dashboard shows, as tables for people or as JSON. */
export async function list(session: Session, { what, json }: ListOptions): Promise<ExitCode> {
  const project = await openProject(session);
  if (project.diagnostics.length > 0 || session.format !== "text") await printReport(session, project);
  if (project.dashboard === undefined) return exitCode.unusable;
  const listing = listingOf(project.dashboard);
  const parts = listed.filter((part) => what === undefined || part === what);
  if (json === true || session.format === "json") {
    const chosen = Object.fromEntries(parts.map((part) => [part, listing[part]]));
    session.out(`${JSON.stringify({ version: listing.version, ...chosen }, null, 2)}\n`);
    return exitCode.fine;
  }
  session.out(parts.map((part) => section(session, listing, part, parts.length > 1)).join("\n"));
  return exitCode.fine;
}

function section(session: Session, listing: Listing, part: Listed, titled: boolean): string {
  const { rows, ...table } = tables[part];
  const paint = painter(session.results.color);
  const title = titled ? `${paint("info", `${part} (${listing[part].length})`)}\n` : "";
  return `${title}${tableOf({ ...table, rows: rows(listing) }, session.results)}`;
}
