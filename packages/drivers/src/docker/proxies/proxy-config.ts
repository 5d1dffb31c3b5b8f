import type { VariantShape } from "@stackbench/model";
import { caddyConfig } from "./caddy-config.ts";
import { haproxyConfig } from "./haproxy-config.ts";
import { nginxConfig } from "./nginx-config.ts";
import type { ProxyPlan } from "./proxy-plan.ts";

export type ProxyName = Exclude<VariantShape["proxy"], "none">;

const makers: Record<ProxyName, (plan: ProxyPlan) => string> = {
  nginx: nginxConfig,
  haproxy: haproxyConfig,
  caddy: caddyConfig,
};

/** The configuration file of a proxy for a plan. */
export function proxyConfig(name: ProxyName, plan: ProxyPlan): string {
  return makers[name](plan);
}
