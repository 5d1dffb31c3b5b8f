// Answers the command `ready` as the harness's verifier does, and no other.
import { firstUnready, verifierProtocol } from "@stackbench/contract";
import { serve } from "@stackbench/lines";

const { ready } = verifierProtocol;
await serve({ ready }, { ready: firstUnready });
