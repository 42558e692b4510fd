import { join } from 'node:path';
import type { BotTurnHandler } from '#src/domain/channel.ts';
import type { RateLimits } from '#src/domain/rateLimits.ts';
import { createChatPageRoute } from '#src/http/chatPageRoute.ts';
import { loadStaticFiles } from '#src/http/staticFiles.ts';
import { createStaticRoutes } from '#src/http/staticRoutes.ts';
import { buildWeb } from '#src/web/build.ts';
import { type ChatServer, startChatServer } from './chatServer.ts';
import { FaultyProxy } from './faultyProxy.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Where tests build the pages: apart from what a running server serves, and one folder for each worker of jest. */
const TEST_PAGES_DIR = join(ROOT, `.cache/test-web/${process.env['JEST_WORKER_ID'] ?? '0'}`);

export interface ChatPagesOptions {
  readonly bot: BotTurnHandler;
  readonly isDemonstration?: boolean;
  readonly limits?: RateLimits;
}

/** The real server with the built chat pages, behind a network that fails on demand. */
export interface ChatPages {
  /** Address of the page, through the network. */
  readonly url: string;
  readonly server: ChatServer;
  readonly network: FaultyProxy;
  stop(): Promise<void>;
}

export async function startChatPages(options: ChatPagesOptions): Promise<ChatPages> {
  await buildWeb({ rootDir: ROOT, outDir: TEST_PAGES_DIR });
  const files = await loadStaticFiles(TEST_PAGES_DIR);
  const page = createChatPageRoute({
    files,
    languages: ['en', 'fr', 'ar'],
    isDemonstration: options.isDemonstration ?? false,
  });
  const server = await startChatServer({
    bot: options.bot,
    routes: [page, ...createStaticRoutes({ files, pages: [] })],
    ...(options.limits ? { limits: options.limits } : {}),
  });
  const network = await FaultyProxy.listen(server.port);
  return {
    url: `http://127.0.0.1:${network.port}`,
    server,
    network,
    async stop() {
      await network.close();
      await server.stop(500);
    },
  };
}
