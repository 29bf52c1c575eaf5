/** What the template uses of its Prisma client, which is generated into .beckon/bench. */
declare module "virtual:template-prisma" {
  import type { PrismaPg } from "@prisma/adapter-pg";

  interface SessionRow {
    id: string;
    shop: string;
    state: string;
    isOnline: boolean;
    scope: string;
    expires: Date | null;
    accessToken: string;
  }

  interface WebhookRow {
    id: string;
    shop: string;
    topic: string;
    payload: string;
  }

  export class PrismaClient {
    constructor(options: { adapter: PrismaPg });
    readonly session: {
      findUnique(query: { where: { id: string } }): Promise<SessionRow | null>;
    };
    readonly webhook: {
      create(query: { data: WebhookRow; select: { id: true } }): Promise<{ id: string }>;
    };
  }
}
