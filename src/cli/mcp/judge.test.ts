import { describe, expect, it } from "vitest";
import type { Outcome } from "./conversation.ts";
import { judge, refusalIn, type Expected, type Transcript } from "./judge.ts";
import { leakIn } from "./leak.ts";

const answers = (...times: readonly number[]): Outcome[] =>
  times.map((ms) => ({ kind: "answer", text: "fine", ms }));

const expected: Expected = {
  name: "kubernetes",
  tools: ["pods_list"],
  question: { tool: "pods_list", arguments: {} },
  sent: ["a-token-that-was-sent"],
  timeoutMs: 10_000,
};

const told = (changes: Partial<Transcript>): string[] =>
  judge(
    { tools: [], questions: answers(1, 1, 1, 1, 1), forbidden: [], strangers: [], ...changes },
    expected,
    {},
  ).map(({ code, message }) => `${code} ${message}`);

const erring = (text: string): Outcome => ({ kind: "error", text, ms: 1 });
const deleting = (outcome: Outcome): Partial<Transcript> => ({
  forbidden: [{ call: { tool: "pods_delete", arguments: {} }, outcome }],
});

describe("an error about a name that does not exist", () => {
  it.each([
    ['unknown tool "pods_delete"', "refused"],
    ["Unknown tool: 'pods_delete'", "refused"],
    ["MCP error -32602: Tool pods_delete not found", "refused"],
    ["tool 'pods_delete' not found: tool not found", "refused"],
    ['pods "x" is forbidden: User "nobody" cannot delete resource "pods"', "refused"],
    ["resource not allowed: /v1, Kind=Secret", "refused"],
    ['pods "x" not found', "looked"],
    ["HTTP 404: NotFound", "looked"],
    ["connection refused", "unknown"],
    ['validating "arguments": missing properties: ["name"]', "unknown"],
    ["Unauthorized", "unknown"],
    ["No resources found", "unknown"],
  ])("%s: %s", (text, means) => {
    expect(refusalIn(text, "pods_delete")).toBe(means);
  });

  it("is read at once, whatever its length", () => {
    expect(refusalIn("tool pods_delete ".repeat(100_000), "pods_delete")).toBe("unknown");
  });

  it("is told where it is no refusal", () => {
    expect(told(deleting(erring('pods "x" is forbidden')))).toEqual([]);
    expect(told(deleting(erring('pods "x" not found')))).toEqual([
      'FT853 `kubernetes` was allowed to look for what it must refuse: `pods_delete` says "pods "x" not found"',
    ]);
    expect(told(deleting({ kind: "answer", text: "deleted", ms: 1 }))).toEqual([
      "FT853 `kubernetes` does `pods_delete`, which it must refuse",
    ]);
    expect(told(deleting(erring("connection refused")))).toEqual([
      'FT852 `kubernetes` neither refuses nor does `pods_delete`: "connection refused"',
    ]);
  });
});

describe("the time of an answer", () => {
  it.each([
    [[1_900, 1, 1, 9_000, 9_000], []],
    [[2_100, 1, 1, 9_000, 9_000], ["FT858 `kubernetes` takes 2.1 s to answer `pods_list`"]],
  ])("is the median: %j", (times, messages) => {
    expect(told({ questions: answers(...times) })).toEqual(messages);
  });

  it("is over at the timeout", () => {
    const questions: Outcome[] = [...answers(1, 1, 1, 1), { kind: "silent", text: "", ms: 10_000 }];
    expect(told({ questions })).toEqual(["FT858 `kubernetes` gives no answer to `pods_list` within 10 s"]);
  });
});

