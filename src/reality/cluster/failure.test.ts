import { expect, it } from "vitest";
import { failureOf } from "./failure.ts";

it("suggests no command that runs what a kubeconfig calls its context", () => {
  const answer = { kind: "silent", is: "late", reason: "kubectl did not answer within 5 s" } as const;
  expect(failureOf(answer, "admin@$(touch x)")).toMatchObject({
    problem: {
      help: "look whether `kubectl --context 'admin@$(touch x)' get --raw /apis` answers: the server, the VPN, the tunnel",
    },
  });
});
