import * as z from "zod";
import { hasGoodEscapes } from "./address.ts";
import { namespace } from "./kubernetes.ts";

const number = z
  .int("a port is a whole number")
  .min(1, "a port is a number from 1 to 65535")
  .max(65535, "a port is a number from 1 to 65535");
export const portNumber = number;

const digits = "([1-9][0-9]{0,4})";
const hostPart = "[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?";
const hostName = `${hostPart}(?:\\.${hostPart})*`;
/** RFC 1035 labels: what a Service may be called. */
const serviceName = "[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?";
/** A number, or a name as IANA has them for services: at most 15 characters. */
const servicePort = "[a-z0-9][-a-z0-9]{0,14}";
const forwardText = new RegExp(`^(?:(${hostName}):)?${digits}:${digits}$`);
const serviceText = new RegExp(`^${digits}:(${serviceName}):(${servicePort})$`);
const hostText = new RegExp(`^(?:${hostName}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$`);

/** Tilt's `port_forward` takes any number and fails when it is used: the range is held here. */
const inRange = (text: string): boolean =>
  text.split(":").every((part) => !/^\d+$/.test(part) || (Number(part) >= 1 && Number(part) <= 65535));

export const forward = z.union(
  [
    number,
    z
      .string()
      .regex(forwardText, {
        error: "a port is `local:pod`, `host:local:pod`, or one number for both",
        abort: true,
      })
      .refine(inRange, "a port is a number from 1 to 65535"),
    z.strictObject({
      local: number.meta({ description: "Port on this machine.", examples: [8080] }),
      pod: number.meta({ description: "Port of the pod, not of a Service.", examples: [4466] }),
      host: z
        .string()
        .regex(hostText, "a host is an address or a host name of this machine")
        .optional()
        .meta({
          description: "Address on this machine to listen at; localhost unless told.",
          examples: ["127.0.0.1"],
        }),
      name: z
        .string()
        .min(1)
        .optional()
        .meta({ description: "Name of the link in Tilt.", examples: ["UI"] }),
      path: z
        .string()
        .startsWith("/", "a path begins with `/`")
        .refine((text) => !/\p{Cc}/u.test(text), "a path may hold no control characters")
        .refine(hasGoodEscapes, "a `%` in a path is followed by two hexadecimal digits")
        .optional()
        .meta({ description: "Path of the link in Tilt.", examples: ["/login"] }),
    }),
  ],
  "a port is a number, `local:pod`, or `{ local, pod }`",
);

export const service = z.union(
  [
    z
      .string()
      .regex(serviceText, { error: "a Service forward is `local:service:port`", abort: true })
      .refine(inRange, "a port is a number from 1 to 65535"),
    z.strictObject({
      local: number.meta({ description: "Port on this machine.", examples: [3001] }),
      service: z
        .string()
        .regex(
          new RegExp(`^${serviceName}$`),
          "a Service is lower-case letters, digits and `-`, and begins with a letter",
        )
        .meta({ description: "Name of the Service.", examples: ["grafana"] }),
      port: z
        .union(
          [
            number,
            z
              .string()
              .regex(new RegExp(`^${servicePort}$`), "a port of a Service is a number or a name")
              .refine(inRange, "a port is a number from 1 to 65535"),
          ],
          "a port of a Service is a number or a name",
        )
        .meta({ description: "Port of the Service, by number or name.", examples: [80] }),
      namespace: namespace.optional().meta({
        description: "Namespace of the Service; the workload's unless told.",
        examples: ["monitoring"],
      }),
    }),
  ],
  "a Service forward is `local:service:port` or `{ local, service, port }`",
);

export interface Forward {
  readonly local: number;
  readonly pod: number;
  readonly host?: string | undefined;
  readonly name?: string | undefined;
  readonly path?: string | undefined;
}

/** `3000` → 3000:3000, `"8080:4466"`, `"127.0.0.1:8080:80"`, or the long form. */
export function parseForward(written: z.output<typeof forward>): Forward {
  if (typeof written === "number") return { local: written, pod: written };
  if (typeof written !== "string") return written;
  const [, address, local, pod] = forwardText.exec(written) ?? [];
  return { local: Number(local), pod: Number(pod), host: address };
}

export interface ServiceForward {
  readonly local: number;
  readonly service: string;
  readonly port: string;
  readonly namespace?: string | undefined;
}

/** `"3001:grafana:80"` or the long form. */
export function parseService(written: z.output<typeof service>): ServiceForward {
  if (typeof written !== "string") return { ...written, port: String(written.port) };
  const [, local, name = "", port = ""] = serviceText.exec(written) ?? [];
  return { local: Number(local), service: name, port };
}
