import { type Context, Hono } from 'hono';
import type { ApiError } from '../api.ts';
import { toFailure } from '../board-failure.ts';
import type { RemoteMethods } from '../board-methods.ts';
import type { AppFile } from './app-files.ts';
import type { EventStreams } from './event-streams.ts';
import { checkHost, checkOrigin, checkToken, safetyHeaders } from './guard.ts';
import { integer, parameter, readRunChange, readScalarsRequest, readUndoRequest } from './requests.ts';

/** What the routes answer from. */
export interface AppParts {
  readonly methods: RemoteMethods;
  readonly streams: EventStreams;
  readonly files: ReadonlyMap<string, AppFile>;
  /** Asked for where the board is served to other machines; undefined on loopback. */
  readonly token: string | undefined;
  /** Hears of bugs. */
  readonly onBug: (error: unknown) => void;
}

const largest = Number.MAX_SAFE_INTEGER;

/** The routes of `api.ts` and the web app, behind the guards. */
export function createApp({ methods, streams, files, token, onBug }: AppParts): Hono {
  const app = new Hono();
  app.use(safetyHeaders);
  app.use(token === undefined ? checkHost : checkToken(token));
  app.use(checkOrigin);
  app.onError((error, context) => {
    const failure = toFailure(error);
    if (failure !== undefined) return fail(context, failure.status, failure.message);
    onBug(error);
    return fail(context, 500, 'this is a bug in netwright; the terminal in which the board runs says more');
  });
  app.notFound((context) => fail(context, 404, `there is nothing under ${context.req.path}`));

  const json = (context: Context, text: string) => context.body(text, 200, { 'Content-Type': 'application/json' });
  const place = (context: Context) => [parameter(context, 'run'), parameter(context, 'tag')] as const;
  const picture = (context: Context) =>
    [...place(context), integer(context, 'entry', 0, largest), integer(context, 'index', 0, largest)] as const;

  app.use('/api/*', async (context, next) => {
    await next();
    context.res.headers.set('Cache-Control', 'no-store');
  });
  app.get('/api/runs', async (context) => {
    const known = versionOf(context.req.header('if-none-match'));
    const { version, json } = await methods.runs(known);
    if (json === undefined) return context.body(null, 304);
    return context.body(json, 200, { 'Content-Type': 'application/json', ETag: etag(version) });
  });
  app.get('/api/events', (context) => context.body(streams.open(), 200, { 'Content-Type': 'text/event-stream' }));
  app.post('/api/scalars', async (context) => {
    const bytes = await methods.scalars(await readScalarsRequest(context));
    return context.body(bytes, 200, { 'Content-Type': 'application/octet-stream' });
  });
  app.get('/api/scalars.csv', async (context) => csv(context, methods, ...place(context)));
  app.get('/api/histograms', async (context) =>
    json(context, await methods.histograms(...place(context), integer(context, 'steps', 1, 1000, 100))),
  );
  app.get('/api/distributions', async (context) =>
    json(context, await methods.distributions(...place(context), integer(context, 'steps', 1, 1000, 100))),
  );
  app.get('/api/images', async (context) => json(context, await methods.images(...place(context))));
  app.get('/api/image', async (context) => {
    const { bytes, type } = await methods.image(...picture(context));
    return context.body(bytes, 200, { 'Content-Type': type });
  });
  app.get('/api/image-facts', async (context) => json(context, await methods.imageFacts(...picture(context))));
  app.get('/api/text', async (context) => json(context, await methods.text(...place(context))));
  app.get('/api/layers', async (context) => {
    const columns = integer(context, 'columns', 1, 2000, 200);
    return json(context, await methods.layers(parameter(context, 'run'), context.req.query('measure') ?? '', columns));
  });
  app.get('/api/layout', async (context) => json(context, await methods.layout()));
  app.get('/api/hyperparameters', async (context) => json(context, await methods.hyperparameters()));
  app.get('/api/recipe', async (context) => json(context, await methods.recipe(parameter(context, 'run'))));
  app.get('/api/graph', async (context) => json(context, await methods.graph(parameter(context, 'run'))));
  app.get('/api/report', async (context) => json(context, await methods.report(parameter(context, 'run'))));
  app.patch('/api/run', async (context) =>
    context.json(await methods.change(parameter(context, 'run'), await readRunChange(context))),
  );
  app.delete('/api/run', async (context) => context.json(await methods.remove(parameter(context, 'run'))));
  app.post('/api/undo', async (context) => context.json(await methods.restore((await readUndoRequest(context)).undo)));
  app.get('*', (context) => {
    const file = files.get(context.req.path);
    if (file === undefined) return context.notFound();
    const age = file.isHashed ? 'max-age=31536000, immutable' : 'no-cache';
    return context.body(file.bytes, 200, { 'Content-Type': file.type, 'Cache-Control': age });
  });
  return app;
}

const etag = (version: number): string => `"${process.pid}-${version}"`;

/** Of the list that the asker has; undefined where it has none of this server. */
function versionOf(tag: string | undefined): number | undefined {
  const version = Number(tag?.slice(etag(0).length - 2, -1));
  return tag === etag(version) ? version : undefined;
}

function fail(context: Context, status: 400 | 403 | 404 | 409 | 413 | 415 | 500 | 503, error: string) {
  const body: ApiError = { error };
  return context.json(body, status);
}

/** Every point, piece by piece, as fast as the reader takes them. */
async function csv(context: Context, methods: RemoteMethods, run: string, tag: string): Promise<Response> {
  // The first piece is asked for before the answer begins, so that what fails can still be said.
  let piece = await methods.csv(run, tag, 0);
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      controller.enqueue(encoder.encode(piece.text));
      if (piece.next === undefined) controller.close();
      else piece = await methods.csv(run, tag, piece.next);
    },
  });
  const name = `${run}-${tag}`.replace(/[^\w.-]+/g, '_').slice(0, 100);
  const headers = {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
  };
  return context.body(stream, 200, headers);
}
