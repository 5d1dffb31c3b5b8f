import { Module, type DynamicModule } from "@nestjs/common";
import type { Endpoints } from "@stackbench/workloads-node";
import { ContractController, endpointsToken } from "./contract-controller.ts";

// Nest knows a module by its class.
// oxlint-disable-next-line typescript/no-extraneous-class
export class ContractModule {
  static over(endpoints: Endpoints): DynamicModule {
    return {
      module: ContractModule,
      providers: [{ provide: endpointsToken, useValue: endpoints }],
    };
  }
}

Module({ controllers: [ContractController] })(ContractModule);