describe("tools", () => {
  it.each([
    [{ name: "pods_list", readOnly: undefined, destructive: undefined }, undefined],
    [{ name: "pods_list", readOnly: true, destructive: true }, undefined],
    [{ name: "pods_list", readOnly: false, destructive: undefined }, "FT854"],
    [{ name: "pods_list", readOnly: undefined, destructive: true }, "FT854"],
    [{ name: "new", readOnly: undefined, destructive: undefined }, "FT854"],
    [{ name: "new", readOnly: true, destructive: undefined }, "FT855"],
  ])("%j: %s", (tool, code) => {
    expect(told({ tools: [tool] }).map((one) => one.slice(0, 5))).toEqual(code === undefined ? [] : [code]);
  });

  it("are told by name up to a number, and the rest by theirs", () => {
    const tools = Array.from({ length: 1_000 }, (_, at) => ({
      ...{ name: `tool${at}`, destructive: undefined },
      readOnly: at % 2 === 0,
    }));
    const messages = told({ tools });
    expect(messages).toHaveLength(42);
    expect([messages[0], messages[20], messages[41]]).toEqual([
      "FT854 `kubernetes` shows the tool `tool1`, which may write",
      "FT854 `kubernetes` shows more tools which may write: 480 beside these",
      "FT855 `kubernetes` shows more tools which fluxtilt does not know: 480 beside these",
    ]);
  });

  it("are told by the beginning of a long name", () => {
    const tools = [{ name: "a".repeat(1_000_000), readOnly: true, destructive: undefined }];
    expect(told({ tools })).toEqual([
      `FT855 \`kubernetes\` shows the tool \`${"a".repeat(200)}…\`, which fluxtilt does not know`,
    ]);
  });

  it("are not there where they must be refused, whatever they answer", () => {
    const tools = [{ name: "pods_delete", readOnly: true, destructive: undefined }];
    expect(told({ tools, ...deleting(erring("connection refused")) })).toContain(
      "FT853 `kubernetes` has `pods_delete`, which it must not",
    );
  });
});

describe("secrets in an answer", () => {
  const jwt = ["eyJhbGciOiJSUzI1NiJ9", "eyJzdWIiOiJ4In0abc", "c2lnbmF0dXJlLW9m"].join(".");
  it.each([
    ["Authorization: Bearer a-token-that-was-sent", "the token that it was sent"],
    [Buffer.from("a-token-that-was-sent").toString("base64"), "the token that it was sent"],
    [`token: ${jwt}`, "a token"],
    [`a.b-${jwt}.more`, "a token"],
    [`token: x${jwt}`, undefined],
    [jwt.replace(".", ","), undefined],
    [["-----BEGIN RSA", "PRIVATE KEY-----"].join(" "), "a private key"],
    ["apiVersion: v1\nkind: Secret\ndata:\n  password: eA==", "the data of a Secret"],
    ["apiVersion: v1\ndata:\n  password: eA==\nkind: Secret", "the data of a Secret"],
    ['{"kind":"Secret","data":{"password":"eA=="}}', "the data of a Secret"],
    ["kind: Secret\nmetadata:\n  name: login\nstringData: { password: x }", "the data of a Secret"],
    ["data:\nkind: Secret\ntype: Opaque", undefined],
    ["kind: SecretStore\ndata:\n  mode: dark", undefined],
    ["kind: ConfigMap\ndata:\n  mode: dark", undefined],
    ['secrets "x" is forbidden: User cannot get resource "secrets"', undefined],
    ["NAMESPACE  KIND    NAME\nshop       Secret  login", undefined],
  ])("%s: %s", (text, what) => {
    expect(leakIn(text, expected.sent)).toBe(what);
  });

  it.each(["kind: Secret\n", "data: x\n", "eyJ-", "a.eyJaaaaaaaa.", "-----BEGIN A"])(
    "are looked for at once in a megabyte of %j",
    (part) => {
      expect(leakIn(part.repeat(1_000_000 / part.length), [])).toBeUndefined();
    },
  );

  it("are told without being shown again", () => {
    const leaking: Outcome = { kind: "answer", text: "a-token-that-was-sent", ms: 1 };
    const messages = told({ questions: [leaking], ...deleting(erring("a-token-that-was-sent not found")) });
    expect(messages.filter((one) => one.startsWith("FT856"))).toHaveLength(2);
    expect(messages.join("\n")).not.toContain("a-token-that-was-sent");
  });
});
